package io.tandem.cluster.failover;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tandem.cluster.NodeProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** What an operator does after a node was away: hands its address back, and looks until all of them are at home. */
final class Homecoming {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final long LOOK_NANOS = 250_000_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final FailoverCluster cluster;
    private final boolean supervised;
    private final Consumer<String> tell;

    Homecoming(FailoverCluster cluster) {
        this(cluster, false, _ -> {
        });
    }

    private Homecoming(FailoverCluster cluster, boolean supervised, Consumer<String> tell) {
        this.cluster = cluster;
        this.supervised = supervised;
        this.tell = tell;
    }

    /** Where a process that ends by itself, since the cluster went on without it, is started again, as its supervisor does. */
    static Homecoming supervised(FailoverCluster cluster, Consumer<String> tell) {
        return new Homecoming(cluster, true, tell);
    }

    /** Returns when every address is at work on its home, as every node says. */
    void of(int node) {
        wait(node, true);
    }

    /** The same without any order: an address goes home when its home has been up for a while and no call is on it. */
    void byItself(int node) {
        wait(node, false);
    }

    private void wait(int node, boolean ordered) {
        long end = System.nanoTime() + LIMIT.toNanos();
        NodeProcess asked = cluster.node((node + 1) % FailoverPlan.NODES);
        String last = "not asked";
        while (!allAtHome()) {
            if (supervised && startedAgain()) {
                end = System.nanoTime() + LIMIT.toNanos();
            }
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("service address " + (char) ('a' + node) + " is not at home after "
                        + LIMIT.toSeconds() + " s; the last order: " + last + "\n"
                        + text(cluster.survivor(), "/ops/cluster"));
            }
            if (ordered && away(node)) {
                HttpResponse<String> order = asked.order("POST",
                        "/ops/addresses/" + (char) ('a' + node) + "/hand-back");
                last = order.statusCode() + " " + order.body();
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private boolean startedAgain() {
        boolean any = false;
        for (int node = 0; node < FailoverPlan.NODES; node++) {
            if (!cluster.node(node).isAlive()) {
                tell.accept("node " + node + " ended by itself");
                startAgain(node);
                any = true;
            }
        }
        return any;
    }

    private void startAgain(int node) {
        try {
            cluster.startAgain(node);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    private boolean away(int address) {
        JsonNode shown = addresses(cluster.survivor()).path(address);
        return shown.path("atWork").asBoolean() && !shown.path("owner").equals(shown.path("home"));
    }

    private boolean allAtHome() {
        for (int node = 0; node < FailoverPlan.NODES; node++) {
            JsonNode shown = addresses(cluster.node(node));
            for (JsonNode address : shown) {
                if (!address.path("atWork").asBoolean() || !address.path("owner").equals(address.path("home"))) {
                    return false;
                }
            }
            if (shown.size() != FailoverPlan.NODES) {
                return false;
            }
        }
        return true;
    }

    private static JsonNode addresses(NodeProcess node) {
        try {
            return JSON.readTree(text(node, "/ops/cluster")).path("serviceAddresses");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String text(NodeProcess node, String path) {
        try {
            return node.get(path).body();
        } catch (UncheckedIOException unanswered) { // it may be about to stop, or busy with its start
            return "{}";
        }
    }
}
