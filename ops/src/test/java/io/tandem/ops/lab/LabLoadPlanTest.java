package io.tandem.ops.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When the calls of a load begin. */
class LabLoadPlanTest {
    private static final long SECOND = 1_000_000_000;

    @Test
    void withoutAClimbTheyBeginEvenly() {
        LabLoad.Plan plan = plan(100, Duration.ZERO);

        assertThat(plan.dueNanos(0)).isZero();
        assertThat(plan.dueNanos(1)).isEqualTo(SECOND / 100);
        assertThat(plan.dueNanos(250)).isEqualTo(5 * SECOND / 2);
    }

    @Test
    void theRateClimbsInAStraightLineAndIsFullAtItsEnd() {
        LabLoad.Plan plan = plan(200, Duration.ofSeconds(4));

        assertThat(within(plan, 0, 1)).isEqualTo(25);
        assertThat(within(plan, 1, 2)).isEqualTo(75);
        assertThat(within(plan, 3, 4)).isEqualTo(175);
        assertThat(within(plan, 4, 5)).isEqualTo(200);
        assertThat(within(plan, 5, 6)).isEqualTo(200);
    }

    private static long within(LabLoad.Plan plan, int fromSecond, int toSecond) {
        return IntStream.range(0, 2_000)
                .mapToLong(plan::dueNanos)
                .filter(due -> due >= fromSecond * SECOND && due < toSecond * SECOND)
                .count();
    }

    private static LabLoad.Plan plan(double perSecond, Duration climb) {
        return new LabLoad.Plan(new InetSocketAddress(InetAddress.getLoopbackAddress(), 5060), "+447700900001",
                "+441632960000", perSecond, 2_000, Duration.ZERO, climb);
    }
}
