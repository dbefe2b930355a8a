package io.tandem.call;

import io.tandem.interworking.CustomerNames;
import io.tandem.interworking.Methods;
import io.tandem.interworking.RelayedResponse;
import io.tandem.interworking.Replaces;
import io.tandem.leg.Leg;
import io.tandem.leg.LegPath;
import io.tandem.leg.Legs;
import io.tandem.leg.Outgoing;
import io.tandem.media.sdp.SessionDescription;
import io.tandem.media.session.MediaEnd;
import io.tandem.port.CallId;
import io.tandem.port.PeerGroup;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A new dialog comes for the place of one that a call has (RFC 3891, TSP-113, TRAP-25): the other side is asked whether it
 * takes the newcomer's session, by a re-INVITE; its answer is the newcomer's answer, and the replaced side gets a BYE.
 */
public final class ReplacesRules {

    /** Where an INVITE with Replaces has to go. */
    public sealed interface Way {
        /** It replaces nothing: a new call. */
        record NewCall() implements Way {}

        /** To the call whose tag it names. */
        record ToCall(CallId call) implements Way {}

        /** It names no dialog of ours, or cannot be read. */
        record Refused(int status) implements Way {}
    }

    /** What the newcomer gets then. */
    private static final int JOURNAL_FAILED = 503;

    private final CallEnvironment env;
    private final CallState.Talking state;
    private final Instant now;

    ReplacesRules(CallEnvironment env, CallState.Talking state, Instant now) {
        this.env = env;
        this.state = state;
        this.now = now;
    }

    public static Way way(SipRequest invite) {
        return switch (Replaces.of(invite.headers())) {
            case Replaces.Read.None _ -> new Way.NewCall();
            case Replaces.Read.Malformed _ -> new Way.Refused(400);
            case Replaces.Read.One(Replaces dialog) -> CallId.fromTag(dialog.toTag())
                    .<Way>map(Way.ToCall::new)
                    .orElseGet(() -> new Way.Refused(481));
        };
    }

    /** Empty: the input is no such INVITE. */
    static Optional<Decision> on(CallEnvironment env, CallState state, CallInput input, Instant now) {
        if (!(input instanceof CallInput.InviteReceived received)
                || !(Replaces.of(received.invite().headers()) instanceof Replaces.Read.One(Replaces dialog))) {
            return Optional.empty();
        }
        return Optional.of(switch (state) {
            case CallState.Talking talking -> new ReplacesRules(env, talking, now).begin(received, dialog);
            case CallState.Releasing _,
                    CallState.Ended _ ->
                    refuse(env, state, received, names(state, dialog) ? 603 : 481);
            case CallState.Idle _,
                    CallState.Unasked _,
                    CallState.Inviting _,
                    CallState.Redirecting _ ->
                    refuse(env, state, received, 481); // §3: no dialog, or the caller's early one
        });
    }

    private static boolean names(CallState state, Replaces dialog) {
        return state.sides().anyMatch(leg -> leg.knownDialog().filter(known -> dialog.names(known.id())).isPresent());
    }

    private static Decision refuse(CallEnvironment env, CallState state, CallInput.InviteReceived received,
            int status) {
        Decision refused = Decision.of(state, new CallEffect.Respond(0, received.transaction(),
                SipResponse.to(received.invite(), status)
                        .toTag(env.id().tag(0))
                        .add(HeaderName.SERVER, env.settings().product())
                        .build()),
                new CallEffect.Note("an INVITE with Replaces is refused with " + status));
        boolean over = state instanceof CallState.Idle || state instanceof CallState.Ended;
        return over ? refused.then(List.of(new CallEffect.Finish())) : refused;
    }

    private Decision begin(CallInput.InviteReceived received, Replaces dialog) {
        Optional<Transfer.Lent> lent = lentTo(received);
        Optional<Leg.Confirmed> replaced = List.of(state.caller(), state.callee())
                .stream()
                .filter(leg -> dialog.names(leg.dialog().id()) && (lent.isPresent() || !state.hasLeft(leg.number())))
                .findFirst();
        if (replaced.isEmpty()) {
            return refuse(env, state, received, 481);
        }
        if (!BetweenCalls.isThere(received.flow())
                && !replaced.get().path().peerGroup().equals(received.peerGroup())) {
            return refuse(env, state, received, 403); // RFC 3891 §3: who may not speak for that side
        }
        if (dialog.earlyOnly()) {
            return refuse(env, state, received, 486);
        }
        if (state.transfer().isPresent() && lent.isEmpty() || state.exchange().isPresent()) {
            return refuse(env, state, received, 491);
        }
        return switch (Sessions.offerOf(received.invite(), Sessions.secured(env, received.peerGroup()))) {
            case Sessions.OfferRead.Refused(int status, String _) -> refuse(env, state, received, status);
            case Sessions.OfferRead.Understood(Offer.Delayed _) -> refuse(env, state, received, 488);
            case Sessions.OfferRead.Understood(Offer.Described(SessionDescription offer)) ->
                    ask(received, replaced.get(), offer);
        };
    }

