package io.tandem.cluster.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tandem.cluster.FreePorts;
import io.tandem.cluster.NodePlan;
import io.tandem.cluster.NodeProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pair {@code session_expiry}: no session may be shorter than 90 s (RFC 4028 §5), so this one takes a minute. */
class SippSessionExpiryIT {
    private static final int CALLS = 3;
    private static final Duration LIMIT = Duration.ofSeconds(90);

    @TempDir
    private Path folder;

    @Test
    @Tag("TSP-115")
    @Tag("TRAP-36")
    void oneSideIsRefreshedAndTheOtherThatDoesNotRefreshEndsTheCall() throws IOException {
        try (NodeProcess node = NodeProcess.startOnFreePorts(20, "", folder)) {
            NodePlan plan = node.plan();
            int media = FreePorts.range(4 * CALLS);
            try (Sipp called = Sipp.answering("called", folder,
                    Sipp.Task.ofFile("session_expiry_uas.xml", plan.mpsPeerPort(), media, CALLS, LIMIT));
                    Sipp caller = Sipp.start("caller", folder,
                            Sipp.Task.ofFile("session_expiry_uac.xml", FreePorts.one(), media + 2 * CALLS, CALLS, LIMIT)
                                    .calling("+441632960000", plan.corePort(), CALLS))) {
                caller.assertAllCallsSucceeded();
                called.assertAllCallsSucceeded();
            }
            await("the node lists no call").atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(node.get("/ops/calls").body()).contains("\"value\":[]"));
            Figures figures = Figures.of(node);
            assertThat(figures.sum("tandem_calls_ended_total")).as("records").isEqualTo(CALLS);
            assertThat(figures.sum("tandem_media_sessions_active")).as("media sessions").isZero();
        }
    }
}
