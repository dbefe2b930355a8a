package io.tandem.cluster.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tandem.cluster.NodePlan;
import io.tandem.cluster.NodeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The address that peers know of a node that was killed: another node has it soon (design §4). */
class ServiceAddressIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;
    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<NodeProcess> nodes = new ArrayList<>();
    private NodePlan plan;

    private void start(int count, String extra) throws IOException {
        for (NodePlan each : NodePlan.cluster(count, 20)) {
            plan = each.with(extra);
            nodes.add(NodeProcess.start(plan, Files.createDirectory(folder.resolve("node-" + nodes.size()))));
            open.add(nodes.getLast());
        }
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private Phone phone(int port) throws IOException {
        Phone phone = new Phone(port);
        open.add(phone);
        return phone;
    }

    private void callTo(int address, Phone core, Phone mps, String number) throws IOException {
        try (PhoneCall call = new PhoneCall(core, mps, number, "127.0.0." + (11 + address), plan.corePort())) {
            call.assertAudioBothWays();
            call.caller().hangUp(2);
            call.called().expectBye();
        }
    }

    private NodeProcess holderOf(int address, NodeProcess notThis) {
        await("somebody has " + (char) ('a' + address)).atMost(PATIENCE)
                .until(() -> nodes.stream().anyMatch(node -> node != notThis && hasTaken(node, address)));
        return nodes.stream().filter(node -> node != notThis && hasTaken(node, address)).findFirst().orElseThrow();
    }

    private static boolean hasTaken(NodeProcess node, int address) {
        return node.log().contains("service address " + (char) ('a' + address) + " is at work here");
    }

    @Test
    void callsToADeadNodesAddressAreTakenByASurvivorAndGoHomeWhenItIsBack() throws IOException {
        start(2, "");
        Phone core = phone(plan.corePeerPort());
        Phone mps = phone(plan.mpsPeerPort());
        callTo(0, core, mps, "+441632960301");
        callTo(1, core, mps, "+441632960302");

        nodes.get(1).kill();
        assertThat(holderOf(1, nodes.get(1))).isSameAs(nodes.get(0));
        callTo(1, core, mps, "+441632960303");
        callTo(0, core, mps, "+441632960304");

        nodes.get(1).start();
        await("home again").atMost(PATIENCE)
                .until(() -> nodes.get(0).log().contains("service address b is given up"));
        await("home again").atMost(PATIENCE)
                .until(() -> nodes.get(1).log().split("service address b is at work here", -1).length > 2);
        callTo(1, core, mps, "+441632960305");
    }
}
