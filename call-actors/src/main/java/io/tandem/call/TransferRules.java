package io.tandem.call;

import io.tandem.call.Transfer.Refer;
import io.tandem.interworking.Causes;
import io.tandem.interworking.CustomerNames;
import io.tandem.interworking.ReferProgress;
import io.tandem.interworking.ReferTo;
import io.tandem.interworking.Replaces;
import io.tandem.leg.Leg;
import io.tandem.leg.Legs;
import io.tandem.leg.Outgoing;
import io.tandem.leg.SessionTimer;
import io.tandem.port.CallId;
import io.tandem.port.PeerGroup;
import io.tandem.sip.dialog.Dialog;
import io.tandem.sip.dialog.DialogId;
import io.tandem.sip.dialog.DialogRequestVerdict;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.transaction.ClientTransactionId;
import io.tandem.tenant.number.PhoneNumber;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A side wants another party in its place, by REFER (RFC 3515, RFC 5589, TSP-126, TSP-127). The REFER is always ours
 * (TRAP-21): it is answered here, and the INVITE that it asks for is a new call leg of this call. Until that is answered
 * the old call goes on; what the transfer does not concern is left to {@link TalkingRules}.
 */
record TransferRules(CallEnvironment env, CallState.Talking state, Instant now) {
    /** Tags have room for three digits of leg number. */
    private static final int LAST_LEG = 900;
    /** How long a transferor that was told 200 may take to hang up itself. */
    static final Duration LEAVE_AFTER = Duration.ofSeconds(3);
    /** Why a side leaves that somebody has taken the place of (TSP-125). */
    static final Optional<String> REPLACED = Optional.of(Causes.q850Reason(Causes.NORMAL_CLEARING, ""));

    /** A REFER in the dialog of that leg, which has counted it. */
    Decision begin(Leg.Confirmed from, CallInput.RequestReceived received) {
        CallState.Talking counted = state.with(from);
        if (!TransferStyle.refers(env, from.path().peerGroup())) {
            return Decision.of(counted, EarlyRequests.answer(env, received, 405));
        }
        if (received.request().cseq().number() == state.leg(from.number()).dialog().remoteCSeq()) {
            // the same once more: a process that has died took it up, and may have told what came of it (RFC 3261 §8.2.2.2)
            return refused(counted, received, 500, "it was taken up before");
        }
        if (state.transfer().isPresent()) {
            return Decision.of(counted, EarlyRequests.answer(env, received, 491));
        }
        return switch (ReferTo.of(received.request())) {
            case ReferTo.Refused(int status, String reason) -> refused(counted, received, status, reason);
            case ReferTo.Party party -> lead(counted, from, received, party);
        };
    }

    private Decision refused(CallState.Talking counted, CallInput.RequestReceived received, int status, String why) {
        return Decision.of(counted, EarlyRequests.answer(env, received, status),
                new CallEffect.Note("REFER refused with " + status + ": " + why));
    }

    private Decision lead(CallState.Talking counted, Leg.Confirmed from, CallInput.RequestReceived received,
            ReferTo.Party party) {
        int first = state.nextLeg(env.settings().maxAttempts());
        if (first > LAST_LEG) {
            return refused(counted, received, 500, "the call has had too many legs");
        }
        Optional<CallId> joining = party.replaces().flatMap(dialog -> CallId.fromTag(dialog.toTag()));
        if (joining.isPresent()) {
            return join(counted, from, received, party, joining.get());
        }
        return switch (new TransferRouting(env, state).lead(from, party)) {
            case TransferRouting.Lead.Nowhere(int status, String reason) ->
                    refused(counted, received, status, reason);
            case TransferRouting.Lead.ToNumber(String deciding) ->
                    accept(counted, from, received, refer(from, received, party, false))
                            .then(List.of(new CallEffect.FindNumber(deciding, customer(from, received.request()))));
            case TransferRouting.Lead.ToTrunk(Route.Chosen route, boolean named) -> {
                Decision accepted = accept(counted, from, received, refer(from, received, party, named));
                CallState.Talking next = (CallState.Talking) accepted.next();
                Refer refer = next.transfer().flatMap(Transfer::refer).orElseThrow();
                yield new Decision(next.transferring(Optional.of(new Transfer.Targeting(refer, route))),
                        accepted.events(), accepted.effects())
                        .then(List.of(new CallEffect.FindTargets(route.group().name())));
            }
        };
    }

