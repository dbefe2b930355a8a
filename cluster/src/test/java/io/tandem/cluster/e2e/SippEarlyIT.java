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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The pairs of {@code ops/sipp} that are about what comes before the answer, against a node: acknowledged provisional
 * responses, forks, early media, redirections, reasons. Its core trunk passes redirections, its Microsoft one is followed.
 */
class SippEarlyIT {
    private static final int CALLS = 4;
    private static final int RATE = 5;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final AtomicInteger RUN = new AtomicInteger();

    @TempDir
    private static Path folder;
    private static NodeProcess node;

    @BeforeAll
    static void startNode() throws IOException {
        node = NodeProcess.start(NodePlan.onFreePorts(50).withTrunks("", "redirects = follow"), folder);
    }

    @AfterAll
    static void stopNode() {
        if (node != null) {
            node.close();
        }
    }

    /** @param called how many calls the called side sees for each of the caller's */
    @ParameterizedTest(name = "{0}, called from {1}")
    @CsvSource(textBlock = """
            prack_called,        core, 1, true
            prack_called,        mps,  1, true
            prack_caller,        core, 1, true
            prack_caller,        mps,  1, true
            prack_both,          core, 1, true
            prack_held_answer,   core, 1, true
            forked,              core, 1, true
            forked,              mps,  1, true
            forked_both_answer,  core, 1, true
            forked_other_codec,  core, 1, true
            ringing_after_media, core, 1, true
            forwarding_progress, core, 1, true
            early_dialog_ends,   core, 1, true
            redirect_passed,     mps,  1, false
            redirect_followed,   core, 2, true
            reason_bye,          core, 1, true
            reason_bye,          mps,  1, true
            reason_refused,      core, 1, false
            reason_refused,      mps,  1, false
            info_early,          core, 1, true
            info_early,          mps,  1, true
            """)
    @Tag("TSP-97")
    @Tag("TSP-116")
    @Tag("TSP-117")
    @Tag("TSP-125")
    @Tag("F-23")
    @Tag("F-24")
    @Tag("F-26")
    @Tag("TRAP-9")
    void everyCallGoesAsTheScenarioSays(String pair, String from, int called, boolean answered) throws IOException {
        Figures before = Figures.of(node);
        run(pair, from.equals("core"), called * CALLS);
        await("the node lists no call").atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(node.get("/ops/calls").body()).contains("\"value\":[]"));
        Figures after = Figures.of(node);
        assertThat(grown(before, after, "tandem_calls_ended_total")).as("records").isEqualTo(CALLS);
        assertThat(grown(before, after, "tandem_calls_answered_total")).as("answered calls")
                .isEqualTo(
                        answered ? CALLS : 0);
        assertThat(after.sum("tandem_media_sessions_active")).as("media sessions").isZero();
    }

    private static void run(String pair, boolean fromCore, int called) throws IOException {
        NodePlan plan = node.plan();
        int media = FreePorts.range(6 * CALLS);
        Path traces = Files.createDirectory(folder.resolve(pair + "-" + RUN.incrementAndGet()));
        try (Sipp answering = Sipp.answering("called", traces,
                Sipp.Task.ofFile(pair + "_uas.xml", fromCore ? plan.mpsPeerPort() : plan.corePeerPort(), media, called,
                        LIMIT));
                Sipp caller = Sipp.start("caller", traces,
                        Sipp.Task.ofFile(pair + "_uac.xml", FreePorts.one(), media + 4 * CALLS, CALLS, LIMIT)
                                .calling("+441632960000", fromCore ? plan.corePort() : plan.mpsPort(), RATE))) {
            Sipp.assertAllSucceeded(caller, answering);
        }
    }

    private static long grown(Figures before, Figures after, String name) {
        return after.sum(name) - before.sum(name);
    }
}
