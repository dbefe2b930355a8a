package io.tandem.cluster.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tandem.cluster.FreePorts;
import io.tandem.cluster.NodePlan;
import io.tandem.cluster.NodeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Transfers on the wire: the scenarios of {@code ops/sipp} whose call has a third party, the target, which is a peer of
 * the caller's trunk; the caller itself speaks from a port of its own.
 */
class SippTransferIT {
    private static final int CALLS = 3;
    private static final int RATE = 5;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final AtomicInteger RUN = new AtomicInteger();

    @TempDir
    private static Path folder;
    private static NodeProcess node;

    @BeforeAll
    static void startNode() throws IOException {
        node = NodeProcess.startOnFreePorts(50, "", folder);
    }

    @AfterAll
    static void stopNode() {
        if (node != null) {
            node.close();
        }
    }

    @ParameterizedTest(name = "{0}, called from {1}")
    @CsvSource(textBlock = """
            transfer_by_callee,     core
            transfer_by_callee,     mps
            transfer_by_caller,     core
            transfer_by_caller,     mps
            transfer_early_hangup,  core
            transfer_early_hangup,  mps
            transfer_busy,          core
            transfer_busy,          mps
            transfer_unheard,       core
            transfer_long,          core
            transfer_long,          mps
            transfer_to_number,     core
            """)
    @Tag("TSP-126")
    @Tag("TSP-127")
    @Tag("TRAP-19")
    @Tag("TRAP-20")
    @Tag("TRAP-24")
    void everyTransferGoesAsTheScenarioSays(String scenario, String from) throws IOException {
        Figures before = Figures.of(node);
        run(scenario, from.equals("core"));
        assertOneRecordEach(before, from);
    }

    @Test
    @Tag("TSP-110")
    void aTrunkWithoutReferIsToldSoAndRefusesIt() throws IOException {
        NodePlan plan = NodePlan.onFreePorts(20).withTrunks("", "refer = off");
        Path own = Files.createDirectory(folder.resolve("without-refer"));
        try (NodeProcess without = NodeProcess.start(plan, own);
                Sipp called = Sipp.answering("called", own, Sipp.Task.ofFile("refer_off_uas.xml", plan.mpsPeerPort(),
                        FreePorts.range(2 * CALLS), CALLS, LIMIT));
                Sipp caller = Sipp.start("caller", own, Sipp.Task
                        .ofFile("refer_off_uac.xml", FreePorts.one(), FreePorts.range(2 * CALLS), CALLS, LIMIT)
                        .calling("+441632960000", plan.corePort(), RATE))) {
            Sipp.assertAllSucceeded(caller, called);
            assertThat(Figures.of(without).sum("tandem_calls_ended_total", "cause=normal")).isEqualTo(CALLS);
        }
    }

    private static void run(String scenario, boolean fromCore) throws IOException {
        NodePlan plan = node.plan();
        int media = FreePorts.range(6 * CALLS);
        int targetPort = fromCore ? plan.corePeerPort() : plan.mpsPeerPort();
        Path traces = Files.createDirectory(folder.resolve(scenario + "-" + RUN.incrementAndGet()));
        try (Sipp target = Sipp.answering("target", traces, task(scenario + "_target.xml", targetPort, media,
                targetPort));
                Sipp called = Sipp.answering("called", traces, task(scenario + "_uas.xml",
                        fromCore ? plan.mpsPeerPort() : plan.corePeerPort(), media + 2 * CALLS, targetPort));
                Sipp caller = Sipp.start("caller", traces, task(scenario + "_uac.xml", FreePorts.one(),
                        media + 4 * CALLS, targetPort)
                        .calling("+441632960000", fromCore ? plan.corePort() : plan.mpsPort(), RATE))) {
            Sipp.assertAllSucceeded(caller, called, target);
        }
    }

    private static Sipp.Task task(String file, int port, int media, int targetPort) {
        return Sipp.Task.ofFile(file, port, media, CALLS, LIMIT)
                .with("-key", "target_port", String.valueOf(targetPort));
    }

    private static void assertOneRecordEach(Figures before, String from) {
        await("the node lists no call").atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(node.get("/ops/calls").body()).contains("\"value\":[]"));
        Figures after = Figures.of(node);
        String trunk = "trunk=" + (from.equals("core") ? "core" : "teams");
        assertThat(after.sum("tandem_call_attempts_total") - before.sum("tandem_call_attempts_total"))
                .as("attempts: a transfer is part of its call")
                .isEqualTo(CALLS);
        assertThat(after.sum("tandem_calls_ended_total", trunk, "cause=normal")
                - before.sum("tandem_calls_ended_total", trunk, "cause=normal")).as("records").isEqualTo(CALLS);
        assertThat(after.sum("tandem_media_sessions_active")).as("media sessions").isZero();
    }
}