    /** The dialog that it names is of another call of ours: that one knows whom it leads to. */
    private Decision join(CallState.Talking counted, Leg.Confirmed from, CallInput.RequestReceived received,
            ReferTo.Party party, CallId other) {
        if (other.equals(env.id())) {
            return refused(counted, received, 603, "it names a dialog of this call itself");
        }
        Decision accepted = accept(counted, from, received, refer(from, received, party, true));
        CallState.Talking next = (CallState.Talking) accepted.next();
        Refer refer = next.transfer().flatMap(Transfer::refer).orElseThrow();
        Replaces dialog = party.replaces().orElseThrow();
        return new Decision(next.transferring(Optional.of(new Transfer.Joining(refer, dialog))), accepted.events(),
                accepted.effects())
                .then(List.of(new CallEffect.TellCall(other,
                        new CallInput.FarSideAsked(env.id(), dialog, from.path().peerGroup())),
                        new CallEffect.StartTimer(CallTimer.NO_ANSWER, env.settings().noAnswerTimeout())));
    }

    private Decision joined(Transfer.Joining joining, FarSide side) {
        return switch (side) {
            case FarSide.Unavailable(int status, String reason) -> failed(joining.by(), status, reason, List.of());
            case FarSide.Replaceable far -> new TransferHunting(new TransferRules(env,
                    state.with(state.facts().transferringTo(far.who())), now)).join(joining, far);
        };
    }

    private Optional<String> customer(Leg.Confirmed from, SipRequest refer) {
        PeerGroup origin = env.router().group(from.path().peerGroup()).orElseThrow();
        return CustomerNames.asked(origin, refer) instanceof CustomerNames.Asked.OfCustomer of
                ? Optional.of(of.label())
                : Optional.empty();
    }

    private static Refer refer(Leg.Confirmed from, CallInput.RequestReceived received, ReferTo.Party party,
            boolean named) {
        return new Refer(from.number(), received.request(), party.uri(), named, party.replaces(),
                party.replaces().flatMap(dialog -> CallId.fromTag(dialog.toTag())),
                !ReferProgress.unwanted(received.request()), 0, 0, false);
    }

    /** That it was asked for is durable before it is accepted: so no leg number is ever used twice. */
    private Decision accept(CallState.Talking counted, Leg.Confirmed from, CallInput.RequestReceived received,
            Refer refer) {
        String to = Numbers.userOf(refer.uri());
        Transferral begun = new Transferral(from.number(), from.path().peer(), from.path().peerGroup(),
                state.nextLeg(env.settings().maxAttempts()), to, 0, "");
        CallState.Talking accepted = counted.with(state.facts().transferring(begun))
                .transferring(Optional.of(new Transfer.Routing(refer)));
        SipResponse.Builder response = SipResponse.to(received.request(), 202)
                .contact(from.path().contact())
                .add(HeaderName.SERVER, env.settings().product());
        if (!refer.subscribed()) {
            response.add(HeaderName.REFER_SUB, "false");
        }
        Told told = tell(accepted, refer, 100, "Trying");
        String side = from.number() == state.caller().number() ? "caller" : "callee";
        return Decision.of(told.state(), new CallEffect.Respond(from.number(), received.transaction(),
                response.build()),
                new CallEffect.Note("the " + side + " asks to be replaced by " + PhoneNumber.mask(to)))
                .then(told.effects())
                .journaling(changed(told.state()));
    }

    static CallEvent changed(CallState.Talking talking) {
        return new CallEvent.SessionChanged(talking.facts(), talking.answeredAt(), talking.caller(),
                talking.callee(), talking.media(), "");
    }

    /** @param state whose transferor has heard it */
    record Told(CallState.Talking state, List<CallEffect> effects, Optional<ClientTransactionId> lastWord) {}

