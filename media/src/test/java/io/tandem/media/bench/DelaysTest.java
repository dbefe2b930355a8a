package io.tandem.media.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class DelaysTest {
    @Test
    void percentilesAreRightToAHundredthOfAMillisecond() {
        Delays delays = new Delays();
        for (int i = 1; i <= 1_000; i++) {
            delays.add(i * 100_000L);
        }
        assertThat(delays.percentileMillis(50)).isCloseTo(50, Offset.offset(0.011));
        assertThat(delays.percentileMillis(99)).isCloseTo(99, Offset.offset(0.011));
        assertThat(delays.percentileMillis(100)).isEqualTo(100);
        assertThat(delays.total()).isEqualTo(1_000);
    }

    @Test
    void whatIsOverASecondCountsAsTheLongest() {
        Delays delays = new Delays();
        delays.add(5_000_000_000L);
        assertThat(delays.percentileMillis(99)).isEqualTo(1_000.01);
        assertThat(delays.longestMillis()).isEqualTo(5_000);
        assertThat(new Delays().percentileMillis(99)).isZero();
    }
}
