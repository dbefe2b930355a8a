package io.tandem.call;

import io.tandem.interworking.Methods;
import io.tandem.interworking.RelayedResponse;
import io.tandem.leg.Leg;
import io.tandem.leg.Legs;
import io.tandem.leg.Outgoing;
import io.tandem.media.sdp.SessionDescription;
import io.tandem.media.session.MediaEnd;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.Headers;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.transaction.ServerTransactionId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One side changes the session of a call that is up: the other is asked, and its answer is the answer (RFC 3261 §14). */
record ExchangeRules(CallEnvironment env, CallState.Talking state, Instant now) {
    /**
     * A re-INVITE or an UPDATE has come in.
     *
     * @param from its leg, which has counted it and not yet taken its target
     */
    Decision begin(Leg.Confirmed from, CallInput.RequestReceived received) {
        SipRequest request = received.request();
        CallState.Talking counted = state.with(from);
        if (SessionTimerRules.isTooShort(env, from.path().peerGroup(), request)) {
            return Decision.of(counted, SessionTimerRules.tooShort(env, from, received));
        }
        if (request.method().equals(SipMethod.UPDATE) && !request.hasBody()) {
            return refreshed(from, received); // asks nothing of the session (RFC 3311 §5.2, TRAP-13)
        }
        Optional<CallEffect> clash = glare(from.number(), received);
        if (clash.isPresent()) {
            return Decision.of(counted, clash.get());
        }
        return switch (Sessions.offerOf(request, Sessions.secured(env, from))) {
            case Sessions.OfferRead.Understood(Offer.Described(SessionDescription offer)) ->
                    relay(counted, from, received, offer);
            case Sessions.OfferRead.Understood(Offer.Delayed _) -> askForOffer(counted, from, received);
            case Sessions.OfferRead.Refused(int status, String _) ->
                    Decision.of(counted, EarlyRequests.answer(env, received, status));
        };
    }

    /** Whether something under way forbids it (§14.2, RFC 3311 §5.2): ours is pending, or theirs is unanswered. */
    private Optional<CallEffect> glare(int from, CallInput.RequestReceived received) {
        return state.exchange().flatMap(exchange -> switch (exchange) {
            case Exchange.Asked asked -> Optional.of(asked.origin() == from
                    ? EarlyRequests.later(env, received)
                    : EarlyRequests.answer(env, received, 491));
            case Exchange.Answered answered when answered.origin() != from ->
                    Optional.of(EarlyRequests.answer(env, received, 491)); // its ACK opens the way back
            case Exchange.Answered answered -> answered.owed().map(_ -> EarlyRequests.later(env, received)); // else its ACK was lost
            case Exchange.Own _ -> Optional.of(EarlyRequests.answer(env, received, 491));
        });
    }

    private Decision refreshed(Leg.Confirmed from, CallInput.RequestReceived received) {
        Leg.Confirmed leg = from.with(from.dialog().refreshTarget(received.request()));
        SipResponse response = SipResponse.to(received.request(), 200)
                .contact(leg.path().contact())
                .add(HeaderName.ALLOW, Methods.ALLOW)
                .add(HeaderName.SERVER, env.settings().product())
                .build();
        return changed(state.with(leg), List.of(new CallEffect.Respond(leg.number(), received.transaction(),
                response)));
    }

    private Decision relay(CallState.Talking counted, Leg.Confirmed from, CallInput.RequestReceived received,
            SessionDescription offer) {
        Leg.Confirmed other = state.otherThan(from.number());
        Optional<Sessions.Shown> shown = Sessions.offerFor(env.keys(), Sessions.Reader.of(env, state, other), offer,
                state.media());
        if (shown.isEmpty()) {
            return Decision.of(counted, EarlyRequests.answer(env, received, 488));
        }
        return ask(counted, from, received, Optional.of(offer), shown.get());
    }

    /** An INVITE without an offer asks the other side for one, or gets it of us. */
    private Decision askForOffer(CallState.Talking counted, Leg.Confirmed from, CallInput.RequestReceived received) {
        Leg.Confirmed other = state.otherThan(from.number());
        if (Sessions.offersNothing(Sessions.Reader.of(env, state, other).side())) {
            return offerOurs(counted, from, received);
        }
        return ask(counted, from, received, Optional.empty(), new Sessions.Shown(state.media(), new byte[0]));
    }

