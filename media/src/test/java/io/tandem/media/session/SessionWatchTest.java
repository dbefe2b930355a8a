package io.tandem.media.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Told is when media stops, and when it comes again; nothing between. */
@Tag("TSP-165")
class SessionWatchTest {
    private static final int LOOKS_IN_30_S = 12;
    private static final int LOOKS_IN_10_S = 4;
    private static final Silence EVERYWHERE = new Silence.Everywhere(Duration.ofSeconds(30));

    private final List<Silence> told = new ArrayList<>();
    private final SessionWatch watch = new SessionWatch(told::add);
    private long callerPackets = 50;
    private long callerReports;
    private long calleePackets = 70;
    private long calleeReports;

    private void looks(int times, Runnable before) {
        for (int i = 0; i < times; i++) {
            before.run();
            watch.look(callerPackets, callerReports, calleePackets, calleeReports, MediaLimits.DEFAULT);
        }
    }

    private void silentLooks(int times) {
        looks(times, () -> {
        });
    }

    private void callerSpeaks() {
        callerPackets++;
    }

    private void calleeSpeaks() {
        calleePackets++;
    }

    @Test
    void theFirstLookOnlyFindsWhereTheCountingBegins() {
        silentLooks(1 + LOOKS_IN_30_S - 1);
        assertThat(told).isEmpty();

        silentLooks(1);
        assertThat(told).containsExactly(EVERYWHERE);
    }

    @Test
    void silenceEverywhereIsToldOnceUntilSomethingComes() {
        silentLooks(1 + 3 * LOOKS_IN_30_S);
        assertThat(told).containsExactly(EVERYWHERE);

        looks(1, this::callerSpeaks);
        silentLooks(LOOKS_IN_30_S);
        assertThat(told).containsExactly(EVERYWHERE, EVERYWHERE);
    }

    @Test
    void theSpeechOfOneSideBreaksTheSilence() {
        looks(3 * LOOKS_IN_30_S, this::calleeSpeaks);
        assertThat(told).doesNotContain(EVERYWHERE);
    }

    /** Silence that is suppressed leaves reports. */
    @Test
    void soDoTheReportsOfOneSide() {
        for (int i = 0; i < 3 * LOOKS_IN_30_S; i++) {
            calleeReports += i % 2;
            silentLooks(1);
        }
        assertThat(told).isEmpty();
    }

    @Test
    @Tag("MET-15")
    void aSideThatIsSilentWhileTheOtherSpeaksIsToldOfOnceAndSoIsTheEndOfThat() {
        looks(1 + LOOKS_IN_10_S - 1, this::calleeSpeaks);
        assertThat(told).isEmpty();

        looks(LOOKS_IN_30_S, this::calleeSpeaks);
        assertThat(told).containsExactly(new Silence.OneWay(MediaEnd.CALLER));

        looks(2, this::callerSpeaks);
        assertThat(told).containsExactly(new Silence.OneWay(MediaEnd.CALLER), new Silence.Over(MediaEnd.CALLER));

        looks(LOOKS_IN_10_S, this::callerSpeaks);
        assertThat(told).endsWith(new Silence.OneWay(MediaEnd.CALLEE));
    }

    @Test
    @Tag("MET-15")
    void timeInWhichNobodySpokeIsNotHeldAgainstTheOneWhoSpeaksLater() {
        looks(1, this::callerSpeaks);
        silentLooks(LOOKS_IN_10_S);
        looks(LOOKS_IN_10_S - 1, this::callerSpeaks);
        assertThat(told).isEmpty();

        looks(1, this::callerSpeaks);
        assertThat(told).containsExactly(new Silence.OneWay(MediaEnd.CALLEE));
    }

    @Test
    void theTwoLimitsCanBeOffAlone() {
        MediaLimits onlyOneWay = new MediaLimits(Duration.ZERO, Duration.ofSeconds(8));
        assertThat(onlyOneWay.look()).isEqualTo(Duration.ofSeconds(2));
        assertThat(onlyOneWay.isInactive(1_000)).isFalse();
        assertThat(onlyOneWay.isOneWay(4)).isTrue();

        MediaLimits onlyInactive = new MediaLimits(Duration.ofSeconds(30), Duration.ZERO);
        assertThat(onlyInactive.look()).isEqualTo(Duration.ofMillis(7_500));
        assertThat(onlyInactive.isInactive(3)).isFalse();
        assertThat(onlyInactive.isInactive(4)).isTrue();
        assertThat(onlyInactive.isOneWay(1_000)).isFalse();

        assertThat(MediaLimits.NONE.watches()).isFalse();
    }
}
