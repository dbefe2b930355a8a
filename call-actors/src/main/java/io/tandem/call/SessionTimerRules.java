package io.tandem.call;

import io.tandem.interworking.Causes;
import io.tandem.interworking.SessionExpires;
import io.tandem.leg.Leg;
import io.tandem.leg.SessionTimer;
import io.tandem.port.PeerGroup;
import io.tandem.port.TrunkSessions;
import io.tandem.sip.dialog.DialogId;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.transaction.ServerTransactionId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The session timers of a call (RFC 4028, TSP-115), around its other rules: what they send asks for one, what they answer
 * agrees on one, and whatever refreshes a session, in either direction, begins its interval anew. One timer of the call
 * serves both legs.
 */
record SessionTimerRules(CallEnvironment env, CallState before, CallInput input, Instant now) {

    /** The decision with the timers of what it sends and takes. */
    static Decision around(CallEnvironment env, CallState before, CallInput input, Decision decided, Instant now) {
        return switch (decided.next()) {
            case CallState.Talking talking ->
                    new SessionTimerRules(env, before, input, now).timed(decided, talking);
            case CallState.Inviting inviting -> new SessionTimerRules(env, before, input, now).asking(decided,
                    inviting);
            case CallState.Releasing _,
                    CallState.Ended _ ->
                    before instanceof CallState.Talking talking && dueAt(talking) > 0
                            ? decided.then(List.of(new CallEffect.StopTimer(CallTimer.SESSION)))
                            : decided;
            case CallState.Idle _,
                    CallState.Redirecting _,
                    CallState.Unasked _ -> decided;
        };
    }

    private Decision asking(Decision decided, CallState.Inviting inviting) {
        if (decided.effects().stream().noneMatch(SessionTimerRules::begins)) {
            return decided;
        }
        SessionTimer learned = learned();
        TrunkSessions trunk = trunk(inviting.callee());
        return new Decision(inviting, decided.events(), decided.effects()
                .stream()
                .map(effect -> begins(effect) && effect instanceof CallEffect.SendRequest send
                        ? with(send, SessionExpires.asking(send.request(), trunk, learned))
                        : effect)
                .toList());
    }

    /** What a leg that begins now knows of its peer: nothing, or what that has just refused an interval for. */
    private SessionTimer learned() {
        return input instanceof CallInput.ResponseReceived refused
                ? SessionTimer.NONE.knowing(SessionExpires.leastOf422(refused.response()).orElse(0))
                : SessionTimer.NONE;
    }

    private static boolean begins(CallEffect effect) {
        return effect instanceof CallEffect.SendRequest send && send.request().method().equals(SipMethod.INVITE)
                && send.request().toTag().isEmpty();
    }

    private Decision timed(Decision decided, CallState.Talking decidedNext) {
        CallState.Talking next = joined(answered().map(answer -> refreshed(decidedNext, answer))
                .orElseGet(() -> unrefreshed(decidedNext)));
        List<CallEffect> effects = new ArrayList<>(decided.effects().size() + 1);
        for (CallEffect effect : decided.effects()) {
            switch (effect) {
                case CallEffect.SendRequest send when isOffer(send.request().method()) ->
                        effects.add(asking(send, next));
                case CallEffect.Respond respond when respond.response().success()
                        && isOffer(respond.response().cseq().method()) ->
                        next = answering(respond, next, effects);
                case CallEffect other -> effects.add(other);
            }
        }
        long dueBefore = before instanceof CallState.Talking talking ? dueAt(talking) : 0;
        if (dueBefore > 0 && dueAt(next) == 0) { // the side that it was for has left, for one without
            effects.add(new CallEffect.StopTimer(CallTimer.SESSION));
        }
        if (next == decidedNext && effects.equals(decided.effects())) {
            return decided;
        }
        CallState.Talking timed = next;
        List<CallEvent> events = decided.events().stream().map(event -> timed(event, timed)).toList();
        if (dueAt(timed) > 0 && dueAt(timed) != dueBefore) {
            effects.add(start(timed, now));
        }
        return new Decision(timed, events, effects);
    }

    private static boolean isOffer(SipMethod method) {
        return method.equals(SipMethod.INVITE) || method.equals(SipMethod.UPDATE);
    }