    /** Tells the transferor how far it is, if it wants to hear that; the last word says that it is the last. */
    Told tell(CallState.Talking talking, Refer refer, int status, String reason) {
        if (!refer.subscribed()) {
            return new Told(talking, List.of(), Optional.empty());
        }
        Duration left = status < 200 ? env.settings().noAnswerTimeout().plusSeconds(60) : Duration.ZERO;
        Outgoing<Leg.Confirmed> out = Legs.request(talking.leg(refer.leg()), SipMethod.NOTIFY, notify -> {
            notify.add(HeaderName.USER_AGENT, env.settings().product());
            ReferProgress.fill(notify, refer.cseq(), status, reason, left);
        });
        Optional<Transfer> transfer = talking.transfer().map(under -> under.with(refer.telling(status)));
        return new Told(talking.with(out.leg()).transferring(transfer), List.of(send(out)),
                Optional.of(out.transaction()));
    }

    /** Empty: it does not concern the transfer. */
    Optional<Decision> on(Transfer transfer, CallInput input) {
        if (transfer instanceof Transfer.Replacing replacing) {
            return new ReplacesRules(env, state, now).on(replacing, input);
        }
        if (transfer instanceof Transfer.Lent lent) {
            return new LentRules(env, state, now).on(lent, input);
        }
        return switch (input) {
            case CallInput.RequestReceived received -> request(transfer, received);
            case CallInput.NumberFound found when transfer instanceof Transfer.Routing routing ->
                    Optional.of(hunting().route(routing, found));
            case CallInput.TargetsFound found when transfer instanceof Transfer.Targeting targeting ->
                    Optional.of(hunting().hunt(targeting, found.targets()));
            case CallInput.FarSideFound found when transfer instanceof Transfer.Joining joining
                    && joining.dialog().equals(found.asked()) ->
                    Optional.of(joined(joining, found.side()));
            case CallInput.ResponseReceived received -> response(transfer, received);
            case CallInput.TransactionTimedOut(ClientTransactionId transaction) -> silent(transfer, transaction);
            case CallInput.TransportFailed failed -> asked(transfer, failed.transaction())
                    .map(inviting -> hunting().unsent(inviting, failed))
                    .or(() -> silent(transfer, failed.transaction()));
            case CallInput.TimerExpired(CallTimer timer) -> timer(transfer, timer);
            case CallInput.JournalFailed failed when failed.undone() instanceof CallInput.ResponseReceived answer ->
                    asked(transfer, answer.transaction()).map(inviting -> hunting().undurable(inviting, answer));
            case CallInput.Stopping stopping ->
                    stopped(transfer, stopping.reason()).map(over -> leaving(over, stopping));
            case CallInput.AckReceived _,
                    CallInput.AckMissing _,
                    CallInput.HangUp _,
                    CallInput.FarSideAsked _,
                    CallInput.FarSideFound _,
                    CallInput.FarSideReturned _,
                    CallInput.MediaSilent _,
                    CallInput.Resumed _,
                    CallInput.StrayAnswerReceived _,
                    CallInput.CancelReceived _,
                    CallInput.JournalFailed _,
                    CallInput.MediaAnswered _,
                    CallInput.InviteReceived _,
                    CallInput.NumberFound _,
                    CallInput.TargetsFound _ ->
                    Optional.empty();
        };
    }

    private TransferHunting hunting() {
        return new TransferHunting(this);
    }

    /** The target's INVITE, while that has no final response. */
    private static Optional<Transfer.Inviting> asking(Transfer transfer) {
        return transfer instanceof Transfer.Inviting inviting ? Optional.of(inviting) : Optional.empty();
    }

    private static Optional<Transfer.Inviting> asked(Transfer transfer, ClientTransactionId invite) {
        return asking(transfer)
                .or(() -> transfer instanceof Transfer.Answered answered
                        ? Optional.of(answered.inviting())
                        : Optional.empty())
                .filter(inviting -> inviting.target().transaction().equals(invite));
    }

