package io.tandem.call;

import io.tandem.interworking.Causes;
import io.tandem.leg.Leg;
import io.tandem.media.session.DescribeRemote;
import io.tandem.media.session.MediaEnd;
import io.tandem.media.session.SessionStats;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks now and then whether the sides still send media (TSP-165). A call in which neither does is over: its sides, or the way to
 * both, have gone without a word. One in which only one side does goes on, and says so. A call for help is ended by nobody but its sides.
 */
public final class MediaWatchRules {
    /** Of the {@link CallView.EndCause}: the service has failed, by the expiry of a timer as its Q.850 cause says. */
    static final int STATUS = 503;

    private final CallEnvironment env;
    private final CallState.Talking state;

    private MediaWatchRules(CallEnvironment env, CallState.Talking state) {
        this.env = env;
        this.state = state;
    }

    /** A call that is answered is watched from then on. */
    static Decision around(CallEnvironment env, CallState before, Decision decision) {
        boolean begins = !(before instanceof CallState.Talking) && decision.next() instanceof CallState.Talking;
        return begins && env.settings().mediaLimits().watches() ? decision.then(List.of(next(env))) : decision;
    }

    /** So is one that has come back. */
    static Decision resumed(CallEnvironment env, Decision decision) {
        return env.settings().mediaLimits().watches() ? decision.then(List.of(next(env))) : decision;
    }

    private static CallEffect next(CallEnvironment env) {
        return new CallEffect.StartTimer(CallTimer.MEDIA, env.settings().mediaLimits().look());
    }

    static Decision look(CallState.Talking state) {
        return Decision.of(state, new CallEffect.LookAtMedia());
    }

    /** @param rules of the call that has looked */
    static Decision seen(TalkingRules rules, Optional<SessionStats> stats) {
        return new MediaWatchRules(rules.env(), rules.state()).seen(stats)
                .orElseGet(() -> rules.hangUp(STATUS,
                        Causes.RECOVERY_ON_TIMER_EXPIRY, "no media for "
                                + rules.env().settings().mediaLimits().inactive().toSeconds() + " s"));
    }

    /** The sides, as people are told of them. */
    public static List<String> words(Set<MediaEnd> sides) {
        return sides.stream().sorted().map(MediaWatchRules::word).toList();
    }

    private static String word(MediaEnd end) {
        return end == MediaEnd.CALLER ? "caller" : "callee";
    }

    /** Empty where the call is over. */
    private Optional<Decision> seen(Optional<SessionStats> stats) {
        if (stats.isEmpty() || rests()) {
            MediaWatch anew = stats.map(MediaWatch::resting).orElse(MediaWatch.NOTHING);
            return Optional.of(Decision.of(state.watching(anew), next(env)));
        }
        MediaWatch watch = state.watch().after(stats.get());
        if (env.settings().mediaLimits().isInactive(watch.silent()) && !state.facts().emergency()) {
            return Optional.empty();
        }
        List<CallEffect> effects = new ArrayList<>(2);
        CallState.Talking seen = state.watching(watch);
        for (MediaEnd end : MediaEnd.values()) {
            seen = oneWay(seen, end, effects);
        }
        effects.add(next(env));
        return Optional.of(Decision.of(seen, effects));
    }

    /** On hold, or without a stream, or with nobody at one side for a while, RTP need not come. */
    private boolean rests() {
        CallMedia media = state.media();
        return media.hold().byCaller() || media.hold().byCallee() || state.transfer().isPresent()
                || !hasStream(media.caller()) || !hasStream(media.callee());
    }

    private static boolean hasStream(Optional<DescribeRemote> remote) {
        return remote.isPresent() && remote.get().rtpPort() != 0;
    }

    private CallState.Talking oneWay(CallState.Talking seen, MediaEnd end, List<CallEffect> effects) {
        MediaWatch watch = seen.watch();
        String who = word(end);
        if (state.watch().side(end).told() && !watch.side(end).told()) {
            effects.add(new CallEffect.Note("media comes from the " + who + " again"));
            return seen;
        }
        boolean isOneWay = watch.side(end.other()).mute() == 0
                && env.settings().mediaLimits().isOneWay(watch.side(end).mute());
        if (!isOneWay || watch.side(end).told()) {
            return seen;
        }
        Leg.Confirmed leg = end == MediaEnd.CALLER ? seen.caller() : seen.callee();
        effects.add(new CallEffect.OneWay(leg.path().peerGroup(), end));
        effects.add(new CallEffect.Note("one-way media: none comes from the " + who));
        return seen.watching(watch.told(end)).with(seen.facts().muted(end));
    }
}