    private static CallEvent timed(CallEvent event, CallState.Talking next) {
        return switch (event) {
            case CallEvent.CallAnswered answered -> answered.timed(next.caller(), next.callee());
            case CallEvent.SessionChanged changed -> changed.timed(next.caller(), next.callee());
            case CallEvent.CallEnded ended -> ended;
        };
    }

    /** The 2xx to an INVITE of ours that is taken now; one may have waited for something else. */
    private Optional<SipResponse> answered() {
        if (input instanceof CallInput.ResponseReceived received) {
            SipResponse response = received.response();
            return response.success() && isOffer(response.cseq().method()) ? Optional.of(response) : Optional.empty();
        }
        return before instanceof CallState.Inviting inviting
                ? inviting.early().held().map(CallInput.ResponseReceived::response)
                : Optional.empty();
    }

    private CallState.Talking refreshed(CallState.Talking next, SipResponse answer) {
        return leg(next, DialogId.ofReceived(answer))
                .map(leg -> next.with(leg.with(SessionExpires.answered(answer, trunk(leg), leg.timer(), now))))
                .orElse(next);
    }

    /** The target of a transfer that had to wait with its answer has taken its place now. */
    private CallState.Talking joined(CallState.Talking next) {
        return before instanceof CallState.Talking talking
                && talking.transfer().orElse(null) instanceof Transfer.Answered waited
                && !next.transfer().equals(talking.transfer())
                        ? refreshed(next, waited.answer().response())
                        : next;
    }

    /** A refresh of ours that has come to nothing is tried again, as long as there is time. */
    private CallState.Talking unrefreshed(CallState.Talking next) {
        boolean refreshing = before instanceof CallState.Talking talking && talking.exchange().isPresent()
                && talking.exchange().get() instanceof Exchange.Own own
                && own.offer().purpose() == OwnOffer.Purpose.REFRESH && isSide(next, own.leg())
                && !next.wants(own.leg());
        if (!refreshing) {
            return next;
        }
        Leg.Confirmed leg = next.leg(((Exchange.Own) ((CallState.Talking) before).exchange().orElseThrow()).leg());
        return next.with(leg.with(input instanceof CallInput.ResponseReceived
                ? leg.timer().refused(now)
                : leg.timer().failed(now)));
    }

    private CallEffect asking(CallEffect.SendRequest send, CallState.Talking next) {
        SessionTimer timer = isSide(next, send.leg()) ? next.leg(send.leg()).timer() : learned();
        String group = isSide(next, send.leg()) ? next.leg(send.leg()).path().peerGroup() : send.flow().trunk();
        return with(send, SessionExpires.asking(send.request(), trunk(group), timer));
    }

    private CallState.Talking answering(CallEffect.Respond respond, CallState.Talking next, List<CallEffect> effects) {
        Optional<SipRequest> request = request(respond.transaction());
        if (request.isEmpty() || !isSide(next, respond.leg())) {
            effects.add(respond);
            return next;
        }
        Leg.Confirmed leg = next.leg(respond.leg());
        SessionExpires.Agreed<SipResponse> agreed = SessionExpires.answering(request.get(), respond.response(),
                trunk(leg), leg.timer(), now);
        effects.add(new CallEffect.Respond(respond.leg(), respond.transaction(), agreed.message()));
        return next.with(leg.with(agreed.timer()));
    }

    /** The request that waits on that transaction, where it is known still. */
    private Optional<SipRequest> request(ServerTransactionId transaction) {
        if (input instanceof CallInput.RequestReceived received && received.transaction().equals(transaction)) {
            return Optional.of(received.request());
        }
        return switch (before) {
            case CallState.Inviting inviting when inviting.caller().transaction().equals(transaction) ->
                    Optional.of(inviting.caller().invite());
            case CallState.Talking talking -> talking.exchange().flatMap(exchange -> switch (exchange) {
                case Exchange.Asked asked when asked.transaction().equals(transaction) -> Optional.of(asked.request());
                case Exchange.Asked _,
                    Exchange.Answered _,
                    Exchange.Own _ -> Optional.<SipRequest>empty();
            });
            case CallState.Idle _,
                    CallState.Redirecting _,
                    CallState.Unasked _,
                    CallState.Inviting _,
                    CallState.Releasing _,
                    CallState.Ended _ ->
                    Optional.empty();
        };
    }

    private static CallEffect with(CallEffect.SendRequest send, SipRequest request) {
        return new CallEffect.SendRequest(send.leg(), send.transaction(), request, send.flow());
    }

