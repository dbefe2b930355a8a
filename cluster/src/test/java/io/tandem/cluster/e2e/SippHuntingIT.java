package io.tandem.cluster.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tandem.cluster.FreePorts;
import io.tandem.cluster.NodePlan;
import io.tandem.cluster.NodeProcess;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trunks of two peers, and a first one that does not take the call (TSP-120 to 124, F-115): scenarios of {@code ops/sipp}. */
class SippHuntingIT {
    private static final int CALLS = 3;
    /** After its 503 a peer rests: the next call would not come to it. */
    private static final int ONE_CALL = 1;
    private static final int RATE = 5;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final AtomicInteger RUN = new AtomicInteger();
    /** What {@code unavailable_uas.xml} asks for in Retry-After, and a little more. */
    private static final Duration RESTED = Duration.ofMillis(1_300);

    @TempDir
    private static Path folder;
    private static NodeProcess node;
    private static int coreNext;
    private static int mpsNext;
    private Figures before;

    @BeforeAll
    static void startNode() throws IOException {
        NodePlan plan = NodePlan.onFreePorts(50);
        coreNext = FreePorts.one();
        mpsNext = FreePorts.one();
        node = NodeProcess.start(plan.with("""
                tandem.calls.progress-after = 2 s
                tandem.peer-groups = [
                  { name = core, side = core, listeners = [core-udp], signaling-protocol = UDP, media-protocol = RTP,
                    default-service = OperatorConnect, allowed-signaling-sources = ["127.0.0.0/8"],
                    probing.options-interval = 0 s,
                    peers = [ { name = core-1, address = "127.0.0.1", port = %d },
                              { name = core-2, address = "127.0.0.1", port = %d } ] }
                  { name = teams, side = mps, listeners = [mps-udp], services = [OperatorConnect],
                    signaling-protocol = UDP, media-protocol = RTP, allowed-signaling-sources = ["127.0.0.0/8"],
                    probing.options-interval = 0 s,
                    peers = [ { name = mps-1, address = "127.0.0.1", port = %d },
                              { name = mps-2, address = "127.0.0.1", port = %d } ] }
                ]
                """.formatted(plan.corePeerPort(), coreNext, plan.mpsPeerPort(), mpsNext)), folder);
    }

    @AfterAll
    static void stopNode() {
        if (node != null) {
            node.close();
        }
    }

    @BeforeEach
    void lookAtTheBooks() {
        // The test before may have left mps-1 at rest.
        await("mps-1 has rested").pollDelay(RESTED).until(() -> true);
        before = Figures.of(node);
    }

    /** @param status what the first peer says, and no other is asked about (TSP-120, F-115) */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"busy, 486", "reject, 603"})
    @Tag("F-115")
    @Tag("TSP-120")
    void aRefusalIsNotTakenElsewhere(String pair, int status) throws IOException {
        run(CALLS, List.of(new Part(pair + "_uas.xml", node.plan().mpsPeerPort())), pair + "_uac.xml",
                node.plan().corePort());

        assertThat(tried("mps-1", "refused")).as("answers %d of mps-1", status).isEqualTo(CALLS);
        assertThat(tried("mps-2")).as("attempts at mps-2").isZero();
    }

    @Test
    @Tag("TSP-121")
    void a503MovesTheCallToTheNextPeer() throws IOException {
        run(ONE_CALL, List.of(new Part("unavailable_uas.xml", node.plan().mpsPeerPort()),
                new Part("bye_from_caller_uas.xml", mpsNext)), "bye_from_caller_uac.xml", node.plan().corePort());

        assertThat(tried("mps-1", "unavailable")).as("503 of mps-1").isEqualTo(ONE_CALL);
        assertThat(tried("mps-2", "answered")).as("answers of mps-2").isEqualTo(ONE_CALL);
        assertThat(grown("tandem_calls_ended_total", "cause=normal")).as("calls that lived").isEqualTo(ONE_CALL);
    }

    @Test
    void aCancelWhileTheNextPeerRingsEndsTheHunt() throws IOException {
        run(ONE_CALL, List.of(new Part("unavailable_uas.xml", node.plan().mpsPeerPort()),
                new Part("no_answer_cancel_uas.xml", mpsNext)), "no_answer_cancel_uac.xml", node.plan().corePort());

        assertThat(tried("mps-1", "unavailable")).as("503 of mps-1").isEqualTo(ONE_CALL);
        assertThat(tried("mps-2", "cancelled")).as("attempts at mps-2 that were cancelled").isEqualTo(ONE_CALL);
        assertThat(grown("tandem_calls_ended_total", "cause=no_answer")).as("cancelled calls").isEqualTo(ONE_CALL);
    }

    @Test
    @Tag("TSP-122")
    @Tag("TSP-124")
    void aPeerThatSaysNothingCostsACall4SecondsAndNotTheCall() throws IOException {
        try (DatagramSocket mute = new DatagramSocket(node.plan().corePeerPort(), InetAddress.getByName("127.0.0.1"))) {
            assertThat(mute.isBound()).isTrue();
            run(CALLS, List.of(new Part("bye_from_caller_uas.xml", coreNext)), "silent_peer_uac.xml",
                    node.plan().mpsPort());
        }

        assertThat(tried("core-1", "silent")).as("silence of core-1").isEqualTo(CALLS);
        assertThat(tried("core-2", "answered")).as("answers of core-2").isEqualTo(CALLS);
        assertThat(grown("tandem_call_setup_seconds_bucket", "trunk=teams", "until=ringing", "le=5.0")).as(
                "ringing within 5 s").isEqualTo(CALLS);
        assertThat(grown("tandem_call_setup_seconds_bucket", "trunk=teams", "until=ringing", "le=2.0")).as(
                "ringing within 2 s: our own 183 is none").isZero();
    }

    private record Part(String file, int port) {}

    private void run(int calls, List<Part> called, String caller, int listener) throws IOException {
        Path traces = Files.createDirectory(folder.resolve("run-" + RUN.incrementAndGet()));
        List<Sipp> started = new ArrayList<>();
        try {
            for (Part part : called) {
                started.add(Sipp.answering("called-" + (started.size() + 1), traces, Sipp.Task.ofFile(part.file(),
                        part.port(), FreePorts.range(2 * CALLS), calls, LIMIT)));
            }
            started.add(Sipp.start("caller", traces, Sipp.Task.ofFile(caller, FreePorts.one(),
                    FreePorts.range(2 * CALLS), calls, LIMIT)
                    .calling("+441632960000", listener, RATE)));
            Sipp.assertAllSucceeded(started.reversed().toArray(Sipp[]::new));
        } finally {
            started.forEach(Sipp::close);
        }
        await("the node lists no call").atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(node.get("/ops/calls").body()).contains("\"value\":[]"));
    }

    private long tried(String peer, String outcome) {
        return grown("tandem_peer_attempts_total", "peer=" + peer, "outcome=" + outcome);
    }

    private long tried(String peer) {
        return grown("tandem_peer_attempts_total", "peer=" + peer);
    }

    private long grown(String name, String... labels) {
        return Figures.of(node).sum(name, labels) - before.sum(name, labels);
    }
}
