package io.tandem.cluster.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tandem.cluster.NodePlan;
import io.tandem.cluster.NodeProcess;
import io.tandem.cluster.TestCassandra;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node whose journal is a real Cassandra: kill -9 while calls are up and a start on the same database, then a database
 * that answers nothing while calls are up.
 */
class KilledNodeCassandraIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SERVICE = "{\"serviceDetails\":{\"teamsOperatorConnect\":{\"enabled\":true}}}";
    private static final String ACCOUNT = "acme";
    private static final List<String> NUMBERS = List.of("+441632960201", "+441632960202", "+441632960203");

    @TempDir
    private static Path folder;
    private static NodeProcess node;
    private static Phone core;
    private static final List<AutoCloseable> OPEN = new ArrayList<>();
    private static final List<PhoneCall> CALLS = new ArrayList<>();

    @BeforeAll
    static void killAndRestartWithCallsUp() throws IOException {
        node = NodeProcess.startOnFreePorts(20, TestCassandra.hocon(TestCassandra.newKeyspace()), folder);
        OPEN.add(node);
        NodePlan plan = node.plan();
        assertThat(node.put("/accounts/" + ACCOUNT, SERVICE).statusCode()).isEqualTo(201);
        assertThat(node.put("/accounts/" + ACCOUNT + "/numbers/" + NUMBERS.getFirst(), SERVICE).statusCode())
                .isEqualTo(
                        201);
        core = new Phone(plan.corePeerPort());
        OPEN.add(core);
        Phone mps = new Phone(plan.mpsPeerPort());
        OPEN.add(mps);
        for (String number : NUMBERS) {
            PhoneCall call = new PhoneCall(core, mps, number, plan.corePort());
            OPEN.add(call);
            call.assertAudioBothWays();
            CALLS.add(call);
        }
        node.kill();
        node.start();
    }

    @AfterAll
    static void closeAll() throws Exception {
        for (AutoCloseable open : OPEN.reversed()) {
            open.close();
        }
    }

    @Test
    @Tag("TRAP-37")
    void aCallGoesOnAfterTheKillAndEndsWithOneRecord() throws IOException {
        PhoneCall call = CALLS.get(0);
        call.assertAudioBothWays();
        call.caller().hangUp(2);
        call.called().expectBye();
        await("the node no longer lists the call").atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(node.get("/ops/calls").body()).doesNotContain(NUMBERS.get(0)));
        assertThat(node.log()).contains(" calls of the last process are taken up again");
    }

    @Test
    void accountsAndNumbersAreStillThere() {
        assertThat(node.account(ACCOUNT).statusCode()).isEqualTo(200);
        assertThat(node.getProvisioned("/accounts/" + ACCOUNT + "/numbers/" + NUMBERS.getFirst()).statusCode())
                .isEqualTo(
                        200);
    }

    @Test
    void callsGoOnAndHangUpWhileTheDatabaseAnswersNothingAndNewOnesAreRefused() throws IOException {
        TestCassandra.server().freeze();
        try {
            await("the node knows").atMost(PATIENCE).until(() -> figure("tandem_journal_away") == 1);
            PhoneCall call = CALLS.get(1);
            call.assertAudioBothWays();
            call.called().hangUp(1);
            call.caller().expectBye();
            CALLS.get(2).assertAudioBothWays();
            String callId = "while-away";
            core.send(CALLS.get(2).invite(core, callId, "+441632960299", node.plan().corePort()),
                    node.plan().corePort());
            assertThat(core.finalResponse(callId, 1).status()).isEqualTo(503);
            assertThat(figure("tandem_journal_spool_events")).as("two ends wait").isEqualTo(2);
        } finally {
            TestCassandra.server().thaw();
        }
        await("all is handed over").atMost(PATIENCE)
                .until(() -> figure("tandem_journal_away") == 0 && figure("tandem_journal_spool_events") == 0);
        CALLS.get(2).assertAudioBothWays();
    }

    private static double figure(String name) {
        return Figures.of(node).sum(name);
    }
}