    /**
     * An offer of what the other side last described: it is asked itself only where the answer in the ACK makes that
     * necessary. So a refresh in this form costs it nothing, and a held call does not wake for it (TSP-112, TRAP-16).
     */
    private Decision offerOurs(CallState.Talking counted, Leg.Confirmed from, CallInput.RequestReceived received) {
        Optional<Sessions.Shown> shown = Sessions.ofOther(state.end(from.number()), state.media());
        if (shown.isEmpty()) {
            return Decision.of(counted, EarlyRequests.answer(env, received, 488),
                    new CallEffect.Note("a re-INVITE without an offer: refused, nobody knows what to offer"));
        }
        Exchange next = new Exchange.Answered(from.number(), received.request().cseq().number(),
                Optional.of(new Exchange.OwedAnswer(shown.get().media())));
        Leg.Confirmed leg = from.with(from.dialog().refreshTarget(received.request()));
        SipResponse response = SipResponse.to(received.request(), 200)
                .contact(leg.path().contact())
                .add(HeaderName.ALLOW, Methods.ALLOW)
                .add(HeaderName.SERVER, env.settings().product())
                .body(Sessions.SDP, shown.get().sdp())
                .build();
        return changed(counted.with(leg).in(Optional.of(next)),
                List.of(new CallEffect.Respond(leg.number(), received.transaction(), response)));
    }

    private Decision ask(CallState.Talking counted, Leg.Confirmed from, CallInput.RequestReceived received,
            Optional<SessionDescription> offer, Sessions.Shown shown) {
        return ask(counted, from.number(), received.transaction(), received.request(), offer, shown);
    }

    private Decision ask(CallState.Talking counted, int origin, ServerTransactionId transaction, SipRequest request,
            Optional<SessionDescription> offer, Sessions.Shown shown) {
        Outgoing<Leg.Confirmed> out = Legs.request(counted.otherThan(origin), SipMethod.INVITE, invite -> {
            invite.add(HeaderName.ALLOW, Methods.ALLOW).add(HeaderName.USER_AGENT, env.settings().product());
            if (shown.sdp().length > 0) {
                invite.body(Sessions.SDP, shown.sdp());
            }
        });
        Exchange asked = new Exchange.Asked(origin, transaction, request, offer,
                out.transaction(), shown.media());
        return Decision.of(counted.with(out.leg()).in(Optional.of(asked)),
                new CallEffect.SendRequest(out.leg().number(), out.transaction(), out.request(), out.flow()));
    }

    /** The other side has answered our re-INVITE finally, and its dialog lives. */
    Decision answered(Exchange.Asked asked, SipResponse response) {
        return response.success() ? accepted(asked, response) : refused(asked, response);
    }

    private Decision accepted(Exchange.Asked asked, SipResponse response) {
        Leg.Confirmed origin = state.leg(asked.origin());
        CallState.Talking refreshed = answering(asked, response)
                .with(origin.with(origin.dialog().refreshTarget(asked.request())));
        Optional<SessionDescription> said = Sessions.described(response,
                Sessions.secured(env, state.otherThan(asked.origin())));
        if (said.isEmpty()) {
            return unchanged(asked)
                    ? answered(asked, refreshed, response, state.media().told(state.end(asked.origin())).description())
                    : unusable(asked, response, "the answer to a re-INVITE describes no session");
        }
        return asked.offer().isPresent()
                ? agreed(asked, refreshed, response, said.get())
                : offered(asked, refreshed, response, said.get());
    }

    /** Whether the other side was told nothing new: then its 2xx without a description says "as before". */
    private boolean unchanged(Exchange.Asked asked) {
        MediaEnd other = state.end(asked.origin()).other();
        return asked.offer().isPresent() && asked.media().told(other).equals(state.media().told(other))
                && !state.media().told(state.end(asked.origin())).isNothing();
    }

    private Decision answered(Exchange.Asked asked, CallState.Talking refreshed, SipResponse response, String sdp) {
        return agreed(asked, refreshed, response,
                new Sessions.Shown(asked.media(), sdp.getBytes(StandardCharsets.UTF_8)));
    }

    private Decision agreed(Exchange.Asked asked, CallState.Talking refreshed, SipResponse response,
            SessionDescription answer) {
        Sessions.Shown shown = Sessions.answerFor(env.keys(), Sessions.Reader.of(env, state, state.leg(asked.origin())),
                asked.offer().orElseThrow(), answer, asked.media());
        return agreed(asked, refreshed, response, shown);
    }

    private Decision agreed(Exchange.Asked asked, CallState.Talking refreshed, SipResponse response,
            Sessions.Shown shown) {
        List<CallEffect> effects = new ArrayList<>();
        effects.add(ack(refreshed, asked, response.cseq().number()));
        effects.add(respond(asked, response, shown.sdp()));
        Optional<Exchange> next = asked.request().method().equals(SipMethod.INVITE)
                ? Optional.of(new Exchange.Answered(asked.origin(), asked.request().cseq().number(), Optional.empty()))
                : Optional.empty();
        return changed(refreshed.with(shown.media()).in(next).wantingNothing(), effects);
    }

