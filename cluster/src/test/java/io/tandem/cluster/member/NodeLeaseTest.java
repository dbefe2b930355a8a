package io.tandem.cluster.member;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.SplittableRandom;
import org.apache.pekko.remote.FailureDetector;
import org.apache.pekko.remote.PhiAccrualFailureDetector;
import org.junit.jupiter.api.Test;
import scala.concurrent.duration.FiniteDuration;

/** The settings of {@code pekko.conf} and Pekko's own detector, in virtual time: milliseconds. */
class NodeLeaseTest {
    private static final Config CLUSTER = ConfigFactory.parseResources("pekko.conf")
            .getConfig("pekko.cluster")
            .withFallback(ConfigFactory.defaultReference().getConfig("pekko.cluster"));
    private static final Config DETECTOR = CLUSTER.getConfig("failure-detector");
    private static final long BEAT = millis(DETECTOR, "heartbeat-interval");
    private static final long LOOKS = millis(CLUSTER, "unreachable-nodes-reaper-interval");
    private static final long STABLE_AFTER = millis(CLUSTER, "split-brain-resolver.stable-after");
    /** Heartbeats come so much later on a busy machine. */
    private static final int LOAD = 200;
    private static final int HISTORIES = 200;
    /** An address is given to it for the lease to the nearest second, and it is late by 0.4 s at most (measured). */
    private static final int KERNEL = 1_000;

    private long now;
    private final long seed = Long.getLong("tandem.lease.seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(seed);
    private PhiAccrualFailureDetector detector;

    private static long millis(Config settings, String path) {
        return settings.getDuration(path).toMillis();
    }

    private static FiniteDuration span(String path) {
        return FiniteDuration.fromNanos(DETECTOR.getDuration(path).toNanos());
    }

    private void begin() {
        now = 0;
        detector = new PhiAccrualFailureDetector(DETECTOR.getDouble("threshold"), DETECTOR.getInt("max-sample-size"),
                span("min-std-deviation"), span("acceptable-heartbeat-pause"), span("expected-response-after"),
                clock());
    }

    private FailureDetector.Clock clock() {
        return new FailureDetector.Clock() {
            @Override
            public long apply$mcJ$sp() {
                return now;
            }

            @Override
            public Object apply() {
                return now;
            }
        };
    }

    @Test
    void theLeaseOfASilentNodeIsOverBeforeTheOthersMayTakeItsAddresses() {
        for (int history = 0; history < HISTORIES; history++) {
            long silent = millisOfSilence(history);
            assertThat(silent + STABLE_AFTER).as("seed %d, history %d", seed, history)
                    .isGreaterThan(NodeLease.LASTS.toMillis() + LOAD);
        }
    }

    /** From where the last lease began until the detector gives up, after heartbeats on a quiet or a busy machine. */
    private long millisOfSilence(int history) {
        begin();
        int load = history % 2 == 0 ? 0 : LOAD;
        int beats = 1 + random.nextInt(300);
        for (int beat = 0; beat < beats; beat++) {
            now = Math.max(now, beat * BEAT + random.nextInt(load + 1));
            detector.heartbeat();
        }
        long lastHeard = now;
        while (detector.isAvailable()) {
            now++;
        }
        // The node may have been heard for the lease just before it would have had to answer one heartbeat more.
        return now - (lastHeard + BEAT);
    }

    /** Where silence is for Pekko to tell. */
    @Test
    void theAddressOfASilentNodeIsOffItsMachineBeforeTheOthersMayTakeIt() {
        for (int history = 0; history < HISTORIES; history++) {
            long silent = millisOfSilence(history);
            assertThat(silent + STABLE_AFTER).as("seed %d, history %d", seed, history)
                    .isGreaterThan(NodeLease.LASTS.toMillis() + KERNEL + LOAD);
        }
    }

    @Test
    void pausesOfASecondAndABusyMachineAreNoFailure() {
        for (int history = 0; history < HISTORIES; history++) {
            begin();
            detector.heartbeat();
            long pauseEnds = 0;
            long nextPause = random.nextInt(5_000);
            for (int beat = 1; beat < 500; beat++) {
                long due = beat * BEAT + random.nextInt(LOAD + 1);
                if (due >= nextPause) {
                    pauseEnds = nextPause + 1_000;
                    nextPause += 2_000 + random.nextInt(5_000);
                }
                lookUntil(Math.max(due, pauseEnds), history);
                detector.heartbeat();
            }
        }
    }

    private void lookUntil(long time, int history) {
        while (now < time) {
            now = Math.min(time, now + LOOKS);
            assertThat(detector.isAvailable()).as("seed %d, history %d, at %d ms", seed, history, now).isTrue();
        }
    }

    @Test
    void whatIsLeftOfALeaseIsUntilNobodyHearsTheNodeAnyMore() {
        NodeLease lease = new NodeLease();
        assertThat(lease.left()).as("before it is a member").isZero();
        lease.renew(System.nanoTime() - Duration.ofSeconds(1).toNanos());
        assertThat(lease.left()).isPositive().isLessThanOrEqualTo(NodeLease.LASTS.minusSeconds(1));
        lease.renew(System.nanoTime() - Duration.ofHours(1).toNanos());
        assertThat(lease.left()).isZero();
        lease.alone(true);
        assertThat(lease.left()).as("nobody could take over").isEqualTo(NodeLease.LASTS);
        lease.end();
        assertThat(lease.left()).isZero();
    }

    @Test
    void aLeaseIsHeldForItsTimeAndNotLonger() {
        NodeLease lease = new NodeLease();
        assertThat(lease.held()).as("before it is a member").isFalse();
        lease.renew(System.nanoTime());
        assertThat(lease.held()).isTrue();
        lease.renew(System.nanoTime() - NodeLease.LASTS.toNanos());
        assertThat(lease.held()).isFalse();
        lease.alone(true);
        assertThat(lease.held()).as("nobody could take over").isTrue();
        lease.end();
        assertThat(lease.held()).isFalse();
    }
}
