package io.tandem.call;

import io.tandem.call.Early.Telling;
import io.tandem.call.Early.Unacknowledged;
import io.tandem.interworking.Reliability;
import io.tandem.port.PeerGroup;
import io.tandem.port.TrunkSetUp.ReliableProvisional;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.RAck;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the caller is told before the answer: by plain provisional responses, or by ones that it acknowledges, where it
 * asks for that (RFC 3262 §3, TSP-116). What the called side does on its leg makes no difference.
 */
record ProgressRules(CallEnvironment env, CallState.Inviting state, Instant now) {
    /** That follow the one which is not acknowledged yet; more are left out. */
    static final int MOST_WAITING = 8;
    /** RFC 3262 §3: 64·T1. */
    private static final int PATIENCE = 64;
    static final String NEVER_ACKNOWLEDGED = "the caller never acknowledged a provisional response";
    private static final int FIRST_NUMBER_BITS = 0x3FFF_FFFF;

    /** Tells it, as soon as it may be told. */
    Decision tell(SipResponse response) {
        if (!reliably()) {
            return Decision.of(state, respond(response));
        }
        Telling telling = state.early().telling();
        if (telling.unacknowledged().isEmpty()) {
            return send(state, response);
        }
        return telling.waiting().size() < MOST_WAITING
                ? Decision.of(state.with(state.early().with(telling.behind(response))))
                : Decision.of(state, new CallEffect.Note(response.status() + " left out: the caller has not "
                        + "acknowledged those before it"));
    }

    private boolean reliably() {
        ReliableProvisional trunk = env.router()
                .group(state.facts().inboundGroup())
                .map(PeerGroup::setUp)
                .map(setUp -> setUp.reliable())
                .orElse(ReliableProvisional.OFF);
        return Reliability.wanted(trunk, state.caller().invite());
    }

    private Decision send(CallState.Inviting from, SipResponse response) {
        Telling telling = from.early().telling();
        long number = telling.rseq() == 0 ? firstNumber() : telling.rseq() + 1;
        SipResponse numbered = response.toBuilder()
                .add(HeaderName.REQUIRE, Reliability.OPTION)
                .add(HeaderName.RSEQ, Long.toString(number))
                .build();
        Duration t1 = env.settings().t1();
        Early told = from.early().with(telling.told(new Unacknowledged(numbered, now, t1), number));
        return Decision.of(from.with(told), respond(numbered), new CallEffect.StartTimer(CallTimer.PROVISIONAL, t1));
    }

    /** Any number from 1 to 2³¹−1 will do (§3); one that no other call begins with. */
    private long firstNumber() {
        return 1 + (env.id().value().hashCode() & FIRST_NUMBER_BITS);
    }

    /**
     * The timer has run out: it is told again, at intervals that double, whatever the transport (§3).
     *
     * @return empty when the caller has been silent for 64·T1, and the call has to end
     */
    Optional<Decision> again() {
        if (state.early().telling().unacknowledged().isEmpty()) {
            return Optional.of(Decision.ignore(state));
        }
        Unacknowledged waits = state.early().telling().unacknowledged().get();
        Duration left = env.settings().t1().multipliedBy(PATIENCE).minus(Duration.between(waits.first(), now));
        if (left.isNegative() || left.isZero()) {
            return Optional.empty();
        }
        Duration doubled = waits.interval().multipliedBy(2);
        Duration next = doubled.compareTo(left) < 0 ? doubled : left;
        Unacknowledged repeated = new Unacknowledged(waits.response(), waits.first(), doubled);
        Telling telling = state.early().telling();
        return Optional.of(Decision.of(state.with(state.early().with(telling.told(repeated, telling.rseq()))),
                respond(waits.response()), new CallEffect.StartTimer(CallTimer.PROVISIONAL, next)));
    }

    /** The caller acknowledges what it was told, or something that is not open: that is 481 (§3). */
    Decision acknowledged(CallInput.RequestReceived prack) {
        Telling telling = state.early().telling();
        boolean open = telling.unacknowledged().isPresent() && RAck.of(prack.request())
                .map(said -> said.rseq() == telling.rseq()
                        && said.answered().number() == state.caller().invite().cseq().number()
                        && said.answered().method().equals(SipMethod.INVITE))
                .orElse(false);
        if (!open) {
            return Decision.of(state, EarlyRequests.refuse(env, prack));
        }
        CallState.Inviting heard = state.with(state.early().with(telling.acknowledged()));
        // an offer in a PRACK is refused and the PRACK heard: the called side has no way to be asked (TSP-114)
        int status = prack.request().hasBody() ? 488 : 200;
        Decision accepted = Decision.of(heard, new CallEffect.StopTimer(CallTimer.PROVISIONAL),
                EarlyRequests.answer(env, prack, status));
        return next(heard).after(accepted.effects());
    }

    /** What has waited for that: the next response, or the answer itself, behind which nothing is told any more. */
    private Decision next(CallState.Inviting heard) {
        if (heard.early().held().isPresent()) {
            return new AnswerRules(env, heard, now).answered(heard.early().held().get());
        }
        Telling telling = heard.early().telling();
        return telling.waiting().isEmpty()
                ? Decision.of(heard)
                : send(heard.with(heard.early().with(telling.withoutFirst())), telling.waiting().getFirst());
    }

    /**
     * The INVITE has its final response, or gets it now: nothing is repeated, and what one side asked the other in its early
     * dialog has no answer any more.
     *
     * @param status that such requests get
     */
    List<CallEffect> close(int status) {
        Early early = state.early();
        if (early.telling().unacknowledged().isEmpty() && early.passed().isEmpty()) {
            return List.of();
        }
        List<CallEffect> effects = new ArrayList<>();
        early.telling().unacknowledged().ifPresent(_ -> effects.add(new CallEffect.StopTimer(CallTimer.PROVISIONAL)));
        for (Passed passed : early.passed()) {
            effects.add(EarlyDialogRules.settle(env, passed, status));
        }
        return effects;
    }

    private CallEffect respond(SipResponse response) {
        return new CallEffect.Respond(0, state.caller().transaction(), response);
    }
}
