package io.tandem.call;

import io.tandem.call.CallEffect.Milestone;
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
    private CallRules() {}

    public static Decision decide(CallEnvironment env, CallState state, CallInput input, Instant now) {
        return switch (state) {
            case CallState.Idle idle -> new IdleRules(env, idle, now).on(input);
            case CallState.Routing routing -> new RoutingRules(env, routing, now).on(input);
            case CallState.Targeting targeting -> new TargetingRules(env, targeting, now).on(input);
            case CallState.Preparing preparing -> new PreparingRules(env, preparing, now).on(input);
            case CallState.Inviting inviting -> new InvitingRules(env, inviting, now).on(input);
            case CallState.Talking talking -> new TalkingRules(env, talking, now).on(input);
            case CallState.Releasing releasing -> new ReleasingRules(env, releasing, now).on(input);
            case CallState.Ended ended -> GoneRules.on(env, ended, input);
        };
    }

    /** The state that an event leaves behind: what a recovered call starts from. */
    public static CallState apply(CallEvent event) {
        return switch (event) {
            case CallEvent.CallAnswered answered -> new CallState.Talking(answered.facts(), answered.answeredAt(),
                    answered.caller(), answered.callee(), answered.media(),
                    Optional.empty());
            case CallEvent.CallEnded ended -> new CallState.Ended(ended.facts(), ended.answeredAt(), ended.endedAt(),
                    ended.cause(), ended.legs(), ended.media(), ended.stats());
        };
    }

    /** What a call that comes back from its journal orders first: its media, on the ports that its peers know. */
    static Decision resume(CallState.Talking talking) {
        List<CallEffect> effects = new ArrayList<>();
        effects.add(new CallEffect.OpenMedia(Sessions.reopen(talking)));
        remotes(talking.media()).forEach(effects::add);
        effects.add(new CallEffect.Note("resumed from the journal"));
        effects.add(new CallEffect.Reached(Milestone.RESUMED));
        return Decision.of(talking, effects);
    }

    private static List<CallEffect> remotes(CallMedia media) {
        List<CallEffect> effects = new ArrayList<>();
        Optional.of(media).flatMap(CallMedia::caller).ifPresent(order -> effects.add(new CallEffect.Describe(order)));
        Optional.of(media).flatMap(CallMedia::callee).ifPresent(order -> effects.add(new CallEffect.Describe(order)));
        return effects;
    }
}
