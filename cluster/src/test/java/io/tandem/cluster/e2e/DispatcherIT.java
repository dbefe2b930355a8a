package io.tandem.cluster.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tandem.cluster.NodeProcess;
import io.tandem.cluster.cli.TandemCommand;
import io.tandem.cluster.trunk.AnsweringPeer;
import io.tandem.cluster.trunk.DnsServer;
import io.tandem.media.sdp.Codec;
import io.tandem.ops.lab.AgentSettings;
import io.tandem.ops.lab.Answering;
import io.tandem.ops.lab.CallOrder;
import io.tandem.ops.lab.CallReport;
import io.tandem.ops.lab.LabAgent;
import io.tandem.ops.lab.Outcome;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * Three peers of one trunk, found by their names: one dies and comes back, one refuses calls. No call is lost that another
 * peer could take (F-115, TSP-46, TSP-124).
 */
class DispatcherIT {
    private static final Answering AT_ONCE = new Answering(0, 0, Answering.WAITS);
    private static final Duration FAILURE_LIMIT = Duration.ofSeconds(4);
    private static final long FAILURE_LIMIT_NANOS = FAILURE_LIMIT.toNanos();
    /** By how much a timer may be late on a busy machine; what would be wrong is Timer B, 32 s. */
    private static final Duration TIMER_SLACK = Duration.ofSeconds(3);
    /** What a busy machine and a cold node may add. */
    private static final long SLACK_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private final BlockingQueue<CallReport> placed = new LinkedBlockingQueue<>();
    private final BlockingQueue<CallReport> atOne = new LinkedBlockingQueue<>();
    private final BlockingQueue<CallReport> atThree = new LinkedBlockingQueue<>();

    @Test
    @Tag("F-112")
    @Tag("F-115")
    @Tag("TSP-3")
    @Tag("TSP-46")
    @Tag("TSP-124")
    void noCallIsLostWhileOnePeerIsDeadAndAnotherRefusesAndTheDeadOneIsBackAfterItsOptions() throws Exception {
        try (DnsServer dns = DnsServer.start();
                LabAgent caller = agent("core-1", "127.0.0.1", 0, placed);
                AnsweringPeer two = new AnsweringPeer("127.0.0.3", 0, 200, 503);
                LabAgent three = agent("mps-3", "127.0.0.4", two.port(), atThree)) {
            LabAgent one = agent("mps-1", "127.0.0.2", two.port(), atOne);
            dns.zone("one.example.com. 60 IN A 127.0.0.2", "two.example.com. 60 IN A 127.0.0.3",
                    "three.example.com. 60 IN A 127.0.0.4");
            try (NodeProcess node = NodeProcess.startOnFreePorts(50,
                    configuration(dns, caller.address().getPort(), two.port()), folder)) {
                await().atMost(LONG).until(() -> states(node).equals(List.of("mps-1 up", "mps-2 up", "mps-3 up")));
                setUps(caller, node, 5);
                await("the first peer takes the calls").until(() -> atOne.size() == 5);

                assertThat(row("mps-1", node)).contains("one.example.com", "127.0.0.2", " up ");

                one.close();
                two.received().clear();
                assertThat(setUps(caller, node, 5)).allMatch(nanos -> nanos < FAILURE_LIMIT_NANOS + SLACK_NANOS);
                await("the second refuses, the third takes them").until(() -> atThree.size() == 5);
                assertThat(three.calls()).isZero();
                List<JsonNode> hunted = refusedBy(two, node);
                assertThat(hunted).hasSize(5).allSatisfy(call -> {
                    assertThat(failures(call)).containsExactly("mps-1 silent 408", "mps-2 unavailable 503");
                    assertThat(longestStep(call)).isBetween(FAILURE_LIMIT, FAILURE_LIMIT.plus(TIMER_SLACK));
                });
                await().atMost(LONG).until(() -> states(node).contains("mps-1 down"));
                assertThat(row("mps-1", node)).contains(" down", "no answer in 2000 ms");
                long silent = Figures.of(node).sum("tandem_peer_attempts_total", "peer=mps-1", "outcome=silent");
                assertThat(setUps(caller, node, 5)).as("a peer known to be down delays no call")
                        .allMatch(
                                nanos -> nanos < FAILURE_LIMIT_NANOS);
                assertThat(Figures.of(node).sum("tandem_peer_attempts_total", "peer=mps-1", "outcome=silent"))
                        .as("nor is it tried before the others")
                        .isEqualTo(silent);

                atOne.clear();
                try (LabAgent again = agent("mps-1", "127.0.0.2", two.port(), atOne)) {
                    await().atMost(LONG).until(() -> states(node).contains("mps-1 up"));
                    setUps(caller, node, 5);
                    await("back in service after its OPTIONS").until(() -> atOne.size() == 5);
                    assertThat(again.calls()).isZero();
                    assertThat(Figures.of(node).sum("tandem_call_attempts_total", "trunk=core")).isEqualTo(20);
                    assertThat(Figures.of(node).sum("tandem_calls_answered_total", "trunk=core")).isEqualTo(20);
                }
            }
        }
    }

