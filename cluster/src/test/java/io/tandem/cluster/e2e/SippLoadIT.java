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
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIPp's own {@code uac} through the node to its own {@code uas}, from both sides at once, 50 calls/s each: no call
 * fails, every call leaves one record, and nothing stays behind. {@code -Dtandem.load.seconds} shortens it (default 60).
 * <p>
 * A node that has just started compiles itself; on a busy machine it answers late for seconds. So a first round warms it
 * up: in that one, too, no call may fail, but messages may be repeated. In the load itself a repeated message is the
 * node's fault unless the machine starved it or SIPp of processor time, which {@link CpuWait} measures from beside.
 */
class SippLoadIT {
    private static final int RATE = 50;
    private static final int SECONDS = Integer.getInteger("tandem.load.seconds", 60);
    private static final int WARM_UP_RATE = 20;
    private static final int WARM_UP_CALLS = 10 * WARM_UP_RATE;
    /** SIPp's uas waits 4 s for what may come after a call; a busy machine gets a minute more. */
    private static final Duration LIMIT = Duration.ofSeconds(SECONDS + 90L);
    /** What the issue allows until nothing is left: the longest timer of a transaction is 32 s. */
    private static final Duration AFTERWARDS = Duration.ofSeconds(40);
    private static final int MESSAGES_OF_A_CALL = 14;
    private static final String CALLED = "+441632960000";

    /** @param calls each way; @param rate of them in a second */
    private record Round(String name, int calls, int rate) {}

    @TempDir
    private Path folder;

    @Test
    void carriesCallsBothWaysWithoutFailureOrRepetitionAndLeavesNothing() throws IOException {
        try (NodeProcess node = NodeProcess.startOnFreePorts(400, "", folder)) {
            Round warmUp = new Round("warm-up", WARM_UP_CALLS, WARM_UP_RATE);
            run(node, warmUp);
            assertBooksBalance(node, WARM_UP_CALLS);
            Round load = new Round("load", RATE * SECONDS, RATE);
            run(node, load);
            assertBooksBalance(node, WARM_UP_CALLS + load.calls());
            assertNothingIsLeft(node);
        }
    }

    private void run(NodeProcess node, Round round) throws IOException {
        NodePlan plan = node.plan();
        Path traces = Files.createDirectory(folder.resolve(round.name()));
        int media = FreePorts.range(32);
        long before = repeated(node);
        try (Sipp mps = Sipp.answering("uas-mps", traces, uas(round, plan.mpsPeerPort(), media));
                Sipp core = Sipp.answering("uas-core", traces, uas(round, plan.corePeerPort(), media + 8));
                Sipp fromCore = Sipp.start("uac-core", traces, uac(round, media + 16, plan.corePort()));
                Sipp fromMps = Sipp.start("uac-mps", traces, uac(round, media + 24, plan.mpsPort()));
                CpuWait wait = CpuWait.watching(watched(node, List.of(mps, core, fromCore, fromMps)))) {
            List<Sipp> all = List.of(fromCore, fromMps, mps, core);
            all.forEach(sipp -> sipp.assertAllCallsSucceeded());
            long repeated = repeated(node) - before;
            long repeatedBySipp = all.stream().mapToLong(sipp -> sipp.statistic("Retransmissions(C)")).sum();
            System.out.printf("%s: %d calls each way at %d/s; repeated messages: %d that the node counted, %d by SIPp;"
                    + " longest wait for a processor in a second %d ms, starved for %d s%n", round.name(),
                    round.calls(), round.rate(), repeated, repeatedBySipp, wait.longestMillis(),
                    wait.starvedSeconds());
            if (round.rate() == RATE) {
                long allowed = (long) wait.starvedSeconds() * 2 * RATE * MESSAGES_OF_A_CALL;
                assertThat(repeated + repeatedBySipp).as("repeated messages; %d s were starved of processor time",
                        wait.starvedSeconds()).isLessThanOrEqualTo(allowed);
            }
        }
    }

    private static long repeated(NodeProcess node) {
        return Figures.of(node).sum("tandem_sip_retransmissions_total");
    }

    private static List<CpuWait.Watched> watched(NodeProcess node, List<Sipp> sipps) {
        return Stream.concat(Stream.of(new CpuWait.Watched(node.pid(), "tandem-edge")),
                sipps.stream().map(sipp -> new CpuWait.Watched(sipp.pid(), ""))).toList();
    }

    private static Sipp.Task uas(Round round, int port, int mediaPort) {
        return Sipp.Task.builtIn("uas", port, mediaPort, round.calls(), LIMIT);
    }

    /** Calls of one second, so that as many are up on either side as are made in one. */
    private static Sipp.Task uac(Round round, int mediaPort, int listener) {
        return Sipp.Task.builtIn("uac", FreePorts.one(), mediaPort, round.calls(), LIMIT)
                .with("-d", "1000")
                .calling(
                        CALLED, listener, round.rate());
    }

    /** @param calls each way, since the node started */
    private static void assertBooksBalance(NodeProcess node, int calls) {
        await("every call is over").atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(Figures.of(node).sum("tandem_calls_ended_total")).isEqualTo(2L * calls));
        Figures figures = Figures.of(node);
        for (String trunk : List.of("trunk=core", "trunk=teams")) {
            assertThat(figures.sum("tandem_call_attempts_total", trunk)).as("attempts, %s", trunk).isEqualTo(calls);
            assertThat(figures.sum("tandem_calls_answered_total", trunk)).as("answered, %s", trunk).isEqualTo(calls);
            assertThat(figures.sum("tandem_calls_ended_total", trunk, "cause=normal")).as("ended, %s",
                    trunk).isEqualTo(calls);
        }
        assertThat(figures.sum("tandem_over_limit_total")).as("refused over a limit").isZero();
        assertThat(figures.sum("tandem_sip_malformed_total")).as("malformed").isZero();
    }

    private static void assertNothingIsLeft(NodeProcess node) {
        assertThat(Figures.of(node).shows("tandem_call_actors")).as("the node counts its call actors").isTrue();
        await("nothing is left of the calls").atMost(AFTERWARDS).untilAsserted(() -> {
            Figures figures = Figures.of(node);
            assertThat(figures.sum("tandem_calls_active")).as("active calls").isZero();
            assertThat(figures.sum("tandem_media_sessions_active")).as("media sessions").isZero();
            assertThat(figures.sum("tandem_call_actors")).as("call actors").isZero();
            assertThat(mediaPortsBound(node.plan())).as("UDP ports of the media range that are bound").isEmpty();
        });
        assertThat(node.get("/ops/calls").body()).contains("\"value\":[]");
    }

    /** The media range is the node's alone; the machine's table says which ports of it are in use. */
    private static List<Integer> mediaPortsBound(NodePlan plan) throws IOException {
        return Files.readAllLines(Path.of("/proc/net/udp"))
                .stream()
                .skip(1)
                .map(
                        row -> row.strip().split("\\s+")[1])
                .map(
                        address -> Integer.parseInt(address.substring(address.indexOf(':') + 1), 16))
                .filter(
                        port -> port >= plan.mediaFirst()
                                && port < plan.mediaFirst() + plan.mediaPorts())
                .toList();
    }
}
