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
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The address that peers know of a node that was killed: another node has it soon (design §4). */
class ServiceAddressIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Far more than it takes (design §4): this runs where everything else does too. */
    private static final Duration TAKEN_OVER = Duration.ofSeconds(40);

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
        } catch (AssertionError failed) {
            throw new AssertionError("call to " + number + ": " + failed.getMessage() + "\nthe caller has "
                    + core.unasked() + "\n"
                    + nodes.stream().map(NodeProcess::log).collect(Collectors.joining("\n---- and the next node:\n")),
                    failed);
        }
    }

    /** Waits until that node has that service address; it may have been elsewhere while its home was not up. */
    private void awaitAt(int node, int address) {
        await("service address " + address + " is at node " + node).atMost(PATIENCE)
                .until(() -> has(nodes.get(node), address));
    }

    private static boolean has(NodeProcess node, int address) {
        String which = "service address " + (char) ('a' + address);
        String log = node.log();
        log = log.substring(Math.max(0, log.lastIndexOf("Starting up"))); // not what it had before it was killed
        return log.lastIndexOf(which + " is at work here") > log.lastIndexOf("giving up " + which);
    }

    /** Design §2: signalling, actor and media of a call are together. */
    private void assertEveryMessageStayedOnItsNode() {
        for (NodeProcess node : nodes) {
            assertThat(Figures.of(node).sum("tandem_call_messages_total", "entry=own")).isPositive();
            assertThat(Figures.of(node).sum("tandem_call_messages_total", "entry=other")).isZero();
        }
    }

    @Test
    void callsToADeadNodesAddressAreTakenByASurvivorAndGoHomeWhenItIsBack() throws IOException {
        start(2, TestCassandra.hocon(TestCassandra.newKeyspace()));
        Phone core = phone(plan.corePeerPort());
        Phone mps = phone(plan.mpsPeerPort());
        awaitAt(1, 1);
        callTo(0, core, mps, "+441632960301");
        callTo(1, core, mps, "+441632960302");
        await("its end is journaled").atMost(PATIENCE)
                .until(() -> Figures.of(nodes.get(1)).sum("tandem_calls_active") == 0);
        assertEveryMessageStayedOnItsNode();

        nodes.get(1).kill();
        awaitAt(0, 1);
        assertThat(Figures.of(nodes.getFirst()).sum("tandem_takeover_calls_total")).as("calls that were over").isZero();
        assertThat(nodes.getFirst().get("/ops/trunks").body()).contains("\"serviceAddress\":\"a\"")
                .contains("\"serviceAddress\":\"b\"");
        callTo(1, core, mps, "+441632960303");
        callTo(0, core, mps, "+441632960304");

        nodes.get(1).start();
        await("it leaves").atMost(PATIENCE)
                .untilAsserted(() -> assertThat(has(nodes.get(0), 1)).as(() -> nodes.get(0).log()).isFalse());
        awaitAt(1, 1);
        callTo(1, core, mps, "+441632960305");
    }

    @Test
    void answeredCallsOfAKilledNodeGoOnAtTheirAddressOnAnother() throws IOException {
        start(2, TestCassandra.hocon(TestCassandra.newKeyspace()));
        Phone core = phone(plan.corePeerPort());
        Phone mps = phone(plan.mpsPeerPort());
        awaitAt(1, 1);
        List<PhoneCall> calls = new ArrayList<>();
        for (String number : List.of("+441632960401", "+441632960402", "+441632960403")) {
            calls.add(new PhoneCall(core, mps, number, "127.0.0.12", plan.corePort()));
            open.add(calls.getLast());
            calls.getLast().assertAudioBothWays();
        }

        long killed = System.nanoTime();
        nodes.get(1).kill();
        calls.getFirst().assertAudioBothWays(TAKEN_OVER);
        System.out.println("media again after kill -9, ms: " + (System.nanoTime() - killed) / 1_000_000);
        for (PhoneCall call : calls) {
            call.assertAudioBothWays(TAKEN_OVER);
        }
        assertThat(Figures.of(nodes.getFirst()).sum("tandem_takeover_calls_total")).isEqualTo(calls.size());

        calls.get(0).caller().hangUp(2); // to the address that they know
        calls.get(0).called().expectBye();
        calls.get(1).called().hangUp(1);
        calls.get(1).caller().expectBye();
        calls.get(2).reinvite(2, "sendrecv");
        calls.get(2).assertAudioBothWays();
        callTo(1, core, mps, "+441632960404");
    }
}
