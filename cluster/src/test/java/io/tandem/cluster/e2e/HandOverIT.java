package io.tandem.cluster.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tandem.cluster.NodePlan;
import io.tandem.cluster.NodeProcess;
import io.tandem.cluster.TestCassandra;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answered calls move with their service address from a node that lives to another (design §4). */
class HandOverIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration MOVED = Duration.ofSeconds(20);

    @TempDir
    Path folder;
    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<NodeProcess> nodes = new ArrayList<>();
    private NodePlan plan;

    private void start(int count) throws IOException {
        String database = TestCassandra.hocon(TestCassandra.newKeyspace());
        for (NodePlan each : NodePlan.cluster(count, 20)) {
            plan = each.with(database);
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

    private void awaitAt(NodeProcess node, String address) {
        String at = "\"id\":\"" + address + "\",\"home\":";
        await("service address " + address + " is at work").atMost(PATIENCE).until(() -> {
            String cluster = node.get("/ops/cluster").body();
            int from = cluster.indexOf(at);
            String shown = cluster.substring(from, cluster.indexOf('}', from));
            return shown.contains("\"owner\":\"127.0.0.1:" + node.plan().clusterPort() + "\"")
                    && shown.contains("\"atWork\":true");
        });
    }

    @Test
    void answeredCallsOfANodeThatIsStoppedGoOnAtTheirAddressOnAnother() throws IOException {
        start(2);
        Phone core = phone(plan.corePeerPort());
        Phone mps = phone(plan.mpsPeerPort());
        awaitAt(nodes.get(1), "b");
        List<PhoneCall> calls = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            calls.add(new PhoneCall(core, mps, "+44163296050" + i, "127.0.0.12", plan.corePort()));
            open.add(calls.getLast());
            calls.getLast().assertAudioBothWays();
        }

        assertThat(nodes.get(1).stop()).isZero();
        long stopped = System.nanoTime();
        for (PhoneCall call : calls) {
            call.assertAudioBothWays(MOVED);
        }
        System.out.println("media of all, ms after the node has ended: " + (System.nanoTime() - stopped) / 1_000_000);
        assertThat(Figures.of(nodes.getFirst()).sum("tandem_takeover_calls_total", "outcome=restored"))
                .isEqualTo(calls.size());
        for (PhoneCall call : calls) {
            call.caller().hangUp(2);
            call.called().expectBye();
        }
        try (PhoneCall call = new PhoneCall(core, mps, "+441632960510", "127.0.0.12", plan.corePort())) {
            call.assertAudioBothWays();
        }
    }

    @Test
    void answeredCallsOfADrainedNodeMoveAndComeHomeWhenItIsToldSo() throws IOException {
        start(2);
        Phone core = phone(plan.corePeerPort());
        Phone mps = phone(plan.mpsPeerPort());
        NodeProcess home = nodes.get(1);
        awaitAt(home, "b");
        PhoneCall call = new PhoneCall(core, mps, "+441632960601", "127.0.0.12", plan.corePort());
        open.add(call);
        call.assertAudioBothWays();

        assertThat(home.order("POST", "/ops/drain").statusCode()).isEqualTo(202);
        await("nothing is left").atMost(PATIENCE)
                .until(() -> home.get("/ops/drain").body().contains("\"state\":\"done\""));
        awaitAt(nodes.getFirst(), "b");
        call.assertAudioBothWays(MOVED);
        assertThat(home.get("/ops/health/ready").statusCode()).as("ready").isEqualTo(503);
        assertThat(nodes.getFirst().order("POST", "/ops/addresses/b/hand-back").statusCode())
                .as("home is drained")
                .isEqualTo(409);

        assertThat(
                nodes.getFirst().order("DELETE", "/ops/drain?node=127.0.0.1:" + home.plan().clusterPort()).statusCode())
                .isEqualTo(202);
        assertThat(nodes.getFirst().order("POST", "/ops/addresses/b/hand-back").statusCode()).isEqualTo(202);
        awaitAt(home, "b");
        call.assertAudioBothWays(MOVED);
        call.caller().hangUp(2);
        call.called().expectBye();
        try (PhoneCall next = new PhoneCall(core, mps, "+441632960602", "127.0.0.12", plan.corePort())) {
            next.assertAudioBothWays();
        }
        assertThat(home.get("/ops/health/ready").statusCode()).as("ready").isEqualTo(200);
    }
}
