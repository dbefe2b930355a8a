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
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The pairs of {@code ops/sipp} against a node: SIPp is the caller on one side and the called on the other. Each pair
 * says in its own head what it shows; here the node's own books are checked as well.
 */
class SippScenariosIT {
    private static final int CALLS = 5;
    private static final int RATE = 5;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final AtomicInteger RUN = new AtomicInteger();

    @TempDir
    private static Path folder;
    private static NodeProcess node;

    @BeforeAll
    static void startNode() throws IOException {
        // A caller that never acknowledges is given up after 64 T1 (RFC 3261 §13.3.1.4): 6.4 s here.
        node = NodeProcess.startOnFreePorts(50, "tandem.sip.timers.t1 = 100 ms", folder);
    }

    @AfterAll
    static void stopNode() {
        if (node != null) {
            node.close();
        }
    }

    /** @param cause as MET-13 names what becomes of an attempt */
    @ParameterizedTest(name = "{0}, called from {1}")
    @CsvSource(textBlock = """
            bye_from_caller,    core, normal
            bye_from_callee,    core, normal
            early_media,        core, normal
            busy,               core, busy
            reject,             core, rejected
            no_answer_cancel,   core, no_answer
            cancel_against_200, core, no_answer
            lost_ack,           core, abnormal
            hold_from_caller,   core, normal
            hold_from_callee,   core, normal
            glare,              core, normal
            refused_hold,       core, normal
            update,             core, normal
            info,               core, normal
            bye_in_reinvite,    core, normal
            delayed_offer,      core, normal
            own_reinvite_glare, core, normal
            offerless_reinvite, core, normal
            offerless_from_callee, core, normal
            refresh_by_peer,    core, normal
            interval_too_short, core, normal
            replaces,           core, normal
            bye_from_caller,    mps,  normal
            bye_from_callee,    mps,  normal
            early_media,        mps,  normal
            busy,               mps,  busy
            no_answer_cancel,   mps,  no_answer
            cancel_against_200, mps,  no_answer
            hold_from_caller,   mps,  normal
            hold_from_callee,   mps,  normal
            glare,              mps,  normal
            refused_hold,       mps,  normal
            update,             mps,  normal
            info,               mps,  normal
            bye_in_reinvite,    mps,  normal
            refresh_by_peer,    mps,  normal
            interval_too_short, mps,  normal
            replaces,           mps,  normal
            """)
    @Tag("TRAP-3")
    @Tag("TRAP-5")
    void everyCallGoesAsTheScenarioSays(String pair, String from, String cause) throws IOException {
        goes(pair, from, cause);
    }

    /** What does not happen in an ordinary call: crossings, numbers that leap, a side that has lost its dialog. */
    @ParameterizedTest(name = "{0}, called from {1}")
    @CsvSource(textBlock = """
            notify_message,     core, normal
            cseq_gap,           core, normal
            unknown_dialog,     core, abnormal
            bye_before_ack,     core, normal
            bye_glare,          core, normal
            late_ringing,       core, normal
            hold_the_old_way,   core, normal
            notify_message,     mps,  normal
            cseq_gap,           mps,  normal
            unknown_dialog,     mps,  abnormal
            bye_before_ack,     mps,  normal
            bye_glare,          mps,  normal
            late_ringing,       mps,  normal
            """)
    @Tag("TRAP-5")
    @Tag("TSP-150")
    void everyUnusualCallToo(String pair, String from, String cause) throws IOException {
        goes(pair, from, cause);
    }

    private static void goes(String pair, String from, String cause) throws IOException {
        Figures before = Figures.of(node);
        run(pair, from.equals("core"));
        await("the node lists no call").atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(node.get("/ops/calls").body()).contains("\"value\":[]"));
        Figures after = Figures.of(node);
        String trunk = "trunk=" + (from.equals("core") ? "core" : "teams");
        assertThat(grown(before, after, "tandem_call_attempts_total", trunk)).as("attempts").isEqualTo(CALLS);
        assertThat(grown(before, after, "tandem_calls_ended_total")).as("records").isEqualTo(CALLS);
        assertThat(grown(before, after, "tandem_calls_ended_total", trunk, "cause=" + cause)).as("records of cause %s",
                cause).isEqualTo(CALLS);
        assertThat(grown(before, after, "tandem_calls_answered_total", trunk)).as("answered calls")
                .isEqualTo(
                        cause.equals("normal") || cause.equals("abnormal") ? CALLS : 0);
        assertThat(after.sum("tandem_media_sessions_active")).as("media sessions").isZero();
        if (pair.equals("lost_ack")) {
            assertAnswersWereRepeated(before, after);
        }
    }

    /** The called side at 64 T1 shows that they ended; that they were repeated meanwhile only the node can tell. */
    private static void assertAnswersWereRepeated(Figures before, Figures after) {
        assertThat(grown(before, after, "tandem_sip_retransmissions_total", "dir=out")).as(
                "repeated 200s: at T1, 2 T1, 4 T1 ...").isGreaterThanOrEqualTo(CALLS * 4);
        assertThat(grown(before, after, "tandem_sip_acks_missing_total")).as("missing ACKs").isEqualTo(CALLS);
        assertThat(grown(before, after, "tandem_abnormal_release_total")).as("calls ended by the node")
                .isEqualTo(
                        CALLS);
    }

    /** Both sides refuse a session that is too short (RFC 4028): the caller makes a second call, and we do too. */
    @ParameterizedTest(name = "called from {0}")
    @ValueSource(strings = {"core", "mps"})
    @Tag("TSP-115")
    @Tag("TRAP-18")
    void aSessionThatIsTooShortForOneSideIsAskedForAgain(String from) throws IOException {
        Figures before = Figures.of(node);
        run("session_refused", from.equals("core"), 2 * CALLS);
        await("the node lists no call").atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(node.get("/ops/calls").body()).contains("\"value\":[]"));
        Figures after = Figures.of(node);
        assertThat(grown(before, after, "tandem_calls_answered_total")).as("answered calls").isEqualTo(CALLS);
        assertThat(grown(before, after, "tandem_calls_ended_total")).as("records, of the refused ones too")
                .isEqualTo(2 * CALLS);
        assertThat(after.sum("tandem_media_sessions_active")).as("media sessions").isZero();
    }

    private static void run(String pair, boolean fromCore) throws IOException {
        run(pair, fromCore, CALLS);
    }

    /** @param calledCalls how many calls the called side sees */
    private static void run(String pair, boolean fromCore, int calledCalls) throws IOException {
        NodePlan plan = node.plan();
        int media = FreePorts.range(2 * (CALLS + calledCalls));
        Path traces = Files.createDirectory(folder.resolve(pair + "-" + RUN.incrementAndGet()));
        try (Sipp called = Sipp.answering("called", traces,
                Sipp.Task.ofFile(pair + "_uas.xml", fromCore ? plan.mpsPeerPort() : plan.corePeerPort(), media,
                        calledCalls,
                        LIMIT));
                Sipp caller = Sipp.start("caller", traces,
                        Sipp.Task.ofFile(pair + "_uac.xml", FreePorts.one(), media + 2 * calledCalls, CALLS, LIMIT)
                                .calling(
                                        "+441632960000", fromCore ? plan.corePort() : plan.mpsPort(), RATE))) {
            Sipp.assertAllSucceeded(caller, called);
        }
    }

    private static long grown(Figures before, Figures after, String name, String... labels) {
        return after.sum(name, labels) - before.sum(name, labels);
    }
}