    private static boolean isSide(CallState.Talking talking, int leg) {
        return talking.caller().number() == leg || talking.callee().number() == leg;
    }

    private static Optional<Leg.Confirmed> leg(CallState.Talking talking, DialogId dialog) {
        if (talking.caller().dialog().id().equals(dialog)) {
            return Optional.of(talking.caller());
        }
        return talking.callee().dialog().id().equals(dialog) ? Optional.of(talking.callee()) : Optional.empty();
    }

    private TrunkSessions trunk(Leg leg) {
        return trunk(leg.path().peerGroup());
    }

    private TrunkSessions trunk(String group) {
        return trunk(env, group);
    }

    /** The request asks for a shorter interval than its trunk takes: what it gets for that. */
    static boolean isTooShort(CallEnvironment env, String group, SipRequest request) {
        return SessionExpires.isTooShort(request, trunk(env, group));
    }

    static CallEffect tooShort(CallEnvironment env, Leg leg, CallInput.RequestReceived received) {
        SipResponse response = SipResponse.to(received.request(), 422)
                .add(HeaderName.MIN_SE, minSe(env, leg.path().peerGroup()))
                .add(HeaderName.SERVER, env.settings().product())
                .build();
        return new CallEffect.Respond(leg.number(), received.transaction(), response);
    }

    static String minSe(CallEnvironment env, String group) {
        return Long.toString(trunk(env, group).least().toSeconds());
    }

    private static TrunkSessions trunk(CallEnvironment env, String group) {
        return env.router().group(group).map(PeerGroup::sessions).orElse(TrunkSessions.DEFAULT);
    }

    /**
     * The leg as it has to ask after a 422: for a longer interval. Empty where that leads nowhere: each refusal has to
     * name twice as much as the one before.
     */
    static Optional<Leg.Confirmed> raised(Leg.Confirmed leg, SipResponse refusal) {
        int least = SessionExpires.leastOf422(refusal).orElse(0);
        SessionTimer timer = leg.timer();
        return least > timer.seconds() && least >= 2 * timer.least()
                ? Optional.of(leg.with(timer.knowing(least)))
                : Optional.empty();
    }

    /** Seconds since 1970 at which something is due on either leg; 0 for never. */
    private static long dueAt(CallState.Talking talking) {
        SessionTimer caller = talking.caller().timer();
        SessionTimer callee = talking.callee().timer();
        if (!caller.isOn() || !callee.isOn()) {
            return caller.isOn() ? caller.dueAt() : callee.dueAt();
        }
        return Math.min(caller.dueAt(), callee.dueAt());
    }

    private static CallEffect start(CallState.Talking talking, Instant now) {
        Duration left = Duration.between(now, Instant.ofEpochSecond(dueAt(talking)));
        return new CallEffect.StartTimer(CallTimer.SESSION, left.isNegative() ? Duration.ZERO : left);
    }

    /** After a restart: what has to be done on each leg, not by all calls at once. */
    static CallState.Talking resumed(CallState.Talking talking, Instant now, Duration pace, List<CallEffect> effects) {
        Instant soon = now.plus(pace);
        CallState.Talking timed = talking.with(talking.caller().with(talking.caller().timer().resumed(now, soon)));
        timed = timed.with(timed.callee().with(timed.callee().timer().resumed(now, soon)));
        if (dueAt(timed) > 0) {
            effects.add(start(timed, now));
        }
        return timed;
    }

    /** The timer has run out: a side that did not refresh has gone, and one that we refresh is asked. */
    static Decision expired(TalkingRules rules) {
        CallState.Talking talking = rules.state();
        Instant now = rules.now();
        for (Leg.Confirmed leg : List.of(talking.caller(), talking.callee())) {
            if (leg.timer().isOver(now)) {
                return rules.hangUp(408, Causes.RECOVERY_ON_TIMER_EXPIRY, "the session with the "
                        + (leg.equals(talking.caller()) ? "caller" : "callee") + " was not refreshed in time");
            }
            if (leg.timer().isDue(now)) {
                talking = talking.with(leg.with(leg.timer().refreshing()));
                talking = talking.wants(leg.number())
                        ? talking
                        : talking.wanting(OwnOffer.again(leg.number(), OwnOffer.Purpose.REFRESH));
            }
        }
        return dueAt(talking) > 0 ? Decision.of(talking, start(talking, now)) : Decision.ignore(talking);
    }
}
