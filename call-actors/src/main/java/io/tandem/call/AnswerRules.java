package io.tandem.call;

import io.tandem.call.CallEffect.Milestone;
import io.tandem.call.CallView.EndCause;
import io.tandem.interworking.Causes;
import io.tandem.interworking.RelayedResponse;
import io.tandem.leg.Leg;
import io.tandem.leg.Legs;
import io.tandem.media.sdp.SessionDescription;
import io.tandem.media.session.MediaEnd;
import io.tandem.sip.message.SipResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The called party answers: the answer is made durable, then acknowledged and relayed (design §3). */
record AnswerRules(CallEnvironment env, CallState.Inviting state, Instant now) {

    Decision answered(CallInput.ResponseReceived received) {
        SipResponse answer = received.response();
        Optional<Fork> fork = answer.toTag().flatMap(state.early()::fork);
        Optional<Leg.Confirmed> callee = confirmed(fork, answer);
        if (callee.isEmpty()) {
            return unusable(List.of(), 502, "the answer makes no dialog: To-tag or Contact is missing");
        }
        Optional<SessionDescription> said = Sessions.described(answer, Sessions.secured(env, callee.get()));
        return switch (state.offer()) {
            case Offer.Described offer ->
                    agree(callee.get(), answer, offer, said.or(() -> fork.flatMap(Fork::described)));
            case Offer.Delayed _ when state.offersOurs() ->
                    toOurs(received, callee.get(), said.or(() -> fork.flatMap(Fork::described)));
            case Offer.Delayed _ -> delayed(received, callee.get(), said);
        };
    }

    private Optional<Leg.Confirmed> confirmed(Optional<Fork> fork, SipResponse answer) {
        Optional<Leg.Early> early = fork.flatMap(Fork::said);
        return early.isPresent() && Legs.confirmed(state.callee(), answer).isPresent()
                ? early.map(dialog -> Legs.confirmed(dialog, answer))
                : Legs.confirmed(state.callee(), answer);
    }

