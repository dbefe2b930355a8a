package io.tandem.call;

import io.tandem.call.CallView.EndCause;
import io.tandem.leg.Leg;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The one way to the end (TRAP-36): whatever the reason, one record, everything open ordered closed. */
final class Endings {
    private Endings() {}

    /** Both legs are closed: write the record, close what is left, forget the call. */
    static Decision end(CallFacts facts, Optional<Instant> answeredAt, Instant endedAt, EndCause cause,
            List<Leg.Closed> legs, Optional<CallMedia> media) {
        CallState.Ended ended = new CallState.Ended(facts, answeredAt, endedAt, cause, legs, media,
                Optional.empty());
        CallEvent.CallEnded event = new CallEvent.CallEnded(facts, answeredAt, endedAt, cause, legs, media,
                Optional.empty(), "");
        List<CallEffect> effects = new ArrayList<>(2);
        ShownPlace.kept(facts).ifPresent(effects::add);
        effects.add(new CallEffect.Finish());
        return Decision.of(ended, effects).journaling(event);
    }

    /**
     * A release begins. Media goes at once; the call ends when both legs are closed, at once if they are.
     *
     * @param first what has to be said before anything else
     */
    static Decision release(CallEnvironment env, CallState.Releasing releasing, List<CallEffect> first) {
        List<CallEffect> effects = new ArrayList<>(first);
        if (releasing.media().isPresent()) {
            effects.add(new CallEffect.CloseMedia());
        }
        effects.add(new CallEffect.StopTimer(CallTimer.NO_ANSWER));
        effects.add(new CallEffect.StopTimer(CallTimer.PROGRESS));
        effects.add(new CallEffect.StopTimer(CallTimer.CHECK));
        effects.add(new CallEffect.StopTimer(CallTimer.GLARE));
        effects.add(new CallEffect.StopTimer(CallTimer.LEAVE));
        effects.add(new CallEffect.Reached(CallEffect.Milestone.RELEASING));
        if (!over(releasing)) {
            effects.add(new CallEffect.StartTimer(CallTimer.RELEASE, env.settings().releaseTimeout()));
            return Decision.of(releasing, effects);
        }
        return finish(releasing).after(effects);
    }

    /** The next step of a release under way: ends it when both legs are closed. */
    static Decision proceed(CallState.Releasing releasing, List<CallEffect> effects) {
        if (!over(releasing)) {
            return Decision.of(releasing, effects);
        }
        List<CallEffect> all = new ArrayList<>(effects);
        all.add(new CallEffect.StopTimer(CallTimer.RELEASE));
        return finish(releasing).after(all);
    }

    private static Decision finish(CallState.Releasing releasing) {
        return end(releasing.facts(), releasing.answeredAt(), releasing.releasedAt(), releasing.cause(),
                closedLegs(releasing), releasing.media());
    }

    static boolean over(CallState.Releasing releasing) {
        return releasing.held().isEmpty() && releasing.caller() instanceof Leg.Closed
                && releasing.callee().map(leg -> leg instanceof Leg.Closed).orElse(true);
    }

    private static List<Leg.Closed> closedLegs(CallState.Releasing releasing) {
        List<Leg.Closed> legs = new ArrayList<>(2);
        legs.add(releasing.caller().closed());
        releasing.callee().ifPresent(leg -> legs.add(leg.closed()));
        return legs;
    }
}
