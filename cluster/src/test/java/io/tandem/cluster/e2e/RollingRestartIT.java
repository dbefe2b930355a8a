package io.tandem.cluster.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tandem.cluster.FreePorts;
import io.tandem.cluster.NodePlan;
import io.tandem.cluster.NodeProcess;
import io.tandem.cluster.TestCassandra;
import io.tandem.media.sdp.Codec;
import io.tandem.ops.lab.AgentSettings;
import io.tandem.ops.lab.Answering;
import io.tandem.ops.lab.CallOrder;
import io.tandem.ops.lab.CallReport;
import io.tandem.ops.lab.LabAgent;
import io.tandem.ops.lab.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each node in its turn is stopped and started again, while people talk and call: nobody notices more than a moment (design §4). */
class RollingRestartIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int NODES = 2;
    private static final int HELD = 20;
    private static final int HELD_MILLIS = 600_000; // the test ends them
    private static final int CALL_EVERY_MILLIS = 300;
    /** Far more than it takes (design §4): this runs where everything else does too. */
    private static final double MOST_GAP_MILLIS = 15_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;
    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<NodeProcess> nodes = new ArrayList<>();
    private final Map<String, CallReport> callers = new ConcurrentHashMap<>();
    private final Map<String, CallReport> callees = new ConcurrentHashMap<>();
    private final Map<String, Integer> refusals = new ConcurrentHashMap<>();
    private final Queue<String> placed = new ConcurrentLinkedQueue<>();
    private final AtomicInteger turn = new AtomicInteger();
    private NodePlan plan;
    private LabAgent core;

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private LabAgent agent(String name, int port) throws IOException {
        InetAddress host = InetAddress.ofLiteral("127.0.0.1");
        int media = FreePorts.range(200);
        LabAgent agent = LabAgent.start(new AgentSettings(name, new InetSocketAddress(host, port), host, media,
                media + 199, List.of(Codec.PCMA), new Answering(20, 50, Answering.WAITS), 90), this::over);
        open.add(agent);
        return agent;
    }

    /** A caller that is refused tries the other address, as peers do (RFC 3263 §4.3). */
    private void over(CallReport report) {
        if (!report.caller()) {
            callees.put(report.called(), report);
        } else if (report.outcome() instanceof Outcome.Refused(int status, _) && status == 503
                && refusals.merge(report.called(), 1, Integer::sum) < NODES) {
            place(report.called(), turn.incrementAndGet(), 200);
        } else {
            callers.put(report.called(), report);
        }
    }

    private void place(String called, int address, int hangUpAfterMillis) {
        placed.add(called);
        assertThat(core.place(new CallOrder("+441632960111", called,
                new InetSocketAddress("127.0.0." + (11 + address % NODES), plan.corePort()), 20_000,
                hangUpAfterMillis))).isTrue();
    }

    private static JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (IOException notJson) {
            throw new AssertionError(body, notJson);
        }
    }

    private void awaitHome(NodeProcess asked, int address) {
        await("service address " + address + " is at home").atMost(PATIENCE).until(() -> {
            JsonNode shown = json(asked.get("/ops/cluster").body()).path("serviceAddresses").path(address);
            return shown.path("owner").equals(shown.path("home")) && shown.path("atWork").asBoolean();
        });
    }

    private List<String> talking() {
        List<String> ids = new ArrayList<>();
        json(nodes.getFirst().get("/ops/calls?top=100&state=Talking").body()).path("value")
                .forEach(call -> ids.add(call.path("id").asText()));
        return ids;
    }

    @Test
    void callsGoOnAndNewOnesComeThroughWhileEachNodeInItsTurnIsStoppedAndStarted() throws Exception {
        String database = TestCassandra.hocon(TestCassandra.newKeyspace());
        for (NodePlan each : NodePlan.cluster(NODES, 60)) {
            plan = each.with(database);
            nodes.add(NodeProcess.start(plan, Files.createDirectory(folder.resolve("node-" + nodes.size()))));
            open.add(nodes.getLast());
        }
        awaitHome(nodes.getFirst(), 1);
        core = agent("core-1", plan.corePeerPort());
        agent("mps-1", plan.mpsPeerPort());
        for (int i = 0; i < HELD; i++) {
            place("+4416329604" + (10 + i), i, HELD_MILLIS);
        }
        await("all are answered").atMost(PATIENCE).until(() -> talking().size() == HELD);

        AtomicInteger number = new AtomicInteger(1_000);
        try (ScheduledExecutorService load = Executors.newSingleThreadScheduledExecutor()) {
            load.scheduleAtFixedRate(() -> place("+44163297" + number.incrementAndGet(), turn.incrementAndGet(), 200),
                    0, CALL_EVERY_MILLIS, TimeUnit.MILLISECONDS);
            for (int i = 0; i < NODES; i++) {
                long began = System.nanoTime();
                assertThat(nodes.get(i).stop()).as("exit code").isZero();
                long stopped = System.nanoTime();
                nodes.get(i).start();
                NodeProcess other = nodes.get((i + 1) % NODES);
                assertThat(other.order("POST", "/ops/addresses/" + (char) ('a' + i) + "/hand-back").statusCode())
                        .isEqualTo(202);
                awaitHome(other, i);
                System.out.printf("node %d: stopped in %d ms, back and at home after %d ms%n", i,
                        (stopped - began) / 1_000_000, (System.nanoTime() - began) / 1_000_000);
            }
            load.shutdown();
        }
        await("new calls are over").atMost(PATIENCE).until(() -> core.calls() == HELD);
        List<CallReport> shortOnes = List.copyOf(callers.values());
        List<String> held = talking();
        held.forEach(id -> nodes.getFirst().order("DELETE", "/ops/calls/" + id));
        await("all calls are over").atMost(PATIENCE).until(() -> core.calls() == 0);
        report(shortOnes.size());
        assertThat(held).as("answered calls that are still up").hasSize(HELD);
        assertThat(callers.values()).hasSize(HELD + number.get() - 1_000)
                .allSatisfy(
                        each -> assertThat(each.outcome()).as(each.called()).isInstanceOf(Outcome.Released.class));
        assertThat(callees.values()).allSatisfy(
                each -> assertThat(each.outcome()).as(each.called()).isInstanceOf(Outcome.Released.class));
        assertThat(gaps()).allMatch(gap -> gap < MOST_GAP_MILLIS);
    }

    /** The longest silence of each end of each held call, in ms, sorted. */
    private List<Double> gaps() {
        return Stream.concat(callers.values().stream(), callees.values().stream())
                .filter(each -> each.called().startsWith("+4416329604"))
                .map(each -> each.speech()
                        .flatMap(speech -> java.util.Optional.ofNullable(speech.ear().longestSilence()))
                        .map(silence -> silence.nanos() / 1e6)
                        .orElse(Double.POSITIVE_INFINITY))
                .sorted()
                .toList();
    }

    private void report(int shortOnes) {
        List<Double> gaps = gaps();
        System.out.printf("rolling restart: %d held calls, media gap median %.0f ms, most %.0f ms; %d new calls, of "
                + "which %d were refused once and went the other way%n", HELD, gaps.get(gaps.size() / 2),
                gaps.getLast(), shortOnes, refusals.size());
        Stream.concat(callers.values().stream(), callees.values().stream())
                .filter(each -> !(each.outcome() instanceof Outcome.Released))
                .forEach(each -> System.out.println((each.caller() ? "caller " : "callee ") + each.called() + ": "
                        + each.outcome()));
    }
}