    private Optional<Decision> response(Transfer transfer, CallInput.ResponseReceived received) {
        if (asking(transfer).isPresent() && asked(transfer, received.transaction()).isPresent()) {
            return Optional.of(hunting().said(asking(transfer).get(), received));
        }
        if (!received.response().finalResponse()) {
            return Optional.empty();
        }
        return transfer instanceof Transfer.Leaving leaving
                ? leaving(leaving, received.transaction())
                : notified(transfer, received);
    }

    /** RFC 6665 §4.2.2: who answers 481 is no subscriber any more; the transfer goes on (RFC 5057 §5.1). */
    private Optional<Decision> notified(Transfer transfer, CallInput.ResponseReceived received) {
        boolean gone = received.response().status() == 481
                && received.transaction().method().equals(SipMethod.NOTIFY)
                && new PassingRules(env, state).waitingFor(received.transaction()).isEmpty();
        DialogId dialog = DialogId.ofReceived(received.response());
        return transfer.refer()
                .filter(refer -> gone && state.leg(refer.leg()).dialog().id().equals(dialog))
                .map(refer -> Decision.of(state.transferring(Optional.of(transfer.with(refer.unsubscribed())))));
    }

    private Optional<Decision> silent(Transfer transfer, ClientTransactionId transaction) {
        if (transfer instanceof Transfer.Leaving leaving) {
            return leaving(leaving, transaction);
        }
        return asking(transfer).filter(inviting -> inviting.target().transaction().equals(transaction))
                .map(inviting -> hunting().silent(inviting));
    }

    /** It goes with its node, however far it is, and its transferor hears so (RFC 6665 §4.2.2); the call goes on. */
    private Optional<Decision> stopped(Transfer transfer, String reason) {
        return switch (transfer) {
            case Transfer.Routing routing -> Optional.of(failed(routing.by(), 503, reason, List.of()));
            case Transfer.Targeting targeting -> Optional.of(failed(targeting.by(), 503, reason, List.of()));
            case Transfer.Joining joining -> Optional.of(failed(joining.by(), 503, reason, List.of()));
            case Transfer.Inviting inviting -> Optional.of(hunting().giveUp(inviting, 503, reason));
            case Transfer.Answered answered ->
                    Optional.of(hunting().endAnswer(answered.inviting(), answered.answer(), reason));
            case Transfer.Leaving _,
                    Transfer.Replacing _,
                    Transfer.Lent _ -> Optional.empty();
        };
    }

    private Decision leaving(Decision over, CallInput.Stopping stopping) {
        return over.next() instanceof CallState.Talking talking
                ? new TalkingRules(env, talking, now).on(stopping).after(over.effects())
                : over;
    }

    private Optional<Decision> timer(Transfer transfer, CallTimer timer) {
        return switch (timer) {
            case NO_ANSWER -> transfer instanceof Transfer.Joining joining
                    ? Optional.of(failed(joining.by(), 480, "the other call does not say whom it leads to", List.of()))
                    : asking(transfer).map(inviting -> hunting().giveUp(inviting, 480, "no answer"));
            case LEAVE -> transfer instanceof Transfer.Leaving leaving
                    ? Optional.of(overdue(leaving))
                    : Optional.empty();
            case CHECK -> transfer.refer().filter(Refer::left).map(_ -> Decision.ignore(state)); // half of it has gone
            case PROGRESS, PROVISIONAL, RELEASE, GLARE, SESSION, OTHER_CALL -> Optional.empty();
        };
    }

    private Decision overdue(Transfer.Leaving leaving) {
        return leaving.lastWord().isPresent()
                ? Decision.of(state.transferring(Optional.of(
                        new Transfer.Leaving(leaving.transferor(), leaving.lastWord(), true))))
                : sendAway(leaving);
    }

    private Decision sendAway(Transfer.Leaving leaving) {
        if (!(leaving.transferor() instanceof Leg.Confirmed transferor)) {
            return Decision.ignore(state);
        }
        Outgoing<Leg.Closing> bye = Legs.bye(transferor, REPLACED);
        return Decision.of(state.transferring(Optional.of(
                new Transfer.Leaving(bye.leg(), Optional.empty(), true))), send(bye));
    }

