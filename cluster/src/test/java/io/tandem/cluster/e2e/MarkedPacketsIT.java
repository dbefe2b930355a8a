package io.tandem.cluster.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tandem.cluster.NodePlan;
import io.tandem.cluster.NodeProcess;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the sockets of a node mark what they send, as the kernel says it. */
@Tag("TSP-168")
@Tag("F-68")
class MarkedPacketsIT {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Path SOCKET_STATISTICS = Path.of("/usr/bin/ss");

    @TempDir
    private Path folder;

    @Test
    void eachSideHasItsOwnMarksForMediaAndForSignalling() throws IOException {
        assertThat(SOCKET_STATISTICS).as("what says how sockets are marked (package iproute2)").isExecutable();
        try (NodeProcess node = NodeProcess.startOnFreePorts(20, "", folder,
                plan -> plan.withTrunks("dscp { media = 40, signaling = 24 }", ""))) {
            NodePlan plan = node.plan();
            try (Phone core = new Phone(plan.corePeerPort());
                    Phone mps = new Phone(plan.mpsPeerPort());
                    PhoneCall call = new PhoneCall(core, mps, "+441632960401", plan.corePort())) {
                call.assertAudioBothWays();

                assertMarked("-uan", plan.corePort(), 24);
                assertMarked("-uan", plan.mpsPort(), 0);
                for (int ofThePair = 0; ofThePair < 2; ofThePair++) {
                    assertMarked("-uan", call.callerAudio().nodePort() + ofThePair, 40);
                    assertMarked("-uan", call.calledAudio().nodePort() + ofThePair, 46);
                }
                try (Socket stream = new Socket("127.0.0.1", plan.corePort())) {
                    assertThat(stream.isConnected()).isTrue();
                    await("taken by the node, which marks it then").atMost(LIMIT)
                            .untilAsserted(() -> assertMarked("-tn", plan.corePort(), 24));
                }
            }
        }
    }

    private static void assertMarked(String which, int port, int dscp) throws IOException {
        Process asked = new ProcessBuilder(SOCKET_STATISTICS.toString(), "-H", "--tos", which, "sport", "=", ":" + port)
                .redirectErrorStream(true)
                .start();
        List<String> sockets = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines()
                .filter(line -> line.contains("127.0.0.1:" + port) || line.contains("127.0.0.1]:" + port))
                .toList();
        assertThat(sockets).as("sockets on %d", port).isNotEmpty();
        String mark = "tos:0x%x".formatted(dscp << 2);
        assertThat(sockets).allSatisfy(socket -> assertThat(dscp == 0
                ? !socket.contains("tos:0x")
                : socket.contains(mark)).as(socket).isTrue());
    }
}
