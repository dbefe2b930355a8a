package io.tandem.ops.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.tandem.media.sdp.Codec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A load on an agent that answers, with nothing between them. */
class LabLoadIT {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    @Test
    void everyCallOfTheRateIsPlacedAnsweredAndReleased() throws Exception {
        try (LabAgent callee = answering(100)) {
            LabLoad.Figures figures = LabLoad.run(settings(100), plan(callee, 100, 100));

            assertThat(figures.attempts()).isEqualTo(100);
            assertThat(figures.answered()).as("%s", figures).isEqualTo(100);
            assertThat(figures.failures()).isEmpty();
            assertThat(figures.setUpP50Millis()).isBetween(0.0, figures.setUpP99Millis());
            assertThat(figures.seconds()).isGreaterThan(1);
        }
    }

    @Test
    void itWarmsUpWithItself() {
        assertThatCode(() -> LabLoad.warmUp(LOOPBACK, 50)).doesNotThrowAnyException();
    }

    @Test
    void whatWasRefusedIsCountedByItsReason() throws Exception {
        try (LabAgent callee = answering(1)) {
            LabLoad.Figures figures = LabLoad.run(settings(100), plan(callee, 1_000, 10));

            assertThat(figures.answered()).isEqualTo(1);
            assertThat(figures.failures()).isEqualTo(Map.of("486 Busy Here", 9));
        }
    }

    @Test
    void whatTheAgentHasNoRoomForHasFailedToo() throws Exception {
        try (LabAgent callee = answering(100)) {
            LabLoad.Figures figures = LabLoad.run(settings(3), plan(callee, 1_000, 10));

            assertThat(figures.failed()).isEqualTo(7);
        }
    }

    private static LabLoad.Plan plan(LabAgent callee, double perSecond, int calls) {
        return new LabLoad.Plan(callee.address(), "+447700900001", "+441632960000", perSecond, calls,
                Duration.ofMillis(300), Duration.ZERO);
    }

    private static LabAgent answering(int mostCalls) throws IOException {
        return LabAgent.start(settings(mostCalls), _ -> {
        });
    }

    private static AgentSettings settings(int mostCalls) {
        return new AgentSettings("load", new InetSocketAddress(LOOPBACK, 0), LOOPBACK, 40_000, 40_001,
                List.of(Codec.PCMA), new Answering(0, 0, Answering.WAITS), mostCalls).silent();
    }
}
