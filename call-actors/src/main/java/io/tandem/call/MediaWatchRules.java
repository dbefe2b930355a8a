package io.tandem.call;

import io.tandem.interworking.Causes;
import io.tandem.leg.Leg;
import io.tandem.media.session.DescribeRemote;
import io.tandem.media.session.MediaEnd;
import io.tandem.media.session.Silence;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What becomes of a call whose sides send no media (TSP-165); the media plane counts, and tells. A call in which neither does is over:
 * its sides, or the way to both, have gone without a word. One in which only one side does goes on, and says so. A call for help is
 * ended by nobody but its sides.
 */
public final class MediaWatchRules {
    /** Of the {@link CallView.EndCause}: the service has failed, by the expiry of a timer as its Q.850 cause says. */
    static final int STATUS = 503;

    private MediaWatchRules() {}

    /** Media is watched from when it has to come to when it need not. */
    static Decision around(CallState before, Decision decision) {
        boolean expected = isExpected(decision.next());
        return !(decision.next() instanceof CallState.Talking) || expected == isExpected(before)
                ? decision
                : decision.then(List.of(new CallEffect.WatchMedia(expected)));
    }

    /** A call that has come back has a session that nobody watches yet. */
    static Decision resumed(Decision decision) {
        return isExpected(decision.next()) ? decision.then(List.of(new CallEffect.WatchMedia(true))) : decision;
    }

    /** @param rules of the call that is told */
    static Decision told(TalkingRules rules, Silence silence) {
        CallState.Talking state = rules.state();
        if (!isExpected(state)) {
            return Decision.ignore(state); // said before its media was let rest
        }
        return switch (silence) {
            case Silence.Everywhere _ when state.facts().emergency() -> Decision.ignore(state);
            case Silence.Everywhere(var lasting) -> rules.hangUp(STATUS, Causes.RECOVERY_ON_TIMER_EXPIRY,
                    "no media for " + lasting.toSeconds() + " s");
            case Silence.OneWay(MediaEnd end) -> oneWay(state, end);
            case Silence.Over(MediaEnd end) ->
                    Decision.of(state, new CallEffect.Note("media comes from the " + word(end) + " again"));
        };
    }

    /** The sides, as people are told of them. */
    public static List<String> words(Set<MediaEnd> sides) {
        return sides.stream().sorted().map(MediaWatchRules::word).toList();
    }

    private static String word(MediaEnd end) {
        return end == MediaEnd.CALLER ? "caller" : "callee";
    }

    /** On hold, or without a stream, or with nobody at one side for a while, RTP need not come. */
    private static boolean isExpected(CallState state) {
        if (!(state instanceof CallState.Talking talking) || talking.transfer().isPresent()) {
            return false;
        }
        CallMedia media = talking.media();
        return !media.hold().byCaller() && !media.hold().byCallee()
                && hasStream(media.caller()) && hasStream(media.callee());
    }

    private static boolean hasStream(Optional<DescribeRemote> remote) {
        return remote.isPresent() && remote.get().rtpPort() != 0;
    }

    private static Decision oneWay(CallState.Talking state, MediaEnd end) {
        Leg.Confirmed leg = end == MediaEnd.CALLER ? state.caller() : state.callee();
        return Decision.of(state.with(state.facts().muted(end)), new CallEffect.OneWay(leg.path().peerGroup(), end),
                new CallEffect.Note("one-way media: none comes from the " + word(end)));
    }
}
