package io.tandem.sip.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.sip.admission.OverloadState.Interval;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The controller against a server of a known capacity, in virtual time. */
@Tag("F-35")
class OverloadStateTest {
    private static final OverloadSettings SETTINGS = OverloadSettings.DEFAULT;
    private static final double STEP_SECONDS = OverloadState.INTERVAL_NANOS / 1e9;

    /** A server that works calls off at its capacity; what it cannot waits. */
    private static final class Server {
        private OverloadState state = OverloadState.start(SETTINGS);
        private double queue;
        private double admitted;
        private double served;
        private double refused;
        private double longestDelay;

        void run(int intervals, double offered, double capacity) {
            for (int i = 0; i < intervals; i++) {
                double in = Math.min(offered, state.rate()) * STEP_SECONDS;
                double out = Math.min(queue + in, capacity * STEP_SECONDS);
                queue += in - out;
                admitted += in;
                served += out;
                refused += offered * STEP_SECONDS - in;
                double delay = queue / capacity;
                longestDelay = Math.max(longestDelay, delay);
                state = state.next(new Interval(OverloadState.INTERVAL_NANOS, (int) Math.round(in),
                        (int) Math.round(offered * STEP_SECONDS - in), (long) (delay * 1e9)), SETTINGS);
            }
        }

        void forget() {
            admitted = 0;
            served = 0;
            refused = 0;
            longestDelay = 0;
        }
    }

    @Test
    void atThreeTimesTheCapacityMostOfItIsServedAndNothingWaitsLong() {
        Server server = new Server();
        server.run(300, 1_000, 1_000);
        server.forget();

        server.run(600, 3_000, 1_000);

        assertThat(server.served / 60).isGreaterThan(850);
        assertThat(server.longestDelay).isLessThan(2);
    }

    @Test
    void whenTheFloodEndsNothingIsRefusedAnyMore() {
        Server server = new Server();
        server.run(600, 3_000, 1_000);
        server.run(20, 500, 1_000);
        server.forget();

        server.run(600, 500, 1_000);

        assertThat(server.refused).isZero();
        assertThat(server.queue).isZero();
    }

    @Test
    void aColdServerThatIsFloodedIsNotBuried() {
        Server server = new Server();
        DoubleUnaryOperator warmth = second -> Math.min(1_000, 60 + 60 * second);
        for (int second = 0; second < 30; second++) {
            server.run(10, 600, warmth.applyAsDouble(second));
        }

        assertThat(server.longestDelay).isLessThan(4);
        server.forget();
        server.run(100, 600, 1_000);
        assertThat(server.served / 10).isGreaterThan(480);
    }

    @Test
    void demandThatDoublesAtOnceIsLetIn() {
        Server server = new Server();
        server.run(100, 150, 1_000);
        server.run(100, 290, 1_000);
        server.run(100, 550, 1_000);

        assertThat(server.refused).isZero();
    }

    @Test
    void oneLateIntervalIsAPauseAndChangesNothing() {
        OverloadState state = OverloadState.start(SETTINGS);

        OverloadState paused = state.next(new Interval(4 * OverloadState.INTERVAL_NANOS, 10, 0, 300_000_000), SETTINGS);

        assertThat(paused.rate()).isEqualTo(state.rate());
        assertThat(paused.overloaded()).isFalse();
    }

    @Test
    void theRateNeverFallsBelowItsLeast() {
        Server server = new Server();
        server.run(600, 1_000, 1);

        assertThat(server.state.rate()).isEqualTo(SETTINGS.leastRate());
        assertThat(server.state.overloaded()).isTrue();
    }
}