    /** The call that the party behind a side has been lent to comes for that side's place, which may have hung up by now. */
    private Optional<Transfer.Lent> lentTo(CallInput.InviteReceived received) {
        return BetweenCalls.isThere(received.flow()) && state.transfer().orElse(null) instanceof Transfer.Lent lent
                && lent.by().value().equals(received.peer()) ? Optional.of(lent) : Optional.empty();
    }

    private Decision ask(CallInput.InviteReceived received, Leg.Confirmed replaced, SessionDescription offer) {
        Leg.Confirmed other = state.otherThan(replaced.number());
        Optional<Sessions.Shown> shown = Sessions.offerFor(env.keys(), Sessions.Reader.of(env, state, other), offer,
                state.media());
        if (shown.isEmpty()) {
            return refuse(env, state, received, 488);
        }
        int number = state.nextLeg(env.settings().maxAttempts());
        PeerGroup trunk = env.router().group(received.peerGroup()).orElseThrow();
        LegPath path = new LegPath(received.peerGroup(), received.peer(), received.flow(), CustomerNames.asAsked(trunk,
                env.contact(received.flow().listener(), number), received.invite()));
        Leg.Asked newcomer = new Leg.Asked(number, path, received.transaction(), received.invite(),
                env.id().tag(number));
        Outgoing<Leg.Confirmed> out = Legs.request(other, SipMethod.INVITE, invite -> invite
                .add(HeaderName.ALLOW, Methods.ALLOW)
                .add(HeaderName.USER_AGENT, env.settings().product())
                .body(Sessions.SDP, shown.get().sdp()));
        Exchange.Own own = new Exchange.Own(OwnOffer.describing(other.number(), OwnOffer.Purpose.NEW_PARTY, offer)
                .sent(), out.transaction(), shown.get().media());
        Transferral begun = new Transferral(replaced.number(), replaced.path().peer(), replaced.path().peerGroup(),
                number, Numbers.of(received.invite(), trunk).calling(), 0, "");
        CallState.Talking asked = state.with(out.leg())
                .with(state.facts().transferring(begun))
                .in(Optional.of(own))
                .transferring(Optional.of(new Transfer.Replacing(newcomer, replaced.number(), offer, own, false,
                        state.hasLeft(replaced.number()))));
        return Decision.of(asked, TransferRules.send(out),
                new CallEffect.Note("leg " + number + " comes for the place of leg " + replaced.number()));
    }

    /** What concerns the newcomer; empty: it is an ordinary matter of the call. */
    Optional<Decision> on(Transfer.Replacing replacing, CallInput input) {
        if (input instanceof CallInput.RequestReceived received) {
            return new LentRules(env, state, now).request(replacing, received);
        }
        boolean check = input instanceof CallInput.TimerExpired(CallTimer timer) && timer == CallTimer.CHECK;
        if (check && replacing.left()) {
            return Optional.of(Decision.ignore(state)); // half of it has gone
        }
        if (input instanceof CallInput.CancelReceived cancel
                && cancel.invite().equals(replacing.newcomer().transaction()) && !replacing.cancelled()) {
            return Optional.of(Decision.of(state.transferring(Optional.of(replacing.cancel())),
                    respond(replacing, Refusals.response(env, replacing.newcomer(), 487))));
        }
        if (input instanceof CallInput.ResponseReceived received
                && received.transaction().equals(replacing.own().invite()) && received.response().finalResponse()
                && received.response().status() != 481 && received.response().status() != 408) {
            return Optional.of(answered(replacing, received.response()));
        }
        if (input instanceof CallInput.TransportFailed failed
                && failed.transaction().equals(replacing.own().invite())) {
            return Optional.of(refused(replacing, 503));
        }
        return input instanceof CallInput.JournalFailed failed
                && failed.undone() instanceof CallInput.ResponseReceived answer
                && answer.transaction().equals(replacing.own().invite())
                        ? Optional.of(restored(replacing, answer.response(), JOURNAL_FAILED))
                        : Optional.empty();
    }

    private Decision answered(Transfer.Replacing replacing, SipResponse response) {
        if (!response.success()) {
            return refused(replacing, response.status() == 491 ? 491 : 488);
        }
        Optional<SessionDescription> said = Sessions.described(response,
                Sessions.secured(env, state.leg(replacing.own().leg())))
                .filter(description -> description.usableAudio().isPresent());
        return replacing.cancelled() || said.isEmpty()
                ? restored(replacing, response, 488)
                : take(replacing, response, said.get());
    }