    /** The other side offers; the origin's ACK will carry the answer. Nothing but targets has changed before that. */
    private Decision offered(Exchange.Asked asked, CallState.Talking refreshed, SipResponse response,
            SessionDescription offer) {
        Optional<Sessions.Shown> shown = Sessions.offerFor(env.keys(),
                Sessions.Reader.of(env, state, state.leg(asked.origin())), offer, asked.media());
        if (shown.isEmpty()) {
            return unusable(asked, response, "the other side offers nothing that can be relayed");
        }
        Exchange.OwedAck owed = new Exchange.OwedAck(asked.invite(), response.cseq().number(), offer,
                shown.get().media());
        Exchange next = new Exchange.Answered(asked.origin(), asked.request().cseq().number(), Optional.of(owed));
        return changed(refreshed.in(Optional.of(next)), List.of(respond(asked, response, shown.get().sdp())));
    }

    /** A 2xx refreshes its sender's target whatever else it holds (RFC 3261 §12.2.1.2). */
    private CallState.Talking answering(Exchange.Asked asked, SipResponse response) {
        Leg.Confirmed other = state.otherThan(asked.origin());
        return state.with(other.with(other.dialog().refreshTarget(response)));
    }

    /** A 2xx that cannot be used is acknowledged all the same; the session that was there is what is left. */
    private Decision unusable(Exchange.Asked asked, SipResponse response, String why) {
        CallState.Talking left = asItWas(asked, answering(asked, response));
        return changed(left, List.of(ack(left, asked, response.cseq().number()),
                new CallEffect.Respond(asked.origin(), asked.transaction(), refusal(asked, 488)),
                new CallEffect.Note(why)));
    }

    /** The session stays as it was on both sides (§14.1), and the origin hears why. */
    private Decision refused(Exchange.Asked asked, SipResponse response) {
        Optional<Leg.Confirmed> patient = SessionTimerRules.raised(state.otherThan(asked.origin()), response);
        if (patient.isPresent()) {
            return again(asked, patient.get());
        }
        int status = response.status();
        boolean ofOneHop = status < 400 || status == 401 || status == 407;
        SipResponse relayed = ofOneHop
                ? refusal(asked, 488)
                : RelayedResponse.refusal(asked.request(), response, asked.request().toTag().orElseThrow(),
                        state.leg(asked.origin()).path().contact(), env.settings().product());
        return Decision.of(asItWas(asked, state),
                new CallEffect.Respond(asked.origin(), asked.transaction(), relayed));
    }

    /** The same once more: what was wrong with it was its session interval (RFC 4028 §7.3). */
    private Decision again(Exchange.Asked asked, Leg.Confirmed other) {
        byte[] sdp = asked.offer().isEmpty()
                ? new byte[0]
                : asked.media().told(state.end(other.number())).description().getBytes(StandardCharsets.UTF_8);
        return ask(state.with(other), asked.origin(), asked.transaction(), asked.request(), asked.offer(),
                new Sessions.Shown(asked.media(), sdp));
    }

    /** Our re-INVITE never left. */
    Decision failed(Exchange.Asked asked) {
        return Decision.of(asItWas(asked, state),
                new CallEffect.Respond(asked.origin(), asked.transaction(), refusal(asked, 500)));
    }

    /** The answer could not be journaled: it is acknowledged and not passed on. */
    Decision undurable(Exchange.Asked asked, SipResponse answer) {
        if (!answer.success()) {
            return failed(asked);
        }
        CallState.Talking left = asItWas(asked, answering(asked, answer));
        return Decision.of(left, ack(left, asked, answer.cseq().number()),
                new CallEffect.Respond(asked.origin(), asked.transaction(), refusal(asked, 500)));
    }

    /** The origin takes its re-INVITE back (§9.1): the other side decides which came first. */
    Decision cancel(Exchange.Asked asked, SipRequest cancel) {
        Headers reason = Headers.builder().copy(cancel.headers(), HeaderName.REASON).build();
        return Decision.of(state, new CallEffect.Cancel(state.otherThan(asked.origin()).number(), asked.invite(),
                reason));
    }

    private static CallState.Talking asItWas(Exchange.Asked asked, CallState.Talking left) {
        return left.with(left.media().numberedAs(asked.media())).in(Optional.empty());
    }

    /** The origin's ACK is in; it carries the answer where the 2xx made an offer. Empty when it lacks that. */
    Optional<Decision> acknowledged(Exchange.Answered answered, SipRequest ack) {
        CallState.Talking done = state.in(Optional.empty());
        if (answered.owed().isEmpty()) {
            return Optional.of(Decision.of(done));
        }
        Optional<SessionDescription> said = Sessions.described(ack,
                Sessions.secured(env, state.leg(answered.origin())));
        return switch (answered.owed().get()) {
            case Exchange.OwedAck owed -> said.map(answer -> paid(answered.origin(), owed, answer));
            case Exchange.OwedAnswer(CallMedia offered) -> said.map(answer -> settled(answered.origin(), offered,
                    answer));
        };
    }

