package io.tandem.cluster.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tandem.cluster.NodePlan;
import io.tandem.cluster.NodeProcess;
import io.tandem.cluster.TestCassandra;
import io.tandem.cluster.cli.TandemCommand;
import io.tandem.sip.message.SipResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

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

    /** What a command says to an operator when it went well. */
    private static String tandem(String... arguments) {
        StringWriter said = new StringWriter();
        CommandLine line = TandemCommand.commandLine();
        line.setOut(new PrintWriter(said));
        line.setErr(new PrintWriter(said));
        assertThat(line.execute(arguments)).as(() -> String.join(" ", arguments) + ": " + said).isZero();
        return said.toString();
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

    /** It has had a 100 and is not sent again: without a final response its sender would wait for nobody. */
    @Test
    void whoWaitsForAReInviteWhenItsAddressMovesIsToldToAskAgain() throws IOException {
        start(2);
        Phone core = phone(plan.corePeerPort());
        Phone mps = phone(plan.mpsPeerPort());
        awaitAt(nodes.get(1), "b");
        PhoneCall call = new PhoneCall(core, mps, "+441632960701", "127.0.0.12", plan.corePort());
        open.add(call);
        mps.answer(SipResponse.to(call.asks(2, "sendrecv"), 100).build());

        assertThat(nodes.get(1).order("POST", "/ops/drain").statusCode()).isEqualTo(202);
        assertThat(core.finalResponse(call.caller().callId(), 2).status()).isEqualTo(491);
        awaitAt(nodes.getFirst(), "b");
        call.reinvite(3, "sendrecv");
        call.assertAudioBothWays(MOVED);
        call.caller().hangUp(4);
        call.called().expectBye();
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

        assertThat(tandem("drain", "--wait", "--ops", home.ops("").toString()))
                .contains("nothing is left, it can be stopped");
        awaitAt(nodes.getFirst(), "b");
        call.assertAudioBothWays(MOVED);
        assertThat(home.get("/ops/health/ready").statusCode()).as("ready").isEqualTo(503);
        assertThat(nodes.getFirst().order("POST", "/ops/addresses/b/hand-back").statusCode())
                .as("home is drained")
                .isEqualTo(409);

        String other = nodes.getFirst().ops("").toString();
        String at = "127.0.0.1:" + home.plan().clusterPort();
        assertThat(tandem("cluster", "--ops", other)).contains("drained, done").contains("taken over");
        assertThat(tandem("drain", "--undo", "--node", at, "--ops", other)).contains(at + " takes calls again");
        assertThat(tandem("cluster", "hand-back", "b", "--ops", other))
                .contains("service address b goes home to " + at);
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
