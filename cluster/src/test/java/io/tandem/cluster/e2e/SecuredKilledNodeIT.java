package io.tandem.cluster.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tandem.cluster.FreePorts;
import io.tandem.cluster.NodePlan;
import io.tandem.cluster.NodeProcess;
import io.tandem.media.sdp.Codec;
import io.tandem.ops.lab.AgentSettings;
import io.tandem.ops.lab.Answering;
import io.tandem.ops.lab.CallOrder;
import io.tandem.ops.lab.CallReport;
import io.tandem.ops.lab.LabAgent;
import io.tandem.ops.lab.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls with SRTP towards Microsoft and plain RTP towards the core, over a kill -9 of the process between (issue 6, proof 6). */
class SecuredKilledNodeIT {
    private static final int HOLD_MILLIS = 16_000;
    private static final int PACKETS_A_SECOND = 50;
    /** Far more than it takes: this runs where everything else does too. */
    private static final long MOST_GAP_NANOS = Duration.ofSeconds(10).toNanos();

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;
    private final List<AutoCloseable> open = new ArrayList<>();
    private final Queue<CallReport> reports = new ConcurrentLinkedQueue<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private static AgentSettings settings(String name, int port) {
        InetAddress host = InetAddress.ofLiteral("127.0.0.1");
        int media = FreePorts.range(8);
        return new AgentSettings(name, new InetSocketAddress(host, port), host, media, media + 7, List.of(Codec.PCMA),
                new Answering(20, 50, Answering.WAITS), 4);
    }

    private LabAgent agent(AgentSettings settings) throws IOException {
        LabAgent agent = LabAgent.start(settings, reports::add);
        open.add(agent);
        return agent;
    }

    private static CallOrder order(String called, int port) {
        return new CallOrder("+441632960111", called, new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port),
                20_000,
                HOLD_MILLIS);
    }

    /** Calls of which each end has been sent a second of speech. */
    private static long heardBothWays(NodeProcess node) throws IOException {
        return JSON.readTree(node.get("/ops/calls?state=Talking").body())
                .path("value")
                .findValuesAsText("id")
                .stream()
                .map(id -> stats(node, id))
                .filter(stats -> stats.at("/caller/packetsSent").asLong() > PACKETS_A_SECOND
                        && stats.at("/callee/packetsSent").asLong() > PACKETS_A_SECOND)
                .count();
    }

    private static JsonNode stats(NodeProcess node, String call) {
        try {
            return JSON.readTree(node.get("/ops/calls/" + call).body()).at("/media/stats");
        } catch (IOException notJson) {
            throw new UncheckedIOException(notJson);
        }
    }

    @Test
    @Tag("TSP-140")
    @Tag("TSP-169")
    void speechIsHeardAgainBothWaysWithTheSameKeys() throws IOException {
        NodeProcess node = NodeProcess.startOnFreePorts(20, "", folder,
                plan -> plan.withTrunks("", "media-protocol = SRTP"));
        open.add(node);
        NodePlan plan = node.plan();
        LabAgent core = agent(settings("core-1", plan.corePeerPort()));
        LabAgent mps = agent(settings("mps-1", plan.mpsPeerPort()).protectedMedia());
        assertThat(core.place(order("+441632960201", plan.corePort()))).isTrue();
        assertThat(mps.place(order("+441632960202", plan.mpsPort()))).isTrue();
        await("both are up and heard both ways").atMost(Duration.ofSeconds(20)).until(() -> heardBothWays(node) == 2);
        node.kill();
        node.start();
        await("both have ended").atMost(Duration.ofSeconds(60)).until(() -> reports.size() == 4);

        assertThat(reports).allSatisfy(report -> {
            assertThat(report.outcome()).as(report.agent()).isInstanceOf(Outcome.Released.class);
            CallReport.Speech speech = report.speech().orElseThrow();
            assertThat(speech.ear().packets()).as("heard by " + report.agent()).isGreaterThan(5 * PACKETS_A_SECOND);
            assertThat(speech.ear().longestSilence().nanos()).as("gap of " + report.agent()).isLessThan(MOST_GAP_NANOS);
        });
        assertThat(node.log()).doesNotContain("inline:");
    }
}
