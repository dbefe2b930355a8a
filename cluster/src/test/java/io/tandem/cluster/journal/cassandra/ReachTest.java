package io.tandem.cluster.journal.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.NoNodeAvailableException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.slf4j.helpers.NOPLogger;

/** When the database counts as away, by failures and probes, in virtual time. */
class ReachTest {
    private static final Duration QUIET = Duration.ofSeconds(1);

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private long now;
    private final Reach reach = new Reach(() -> now, NOPLogger.NOP_LOGGER, "", PATIENCE);

    @Test
    void oneSlowWriteIsNotTheDatabaseAway() {
        reach.failed(new TimeoutException());
        reach.failed(new TimeoutException());
        reach.succeeded();
        reach.failed(new TimeoutException());
        assertThat(reach.isAway()).isFalse();
    }

    @Test
    void threeInARowAreWhereNothingSucceededForAsLongAsAnAnswerMayWait() {
        now += PATIENCE.toNanos();
        reach.failed(new TimeoutException());
        reach.failed(new TimeoutException());
        assertThat(reach.isAway()).isFalse();
        reach.failed(new TimeoutException());
        assertThat(reach.isAway()).isTrue();
    }

    @Test
    void aPauseThatMakesManyWritesLateIsNot() {
        reach.succeeded();
        now += PATIENCE.toNanos() - 1;
        for (int i = 0; i < 100; i++) {
            reach.failed(new TimeoutException());
        }
        assertThat(reach.isAway()).isFalse();
        now += 1;
        reach.failed(new TimeoutException());
        assertThat(reach.isAway()).as("and then nothing came for too long").isTrue();
    }

    @Test
    void noServerInReachIsAtOnce() {
        reach.failed(new CompletionException(new NoNodeAvailableException()));
        assertThat(reach.isAway()).isTrue();
    }

    @Test
    void onlyAProbeBringsItBack() {
        reach.failed(new NoNodeAvailableException());
        reach.succeeded(); // a write that was under way
        assertThat(reach.isAway()).isTrue();
        assertThat(reach.probed()).as("was away until now").isTrue();
        assertThat(reach.isAway()).isFalse();
        assertThat(reach.probed()).isFalse();
    }

    @Test
    void isProbedWhileNothingProvesIt() {
        assertThat(reach.wantsProbe(QUIET)).isFalse();
        now += QUIET.toNanos();
        assertThat(reach.wantsProbe(QUIET)).as("nothing was written for so long").isTrue();
        reach.succeeded();
        assertThat(reach.wantsProbe(QUIET)).isFalse();
        reach.failed(new TimeoutException());
        assertThat(reach.wantsProbe(QUIET)).as("in doubt").isTrue();
    }
}