    private Decision paid(int origin, Exchange.OwedAck owed, SessionDescription answer) {
        Leg.Confirmed other = state.otherThan(origin);
        Sessions.Shown shown = Sessions.answerFor(env.keys(), Sessions.Reader.of(env, state, other), owed.offer(),
                answer,
                owed.media());
        SipRequest paid = Legs.ack(other, owed.cseq()).body(Sessions.SDP, shown.sdp()).build();
        return changed(state.in(Optional.empty()).with(shown.media()).wantingNothing(),
                List.of(new CallEffect.SendAck(other.number(), owed.invite(), paid, Legs.nextHop(other))));
    }

    /**
     * Who owes that ACK has left, and the other side's call goes on: it is answered what it knows of the one who has left
     * (RFC 3264 §4). That is not journaled, for what goes on ends with the node. Empty where nobody knows it.
     */
    private Optional<Decision> paidFor(int origin, Exchange.OwedAck owed) {
        Leg.Confirmed other = state.otherThan(origin);
        MediaEnd end = state.end(other.number());
        return Sessions.lastTold(state.media(), end).map(told -> {
            Sessions.Shown shown = Sessions.answerFor(env.keys(), Sessions.Reader.of(env, state, other), owed.offer(),
                    told,
                    owed.media());
            CallMedia media = shown.media().with(end.other(), state.media().remote(end.other()));
            SipRequest paid = Legs.ack(other, owed.cseq()).body(Sessions.SDP, shown.sdp()).build();
            Decision settled = changed(state.in(Optional.empty()).with(media),
                    List.of(new CallEffect.SendAck(other.number(), owed.invite(), paid, Legs.nextHop(other))));
            return new Decision(settled.next(), List.of(), settled.effects());
        });
    }

    /** The side of that leg has hung up, and the other's call goes on: whatever waits for that side has its answer. */
    Decision left(int number) {
        Optional<Decision> paid = state.exchange().flatMap(exchange -> switch (exchange) {
            case Exchange.Answered(int origin, long _, Optional<Exchange.Owed> owed) when origin == number ->
                    owed.flatMap(what -> switch (what) {
                        case Exchange.OwedAck ack -> paidFor(origin, ack);
                        case Exchange.OwedAnswer _ -> Optional.empty();
                    });
            case Exchange.Answered _,
                    Exchange.Asked _,
                    Exchange.Own _ -> Optional.empty();
        });
        Decision settled = paid.orElse(Decision.of(state));
        CallState.Talking next = (CallState.Talking) settled.next();
        return Decision.of(next.passing(List.of()), settled.effects())
                .then(new TalkingRules(env, next, now).answerPending(487));
    }

    /** The answer to an offer of ours is in; the other side hears of it where it has been told something else. */
    private Decision settled(int origin, CallMedia offered, SessionDescription answer) {
        Sessions.Reader other = Sessions.Reader.of(env, state, state.otherThan(origin));
        SessionDescription offer = Sessions.lastTold(offered, state.end(origin)).orElse(answer);
        CallMedia media = Sessions.answeredBy(env.keys(), state.end(origin), offer, answer, offered);
        CallState.Talking settled = state.in(Optional.empty()).with(media);
        return changed(Sessions.suffices(answer, media, other)
                ? settled
                : settled.wanting(OwnOffer.describing(other.leg(), OwnOffer.Purpose.AGREE, answer)), List.of());
    }

    /** The ACK to an answer that a dead node gave: it has the answer to our offer, which nobody waits for any more. */
    Decision acknowledgedLate(Leg.Confirmed origin, SipRequest ack) {
        return Sessions.described(ack, Sessions.secured(env, origin))
                .map(answer -> settled(origin.number(), state.media(), answer))
                .orElse(Decision.ignore(state));
    }

    private Decision changed(CallState.Talking next, List<CallEffect> effects) {
        return new SessionChange(state).to(next, effects);
    }

    private CallEffect ack(CallState.Talking talking, Exchange.Asked asked, long cseq) {
        Leg.Confirmed other = talking.otherThan(asked.origin());
        return new CallEffect.SendAck(other.number(), asked.invite(), Legs.ack(other, cseq).build(),
                Legs.nextHop(other));
    }

    private CallEffect respond(Exchange.Asked asked, SipResponse given, byte[] sdp) {
        SipResponse response = RelayedResponse.progress(asked.request(), given,
                asked.request().toTag().orElseThrow(), state.leg(asked.origin()).path().contact(),
                env.settings().product()).body(Sessions.SDP, sdp).build();
        return new CallEffect.Respond(asked.origin(), asked.transaction(), response);
    }

    private SipResponse refusal(Exchange.Asked asked, int status) {
        return SipResponse.to(asked.request(), status).add(HeaderName.SERVER, env.settings().product()).build();
    }
}
