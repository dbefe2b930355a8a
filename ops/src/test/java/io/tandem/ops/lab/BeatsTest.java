package io.tandem.ops.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Calls on a clock of our own: who speaks when? */
class BeatsTest {
    private static final long MILLI = 1_000_000;

    private final Clockwork clock = new Clockwork();
    private final List<String> said = new ArrayList<>();
    private final Set<String> over = new HashSet<>();
    private final Beats<String> beats = new Beats<>(clock, (call, dueNanos) -> {
        if (over.contains(call)) {
            return false;
        }
        said.add(call + " " + dueNanos / MILLI);
        return true;
    });

    @Test
    void aCallSpeaksAtOnceThenEvery20MillisecondsOnABeatOfFive() {
        beats.add("a", 1_003 * MILLI);
        run(1_003, 1_065);

        assertThat(said).containsExactly("a 1003", "a 1020", "a 1040", "a 1060");
    }

    @Test
    void eachCallKeepsItsOwnBeatAndCallsOfOneBeatSpeakTogether() {
        beats.add("a", 1_000 * MILLI);
        beats.add("b", 1_007 * MILLI);
        run(1_007, 1_022);
        beats.add("c", 1_022 * MILLI);
        run(1_022, 1_045);

        assertThat(said).containsExactly("a 1000", "b 1007", "a 1020", "c 1022", "b 1025", "a 1040", "c 1040",
                "b 1045");
    }

    @Test
    void whoeverIsOverLeavesItsBeatToTheOthersAndAnEmptyOneBeginsAgain() {
        beats.add("a", 1_000 * MILLI);
        beats.add("b", 1_001 * MILLI);
        over.add("a");
        run(1_001, 1_030);
        over.add("b");
        run(1_030, 1_101);
        assertThat(clock.idleNanos(1_101 * MILLI, Long.MAX_VALUE)).as("nothing to do").isEqualTo(Long.MAX_VALUE);
        beats.add("c", 1_101 * MILLI);
        run(1_101, 1_121);

        assertThat(said).containsExactly("a 1000", "b 1001", "b 1020", "c 1101", "c 1120");
    }

    @Test
    void whereTheClockIsBehindNobodySpeaksForATimeBeforeItCame() {
        beats.add("a", 1_000 * MILLI);
        beats.add("b", 1_063 * MILLI);
        clock.advance(1_085 * MILLI);

        assertThat(said).containsExactly("a 1000", "b 1063", "a 1020", "a 1040", "a 1060", "a 1080", "b 1080");
    }

    private void run(long fromMillis, long toMillis) {
        for (long now = fromMillis; now <= toMillis; now++) {
            clock.advance(now * MILLI);
        }
    }
}
