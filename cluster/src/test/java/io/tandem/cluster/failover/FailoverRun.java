package io.tandem.cluster.failover;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tandem.cluster.NodeHosts;
import io.tandem.port.CallId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One case of {@code ops/bench/failover}: calls are up on three nodes, something happens, and it is told what became of
 * them.
 */
final class FailoverRun {
    /** Loopback, unless the script that starts this process has made network namespaces. */
    private static final NodeHosts HOSTS = Optional.ofNullable(System.getProperty("tandem.failover.namespaces"))
            .map(NodeHosts::in)
            .orElse(NodeHosts.LOOPBACK);
    private static final Duration CUT = Duration.ofSeconds(20);
    private static final Duration HOME = Duration.ofSeconds(60);
    private static final long LOOK_NANOS = 100_000_000;
    private static final Duration RECORD_LIMIT = Duration.ofSeconds(30);

    private final Happening which;
    private final FailoverPlan plan;
    private final Consumer<String> tell;
    private final ObjectMapper json = new ObjectMapper();

    FailoverRun(Happening which, FailoverPlan plan, Consumer<String> tell) {
        this.which = which;
        this.plan = plan.lasting(which.lasts());
        this.tell = tell;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        FailoverPlan plan = new FailoverPlan(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]),
                Double.parseDouble(arguments[2]), Duration.ofSeconds(5), Duration.ofSeconds(15))
                .withSrtp(Boolean.getBoolean("tandem.failover.srtp"));
        boolean right = true;
        for (String name : List.of(arguments).subList(4, arguments.length)) {
            Happening happening = happening(name.toUpperCase(Locale.ROOT));
            FailoverRun run = new FailoverRun(happening, plan, System.err::println);
            FailoverFigures figures = run.figures(Files.createDirectories(Path.of(arguments[3]).resolve(name)));
            System.out.println(figures.json());
            right &= happening.right(figures) && figures.answered() == plan.answered();
        }
        System.exit(right ? 0 : 1);
    }

    private static Happening happening(String name) {
        for (Partition.Kind kind : Partition.Kind.values()) {
            if (kind.name().equals(name)) {
                return new Partition(kind, CUT, HOSTS);
            }
        }
        return FailoverCase.valueOf(name);
    }

    /** @param folder for the nodes' files */
    FailoverFigures figures(Path folder) throws IOException, InterruptedException {
        int room = plan.atOnce() / FailoverPlan.NODES + 100;
        try (FailoverCluster cluster = FailoverCluster.start(room, HOSTS, folder, plan.secured());
                FailoverTraffic traffic = new FailoverTraffic(plan, cluster.plan(), HOSTS)) {
            awaitHome(cluster);
            traffic.whenAHeldCallFails(id -> Thread.ofVirtual()
                    .start(() -> tell.accept("held call failed: "
                            + cluster.survivor().get("/ops/calls/" + id.value()).body())));
            long happened = traffic.untilTheEvent();
            tell.accept(which.label() + ": load of the machine " + load());
            which.happen(cluster, traffic);
            List<FailoverTraffic.Told> told = traffic.collect();
            which.faultsAfterwards(cluster).forEach(tell);
            FailoverJudge judge = new FailoverJudge(plan, traffic, happened, which, recordsOf(cluster), tell);
            FailoverFigures figures = judge.judge(told);
            tell.accept(which.label() + ": load of the machine " + load() + "; this process has used "
                    + ProcessHandle.current().info().totalCpuDuration().map(Duration::toMillis).orElse(0L)
                    + " ms of CPU");
            return figures;
        }
    }

    /** Whether a node that is frozen loses its addresses: on loopback it keeps its ports. */
    static boolean addressesMove() {
        return HOSTS != NodeHosts.LOOPBACK;
    }

    private static String load() throws IOException {
        return Files.readString(Path.of("/proc/loadavg")).strip();
    }

    private static void awaitHome(FailoverCluster cluster) {
        long end = System.nanoTime() + HOME.toNanos();
        while (!cluster.atHome()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("not all addresses are at home:\n" + String.join("\n----\n", cluster.logs()));
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** What the cluster says of a call that has ended: asked once for each, and for so long at most for all. */
    private Function<CallId, FailoverJudge.Kept> recordsOf(FailoverCluster cluster) {
        long end = System.nanoTime() + RECORD_LIMIT.toNanos();
        Map<CallId, FailoverJudge.Kept> known = new HashMap<>();
        return id -> known.computeIfAbsent(id, each -> record(cluster, each, end));
    }

    private FailoverJudge.Kept record(FailoverCluster cluster, CallId id, long end) {
        while (true) {
            HttpResponse<String> answer = cluster.survivor().get("/ops/calls/" + id.value());
            FailoverJudge.Kept kept = answer.statusCode() == 200 ? kept(answer.body()) : FailoverJudge.Kept.NOTHING;
            if (kept.ended() || System.nanoTime() - end > 0) {
                return kept;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private FailoverJudge.Kept kept(String body) {
        try {
            JsonNode view = json.readTree(body);
            return new FailoverJudge.Kept(view.path("state").asText().equals("Ended"), view.hasNonNull("answeredAt"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
