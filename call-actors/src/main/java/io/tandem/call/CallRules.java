package io.tandem.call;

import io.tandem.call.CallEffect.Milestone;
import io.tandem.leg.Leg;
import io.tandem.media.session.MediaEnd;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The call's logic: {@code decide} (what happened: facts and orders), {@code apply} (fact: next durable state) and
 * {@code resume} (what to order again after a recovery). Branching on the state stays here; each state's rules are in a
 * file of their own.
 */
public final class CallRules {
    /** A side is not asked more often inside one call, in the long run. */
    private static final int MILLIS_PER_REQUEST = 10;
    /** And not more often than this at once. */
    private static final int REQUESTS_AT_ONCE = 100;
    private static final int MILLIS_PER_PACKET = 10;
    private static final int PACKETS_PER_TURN = 1 << 16;
    /** When the listeners are open again; then spread, for all calls of a node come back at once. */
    private static final int CHECK_AFTER_MILLIS = 5_000;
    private static final int CHECK_SPREAD_MILLIS = 25_000;
    /** An offer that is owed waits for the listeners and no longer: until it is made a side may hear nothing. */
    private static final int OWED_SPREAD_MILLIS = 2_000;

    private CallRules() {}

    public static Decision decide(CallEnvironment env, CallState state, CallInput input, Instant now) {
        Decision decided = OwnOfferRules.proceed(env,
                TransferRules.proceed(env, decideAlone(env, state, input, now), now));
        Decision timed = SessionTimerRules.around(env, state, input, LentRules.returning(env, state,
                TransferCount.of(state, MediaWatchRules.around(state, decided))), now);
        return BetweenCalls.carried(env, state, TransferStyle.shown(env, new Marking(env).of(input, timed)));
    }

    private static Decision decideAlone(CallEnvironment env, CallState state, CallInput input, Instant now) {
        return ReplacesRules.on(env, state, input, now)
                .or(() -> FarSideRules.on(env, state, input))
                .orElseGet(() -> byState(env, state, input, now));
    }

    private static Decision byState(CallEnvironment env, CallState state, CallInput input, Instant now) {
        return switch (state) {
            case CallState.Idle idle -> new IdleRules(env, idle, now).on(input);
            case CallState.Routing routing -> new RoutingRules(env, routing, now).on(input);
            case CallState.Targeting targeting -> new TargetingRules(env, targeting, now).on(input);
            case CallState.Preparing preparing -> new PreparingRules(env, preparing, now).on(input);
            case CallState.Inviting inviting -> new InvitingRules(env, inviting, now).on(input);
            case CallState.Redirecting redirecting -> new RedirectingRules(env, redirecting, now).on(input);
            case CallState.Talking talking -> new TalkingRules(env, talking, now).on(input);
            case CallState.Releasing releasing -> new ReleasingRules(env, releasing, now).on(input);
            case CallState.Ended ended -> GoneRules.on(env, ended, input);
        };
    }

    /** The state that an event leaves behind: what a recovered call starts from. */
    public static CallState apply(CallEvent event) {
        return switch (event) {
            case CallEvent.CallAnswered answered -> new CallState.Talking(answered.facts(), answered.answeredAt(),
                    answered.caller(), answered.callee(), answered.media(), Optional.empty()).wanting(answered.owed());
            case CallEvent.SessionChanged changed -> new CallState.Talking(changed.facts(), changed.answeredAt(),
                    changed.caller(), changed.callee(), changed.media(), Optional.empty()).wanting(changed.owed());
            case CallEvent.CallEnded ended -> new CallState.Ended(ended.facts(), ended.answeredAt(), ended.endedAt(),
                    ended.cause(), ended.legs(), ended.media(), ended.stats());
        };
    }

    /** What a call that comes back from its journal orders first: its media, on the ports that its peers know. */
    static Decision resume(CallEnvironment env, CallState.Talking journaled, Instant now) {
        CallState.Talking talking = journaled.with(leapt(journaled, journaled.caller(), now))
                .with(leapt(journaled, journaled.callee(), now))
                .with(leapt(journaled.media(), requestsBy(journaled, now)));
        List<CallEffect> effects = new ArrayList<>();
        effects.add(new CallEffect.OpenMedia(Sessions.reopen(env, talking)));
        remotes(talking.media(), mostTurns(talking, now)).forEach(effects::add);
        effects.add(new CallEffect.StartTimer(CallTimer.CHECK, checkDelay(talking)));
        talking = OwnOfferRules.resumed(talking, owedDelay(talking), effects);
        talking = SessionTimerRules.resumed(talking, now, checkDelay(talking), effects);
        effects.add(new CallEffect.Note("resumed from the journal"));
        effects.add(new CallEffect.Reached(Milestone.RESUMED));
        return Decision.of(talking, effects);
    }

    /**
     * Requests that change nothing are not journaled, so nobody knows how many the dead process has sent. We number on
     * where it cannot have come, a second time too (RFC 3261 §12.2.2 takes a gap for lost requests).
     */
    private static Leg.Confirmed leapt(CallState.Talking talking, Leg.Confirmed leg, Instant now) {
        return leg.with(leg.dialog().skip(requestsBy(talking, now)));
    }

    /** The same of what the sides were told of our media: a re-INVITE that was refused raised its version too. */
    private static CallMedia leapt(CallMedia media, long requests) {
        return media.telling(MediaEnd.CALLER, media.toldCaller().skip(requests))
                .telling(MediaEnd.CALLEE, media.toldCallee().skip(requests));
    }

    /** More than a side can have been sent by now; of two moments a hundredth of a second apart the later has more. */
    private static long requestsBy(CallState.Talking talking, Instant now) {
        return REQUESTS_AT_ONCE + Math.max(0, Duration.between(talking.answeredAt(), now).toMillis())
                / MILLIS_PER_REQUEST;
    }

    private static Duration checkDelay(CallState.Talking talking) {
        return spread(talking, CHECK_SPREAD_MILLIS);
    }

    private static Duration owedDelay(CallState.Talking talking) {
        return spread(talking, OWED_SPREAD_MILLIS);
    }

    private static Duration spread(CallState.Talking talking, int millis) {
        return Duration.ofMillis(CHECK_AFTER_MILLIS + Math.floorMod(talking.facts().id().value().hashCode(), millis));
    }

    /**
     * How often the sequence numbers of a side may have turned by now, and once more: nobody has kept count (design §4). A packet each
     * 10 ms is the most that speech is sent in.
     */
    private static int mostTurns(CallState.Talking talking, Instant now) {
        long packets = Math.max(0, Duration.between(talking.answeredAt(), now).toMillis()) / MILLIS_PER_PACKET;
        return (int) Math.min(Integer.MAX_VALUE, packets / PACKETS_PER_TURN + 1);
    }

    private static List<CallEffect> remotes(CallMedia media, int mostTurns) {
        List<CallEffect> effects = new ArrayList<>();
        media.caller().ifPresent(order -> effects.add(new CallEffect.Describe(order.turned(mostTurns))));
        media.callee().ifPresent(order -> effects.add(new CallEffect.Describe(order.turned(mostTurns))));
        return effects;
    }
}