    /** The side that was replaced has answered our last word to it, or our BYE, or will not. */
    private Optional<Decision> leaving(Transfer.Leaving leaving, ClientTransactionId transaction) {
        if (leaving.lastWord().filter(transaction::equals).isPresent()) {
            Transfer.Leaving heard = new Transfer.Leaving(leaving.transferor(), Optional.empty(), leaving.overdue());
            CallState.Talking next = state.transferring(Optional.of(heard));
            return Optional.of(leaving.overdue()
                    ? new TransferRules(env, next, now).sendAway(heard)
                    : Decision.of(next));
        }
        return leaving.transferor() instanceof Leg.Closing closing && closing.bye().equals(transaction)
                ? Optional.of(Decision.of(state.transferring(Optional.empty())))
                : Optional.empty();
    }

    private Optional<Decision> request(Transfer transfer, CallInput.RequestReceived received) {
        DialogId dialog = DialogId.ofReceived(received.request());
        Optional<Transfer.Inviting> asking = asking(transfer).filter(inviting -> inviting.isIn(received.request()));
        if (asking.isPresent()) {
            return Optional.of(Decision.of(state, hunting().early(asking.get(), received)));
        }
        Optional<CallState.Talking> counted = counted(dialog, received.request());
        if (transfer instanceof Transfer.Leaving leaving) {
            boolean itself = leaving.transferor().knownDialog().filter(known -> known.id().equals(dialog)).isPresent();
            return itself ? Optional.of(ofLeaving(received)) : Optional.empty();
        }
        return counted.flatMap(next -> transfer.refer()
                .flatMap(by -> state.leg(by.leg()).dialog().id().equals(dialog)
                        ? new TransferRules(env, next, now).ofTransferor(transfer, by, received)
                        : new TransferRules(env, next, now).ofTransferee(by, received)));
    }

    /** With the request counted in its dialog; empty when it belongs to none, or comes out of order. */
    private Optional<CallState.Talking> counted(DialogId dialog, SipRequest request) {
        for (Leg.Confirmed leg : List.of(state.caller(), state.callee())) {
            if (leg.dialog().id().equals(dialog)
                    && leg.dialog().receive(request) instanceof DialogRequestVerdict.InOrder(Dialog newer)) {
                return Optional.of(state.with(leg.with(newer.withTargetOf(leg.dialog()))));
            }
        }
        return Optional.empty();
    }

    private Decision ofLeaving(CallInput.RequestReceived received) {
        return received.request().method().equals(SipMethod.BYE)
                ? Decision.of(state.transferring(Optional.empty()), EarlyRequests.accept(env, received),
                        new CallEffect.StopTimer(CallTimer.LEAVE))
                : Decision.of(state, EarlyRequests.refuse(env, received));
    }

    /** TRAP-20: one that hangs up early wants the transfer all the same (RFC 5589 §6.3). */
    private Optional<Decision> ofTransferor(Transfer transfer, Refer refer, CallInput.RequestReceived received) {
        if (refer.left()) {
            return Optional.of(Decision.of(state, EarlyRequests.refuse(env, received)));
        }
        if (!received.request().method().equals(SipMethod.BYE)) {
            return Optional.empty();
        }
        Decision settled = new ExchangeRules(env, state, now).left(refer.leg());
        Leg.Confirmed left = state.leg(refer.leg());
        CallState.Talking alone = ((CallState.Talking) settled.next())
                .with(left.with(SessionTimer.NONE)) // nobody refreshes it
                .in(state.exchange().flatMap(under -> under.without(refer.leg())))
                .wanting(state.due().stream().filter(offer -> offer.leg() != refer.leg()).toList())
                .transferring(Optional.of(transfer.with(refer.leaving())));
        return Optional.of(Decision.of(alone, EarlyRequests.accept(env, received))
                .then(settled.effects())
                .then(List.of(new CallEffect.Note("the transferor has hung up: the transfer goes on"))));
    }

    /**
     * What the target was offered must hold until it has answered: no new session meanwhile (RFC 3261 §14.2). Of what is
     * meant for one who has left nobody can be told.
     */
    private Optional<Decision> ofTransferee(Refer refer, CallInput.RequestReceived received) {
        SipMethod method = received.request().method();
        boolean session = method.equals(SipMethod.INVITE) || method.equals(SipMethod.UPDATE)
                && received.request().hasBody();
        if (!session && !(refer.left() && isForOther(method))) {
            return Optional.empty();
        }
        return Optional.of(Decision.of(state, EarlyRequests.answer(env, received, session ? 491 : 480)));
    }