    /** The other side does not take it: the call stays what it was, or ends where nobody is left to talk to. */
    private Decision refused(Transfer.Replacing replacing, int status) {
        List<CallEffect> told = replacing.cancelled()
                ? List.of()
                : List.of(respond(replacing, Refusals.response(env, replacing.newcomer(), status)));
        CallState.Talking asItWas = state.with(state.media().numberedAs(replacing.own().media()))
                .in(Optional.empty())
                .with(state.facts().transferred(status));
        return replacing.left()
                ? new TalkingRules(env, asItWas, now).hasHungUp(replacing.replaced()).after(told)
                : Decision.of(asItWas.transferring(Optional.empty()), told);
    }

    /** It has taken a session that nobody wants any more: it is told the old one again. */
    private Decision restored(Transfer.Replacing replacing, SipResponse response, int status) {
        Leg.Confirmed other = other(replacing, response);
        Decision refused = new ReplacesRules(env, state.with(other), now).refused(replacing, status);
        List<CallEffect> first = List.of(ack(replacing, other, response));
        if (!(refused.next() instanceof CallState.Talking asItWas)) {
            return refused.after(first);
        }
        CallState.Talking left = asItWas.wanting(OwnOffer.again(other.number(), OwnOffer.Purpose.RESTORE));
        Decision restored = Decision.of(left, refused.effects()).after(first);
        return status == JOURNAL_FAILED ? restored : restored.journaling(TransferRules.changed(left));
    }

    private Leg.Confirmed other(Transfer.Replacing replacing, SipResponse response) {
        Leg.Confirmed other = state.leg(replacing.own().leg());
        return other.with(other.dialog().refreshTarget(response));
    }

    private static CallEffect ack(Transfer.Replacing replacing, Leg.Confirmed other, SipResponse response) {
        return new CallEffect.SendAck(other.number(), replacing.own().invite(),
                Legs.ack(other, response.cseq().number()).build(), Legs.nextHop(other));
    }

    private Decision take(Transfer.Replacing replacing, SipResponse response, SessionDescription said) {
        Leg.Asked newcomer = replacing.newcomer();
        Leg.Confirmed replaced = state.leg(replacing.replaced());
        Leg.Confirmed other = other(replacing, response);
        MediaEnd end = state.end(replacing.replaced());
        CallMedia untold = replacing.own().media().telling(end, CallMedia.Told.NOTHING);
        Leg.Confirmed joined = Legs.answered(newcomer);
        Optional<Outgoing<Leg.Closing>> bye = replacing.left()
                ? Optional.empty()
                : Optional.of(Legs.bye(replaced, TransferRules.REPLACED));
        CallState.Talking placed = state.with(other)
                .with(state.facts().replaced(replaced.dialog().id()))
                .replacing(replaced.number(), joined)
                .transferring(bye.map(out -> new Transfer.Leaving(out.leg(), Optional.empty(), true)));
        Sessions.Shown shown = Sessions.answerFor(env.keys(), Sessions.Reader.of(env, placed, joined),
                replacing.offer(), said, untold);
        CallState.Talking next = placed.with(shown.media())
                .in(Optional.of(new Exchange.Answered(joined.number(), newcomer.invite().cseq().number(),
                        Optional.empty())));
        List<CallEffect> effects = new ArrayList<>();
        effects.add(ack(replacing, other, response));
        effects.add(respond(replacing, RelayedResponse.progress(newcomer.invite(), response, 200, newcomer.localTag(),
                newcomer.path().contact(), env.settings().product()).body(Sessions.SDP, shown.sdp()).build()));
        effects.addAll(new TalkingRules(env, state.in(Optional.empty()), now).answerPending(487));
        bye.ifPresent(out -> effects.add(TransferRules.send(out)));
        effects.add(new CallEffect.Note("leg " + joined.number() + " has taken the place of leg " + replaced.number()));
        next.media().remote(end).ifPresent(remote -> effects.add(new CallEffect.Describe(remote)));
        next.media().remote(end.other()).ifPresent(remote -> effects.add(new CallEffect.Describe(remote)));
        return Decision.of(next, effects).journaling(TransferRules.changed(next));
    }

    /** The call ends before the other side has answered. */
    List<CallEffect> abandoned(Transfer.Replacing replacing) {
        return replacing.cancelled()
                ? List.of()
                : List.of(respond(replacing, Refusals.response(env, replacing.newcomer(), 481)));
    }

    private static CallEffect respond(Transfer.Replacing replacing, SipResponse response) {
        return new CallEffect.Respond(replacing.newcomer().number(), replacing.newcomer().transaction(), response);
    }
}