    /** Without a body the answer is the one that came early on that fork; where there was none there is none. */
    private Sessions.Shown toOffer(Offer.Described offer, Optional<SessionDescription> said) {
        return said.map(answer -> Sessions.answerFor(env.keys(), reader(), offer.description(), answer,
                state.media()))
                .orElseGet(
                        () -> new Sessions.Shown(state.media(),
                                state.media().toldCaller().description().getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * The caller takes the first description that it is given in a dialog for the answer, and would not look at another in
     * the 2xx (RFC 3261 §13.2.1). So it gets the one that it has, and where that is no longer true, another phone having
     * answered, an offer of ours behind its ACK.
     */
    private Decision agree(Leg.Confirmed callee, SipResponse answer, Offer.Described offer,
            Optional<SessionDescription> said) {
        Sessions.Shown shown = toOffer(offer, said);
        CallMedia.Told before = state.media().toldCaller();
        if (before.isNothing() || said.isEmpty() || before.equals(shown.media().toldCaller())) {
            return connect(callee, answer, shown, Optional.empty());
        }
        Sessions.Shown told = new Sessions.Shown(shown.media().telling(MediaEnd.CALLER, before),
                before.description().getBytes(StandardCharsets.UTF_8));
        Decision connected = connect(callee, answer, told, Optional.empty());
        CallState.Talking talking = (CallState.Talking) connected.next();
        return new Decision(talking.wanting(OwnOffer.describing(0, OwnOffer.Purpose.AGREE, said.get())),
                connected.events(), connected.effects());
    }

    private Decision delayed(CallInput.ResponseReceived received, Leg.Confirmed callee,
            Optional<SessionDescription> said) {
        Optional<Sessions.Shown> shown = said.flatMap(
                offer -> Sessions.offerFor(env.keys(), reader(), offer, state.media()));
        if (shown.isEmpty()) {
            return unusable(StrayAnswers.end(env, received.response(), received.flow()), 488,
                    "the called side offers nothing that can be relayed");
        }
        Exchange.OwedAck owed = new Exchange.OwedAck(received.transaction(), received.response().cseq().number(),
                said.get(), shown.get().media());
        return connect(callee, received.response(), shown.get(), Optional.of(owed));
    }

    /** The offer was ours: the answer to it is the caller's offer. Without a body it is the one that came early. */
    private Decision toOurs(CallInput.ResponseReceived received, Leg.Confirmed callee,
            Optional<SessionDescription> said) {
        Optional<Sessions.Shown> shown = said.flatMap(
                answer -> Sessions.offerFor(env.keys(), reader(), answer, state.media()));
        if (shown.isEmpty()) {
            return unusable(StrayAnswers.end(env, received.response(), received.flow()), 488,
                    "the called side takes nothing of what it was offered");
        }
        return connect(callee, received.response(), shown.get(),
                Optional.of(new Exchange.OwedAnswer(shown.get().media())));
    }

    private Decision connect(Leg.Confirmed callee, SipResponse answer, Sessions.Shown shown,
            Optional<Exchange.Owed> owed) {
        Leg.Confirmed caller = state.early()
                .caller()
                .map(Legs::answered)
                .orElseGet(() -> Legs.answered(state.caller()));
        Exchange exchange = new Exchange.Answered(0, state.caller().invite().cseq().number(), owed);
        CallState.Talking talking = new CallState.Talking(state.facts(), now, caller, callee, shown.media(),
                Optional.of(exchange));
        List<CallEffect> effects = new ArrayList<>();
        shown.media().callee().ifPresent(remote -> effects.add(new CallEffect.Describe(remote)));
        if (!(owed.isPresent() && owed.get() instanceof Exchange.OwedAck)) {
            effects.add(ack(callee, answer));
        }
        effects.add(new CallEffect.Respond(0, state.caller().transaction(), relayed(answer, shown.sdp())));
        effects.add(new CallEffect.StopTimer(CallTimer.NO_ANSWER));
        effects.add(new CallEffect.StopTimer(CallTimer.PROGRESS));
        Speech.note(shown.media()).ifPresent(effects::add);
        effects.addAll(new ProgressRules(env, state, now).close(500));
        effects.add(tried(Attempt.Outcome.ANSWERED, answer.status(), answer.reason()));
        effects.add(new CallEffect.Reached(Milestone.ANSWERED));
        return Decision.of(talking, effects)
                .journaling(
                        new CallEvent.CallAnswered(state.facts(), now, caller, callee, shown.media(), ""));
    }

    private Sessions.Reader reader() {
        return Sessions.Reader.of(env, state.caller());
    }

    private CallEffect ack(Leg.Confirmed callee, SipResponse answer) {
        return new CallEffect.SendAck(callee.number(), state.callee().transaction(),
                Legs.ack(callee, answer.cseq().number()).build(), Legs.nextHop(callee));
    }

    private SipResponse relayed(SipResponse answer, byte[] sdp) {
        SipResponse.Builder response = RelayedResponse.progress(state.caller().invite(), answer,
                state.caller().localTag(), state.caller().path().contact(), env.settings().product());
        if (sdp.length > 0) {
            response.body(Sessions.SDP, sdp);
        }
        return response.build();
    }

    private Decision unusable(List<CallEffect> first, int status, String why) {
        EndCause cause = new EndCause("gateway", status, Causes.q850OfStatus(status), why);
        List<CallEffect> effects = new ArrayList<>(first);
        effects.add(new CallEffect.Respond(0, state.caller().transaction(),
                Refusals.response(env, state.caller(), status)));
        effects.add(new CallEffect.Note(why));
        effects.add(tried(Attempt.Outcome.REFUSED, status, why));
        effects.addAll(new ProgressRules(env, state, now).close(487));
        CallState.Releasing releasing = new CallState.Releasing(state.facts(), Optional.empty(), now, cause,
                state.caller().closed(), Optional.of(state.callee().closed()), Optional.of(state.media()));
        return Endings.release(env, releasing, effects);
    }

    private CallEffect tried(Attempt.Outcome outcome, int status, String reason) {
        return new CallEffect.Tried(state.callee().path().peerGroup(), new Attempt(state.callee().number(),
                state.callee().path().peer(), outcome, status, reason));
    }
}