    static boolean isForOther(SipMethod method) {
        return method.equals(SipMethod.INFO) || method.equals(SipMethod.NOTIFY) || method.equals(SipMethod.MESSAGE);
    }

    /** The target takes the place of the transferor as soon as the call's sides agree on nothing else any more. */
    static Decision proceed(CallEnvironment env, Decision decided, Instant now) {
        if (decided.next() instanceof CallState.Talking talking
                && talking.transfer().orElse(null) instanceof Transfer.Answered answered
                && talking.exchange().isEmpty()) {
            Decision taken = new TransferTaking(new TransferRules(env, talking, now), answered).take();
            return new Decision(taken.next(), written(decided, taken), decided.effects()).then(taken.effects());
        }
        return decided;
    }

    /** One event for both, of what is left in the end; a call that ends writes nothing before it has ended. */
    private static List<CallEvent> written(Decision decided, Decision taken) {
        if (!taken.events().isEmpty() || decided.events().isEmpty()) {
            return taken.events();
        }
        return taken.next() instanceof CallState.Talking talking ? List.of(changed(talking)) : List.of();
    }

    /** It has come to nothing: the old call goes on, or, where the transferor has gone, ends for that reason. */
    Decision failed(Refer refer, int status, String reason, List<CallEffect> first) {
        CallState.Talking without = state.with(state.facts().transferred(status));
        List<CallEffect> effects = new ArrayList<>(first);
        effects.add(new CallEffect.StopTimer(CallTimer.NO_ANSWER));
        effects.add(new CallEffect.Note("the transfer has failed: " + status + " " + reason));
        if (refer.left()) {
            return new TalkingRules(env, without, now).hangUp(status, Causes.q850OfStatus(status),
                    "the transferor had left, and the target did not take the call: " + status + " " + reason)
                    .after(effects);
        }
        Told told = tell(without, refer, status, reason);
        return Decision.of(told.state().transferring(Optional.empty()), effects).then(told.effects());
    }

    /** The call ends with the transfer under way: nothing of it is left (TRAP-24). */
    Told abandoned(Transfer transfer) {
        return switch (transfer) {
            case Transfer.Routing routing -> abandoned(routing.by(), List.of());
            case Transfer.Targeting targeting -> abandoned(targeting.by(), List.of());
            case Transfer.Joining joining -> abandoned(joining.by(), List.of());
            case Transfer.Inviting inviting ->
                    abandoned(inviting.by(), hunting().cancel(inviting, 487, "the call ends"));
            case Transfer.Answered answered -> abandoned(answered.inviting().by(),
                    StrayAnswers.end(env, answered.answer().response(), answered.answer().flow()));
            case Transfer.Replacing replacing -> new Told(state.with(state.facts().transferred(481))
                    .transferring(replacing.left() ? state.transfer() : Optional.empty()),
                    new ReplacesRules(env, state, now).abandoned(replacing),
                    Optional.empty());
            case Transfer.Lent _ -> new Told(state, List.of(), Optional.empty());
            case Transfer.Leaving leaving -> {
                Decision away = sendAway(leaving);
                yield new Told(state.transferring(Optional.empty()), away.effects(), leaving.lastWord());
            }
        };
    }

    private Told abandoned(Refer refer, List<CallEffect> first) {
        CallState.Talking over = state.with(state.facts().transferred(487));
        if (refer.left()) {
            return new Told(over, first, Optional.empty());
        }
        Told told = tell(over, refer, 487, "Request Terminated");
        List<CallEffect> effects = new ArrayList<>(first);
        effects.addAll(told.effects());
        return new Told(told.state().transferring(Optional.empty()), effects, told.lastWord());
    }

    static CallEffect send(Outgoing<? extends Leg> out) {
        return new CallEffect.SendRequest(out.leg().number(), out.transaction(), out.request(), out.flow());
    }
}