    private static LabAgent agent(String name, String address, int port, BlockingQueue<CallReport> reports)
            throws Exception {
        InetAddress host = InetAddress.ofLiteral(address);
        return LabAgent.start(new AgentSettings(name, new InetSocketAddress(host, port), host, 40_000, 40_100,
                List.of(Codec.PCMA), AT_ONCE, 50).silent(), reports::add);
    }

    private static String configuration(DnsServer dns, int corePeer, int peers) {
        return """
                tandem.dns.servers = ["127.0.0.1:%d"]
                tandem.peer-groups = [
                  { name = core, side = core, listeners = [core-udp], signaling-protocol = UDP, media-protocol = RTP,
                    default-service = OperatorConnect, allowed-signaling-sources = ["127.0.0.0/8"],
                    peers = [ { name = core-1, address = "127.0.0.1", port = %d } ] }
                  { name = teams, side = mps, listeners = [mps-udp], services = [OperatorConnect],
                    signaling-protocol = UDP, media-protocol = RTP,
                    probing { options-interval = 1 s, options-timeout = 2 s }
                    peers = [ { name = mps-3, a-record = "three.example.com", port = %3$d, priority = 2 }
                              { name = mps-1, a-record = "one.example.com", port = %3$d }
                              { name = mps-2, a-record = "two.example.com", port = %3$d, priority = 1 } ] }
                ]
                """.formatted(dns.address().getPort(), corePeer, peers);
    }

    /** Places calls, all at once, waits for their ends: each was answered. @return from INVITE to 200 */
    private List<Long> setUps(LabAgent caller, NodeProcess node, int calls) throws Exception {
        InetSocketAddress gateway = new InetSocketAddress("127.0.0.1", node.plan().corePort());
        for (int i = 0; i < calls; i++) {
            assertThat(caller.place(new CallOrder("+441632960111", "+441632960000", gateway, 20_000, 200))).isTrue();
        }
        List<Long> setUps = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            CallReport report = placed.poll(30, TimeUnit.SECONDS);
            assertThat(report).isNotNull();
            assertThat(report.outcome()).isInstanceOf(Outcome.Released.class);
            setUps.add(report.setUpNanos());
        }
        await().atMost(Duration.ofSeconds(5)).until(() -> caller.calls() == 0);
        return setUps;
    }

    /** The calls whose INVITE that peer has had, as the node tells them. */
    private static List<JsonNode> refusedBy(AnsweringPeer peer, NodeProcess node) throws Exception {
        List<JsonNode> calls = new ArrayList<>();
        for (SipRequest request : peer.received()) {
            if (request.method().equals(SipMethod.INVITE)) {
                String id = request.callId().substring(0, request.callId().lastIndexOf('-'));
                calls.add(JSON.readTree(node.get("/ops/calls/" + id).body()));
            }
        }
        return calls;
    }

    private static List<String> failures(JsonNode call) {
        List<String> failures = new ArrayList<>();
        call.path("failedAttempts")
                .forEach(attempt -> failures.add(attempt.path("peer").asText() + " " + attempt.path("outcome").asText()
                        + " " + attempt.path("status").asInt()));
        return failures;
    }

    /** From an INVITE of ours to the next one, by the node's own clock. */
    private static Duration longestStep(JsonNode call) {
        Duration longest = Duration.ZERO;
        Instant last = null;
        for (JsonNode entry : call.path("timeline")) {
            if (entry.path("what").asText().equals("sent INVITE, called side")) {
                Instant at = Instant.parse(entry.path("at").asText());
                Duration step = last == null ? Duration.ZERO : Duration.between(last, at);
                longest = step.compareTo(longest) > 0 ? step : longest;
                last = at;
            }
        }
        return longest;
    }

    /** What {@code tandem trunks} shows of a peer. */
    private static String row(String peer, NodeProcess node) {
        StringWriter out = new StringWriter();
        CommandLine line = TandemCommand.commandLine();
        line.setOut(new PrintWriter(out, true));
        assertThat(line.execute("trunks", "--ops", "http://127.0.0.1:" + node.plan().opsPort())).isZero();
        return out.toString().lines().filter(row -> row.contains(" " + peer + " ")).findFirst().orElseThrow();
    }

    private static List<String> states(NodeProcess node) throws Exception {
        List<String> states = new ArrayList<>();
        for (JsonNode trunk : JSON.readTree(node.get("/ops/trunks").body()).path("value")) {
            for (JsonNode peer : trunk.path("peers")) {
                peer.path("targets").forEach(target -> {
                    if (trunk.path("name").asText().equals("teams")) {
                        states.add(peer.path("name").asText() + " " + target.path("state").asText());
                    }
                });
            }
        }
        return states;
    }
}
