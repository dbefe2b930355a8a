package io.tandem.cluster.failover;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tandem.cluster.NodeHosts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.Queue;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks several times a second who has which service address and which calls: at the nodes' machines, and at what each
 * node says on its ops port. A look takes its time, so it has a beginning and an end, and what it saw was there at some
 * time between.
 */
final class PartitionWatch implements AutoCloseable {
    private static final long MACHINES_NANOS = 100_000_000;
    private static final long NODES_NANOS = 250_000_000;
    /** Seldom: all nodes write down all calls of the cluster for each of them, on the processors that carry the speech. */
    private static final long CALLS_NANOS = 2_000_000_000;
    private static final int MOST_ASKING = 15;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Times by {@link System#nanoTime}. */
    record Look(int node, long began, long ended, Set<String> has) {}

    private final FailoverCluster cluster;
    private final NodeHosts hosts;
    private final Queue<Look> machines = new ConcurrentLinkedQueue<>();
    private final Queue<Look> work = new ConcurrentLinkedQueue<>();
    private final Queue<Look> calls = new ConcurrentLinkedQueue<>();
    private final Map<String, Integer> asking = new HashMap<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closed;

    PartitionWatch(FailoverCluster cluster, NodeHosts hosts) {
        this.cluster = cluster;
        this.hosts = hosts;
    }

    void begin() {
        for (int node = 0; node < FailoverPlan.NODES; node++) {
            int each = node;
            threads.add(Thread.ofVirtual().start(() -> every(MACHINES_NANOS, () -> machine(each))));
            threads.add(Thread.ofVirtual().start(() -> every(NODES_NANOS, () -> asked(each, work, "/ops/cluster"))));
            threads.add(Thread.ofVirtual()
                    .start(() -> every(CALLS_NANOS, () -> asked(each, calls, "/ops/calls?top=1000"))));
        }
    }

    private void every(long nanos, Runnable look) {
        while (!closed) {
            look.run();
            LockSupport.parkNanos(nanos);
        }
    }

    private void machine(int node) {
        long began = System.nanoTime();
        String shown = NetworkCut.addresses(hosts, node);
        long ended = System.nanoTime();
        Set<String> has = new HashSet<>();
        for (int address = 0; address < FailoverPlan.NODES; address++) {
            if (shown.contains(" " + hosts.service(address) + "/")) {
                has.add(id(address));
            }
        }
        machines.add(new Look(node, began, ended, has));
    }

    private static String id(int address) {
        return String.valueOf((char) ('a' + address));
    }

    /** One that is cut off waits for the others before it answers: the next question does not wait for that. */
    private void asked(int node, Queue<Look> looks, String path) {
        String key = node + path;
        synchronized (asking) {
            if (asking.getOrDefault(key, 0) >= MOST_ASKING) {
                return;
            }
            asking.merge(key, 1, Integer::sum);
        }
        Thread.ofVirtual().start(() -> {
            try {
                long began = System.nanoTime();
                JsonNode said = JSON.readTree(cluster.node(node).get(path).body());
                looks.add(new Look(node, began, System.nanoTime(), said.has("serviceAddresses")
                        ? atWork(said)
                        : calls(said)));
            } catch (UncheckedIOException | IOException away) { // it has ended, or is about to
                return;
            } finally {
                synchronized (asking) {
                    asking.merge(key, -1, Integer::sum);
                }
            }
        });
    }

    /** What the node has at work itself. */
    private static Set<String> atWork(JsonNode said) {
        Set<String> all = new HashSet<>();
        String self = said.path("self").asText();
        said.path("serviceAddresses").forEach(each -> {
            if (each.path("atWork").asBoolean() && each.path("owner").asText().equals(self)) {
                all.add(each.path("id").asText());
            }
        });
        return all;
    }

    private static Set<String> calls(JsonNode said) {
        Set<String> all = new HashSet<>();
        said.path("value").forEach(call -> all.add(call.path("id").asText()));
        return all;
    }

    /** When that node's machine was first seen without its address after that time; the largest number if never. */
    long released(int node, long since) {
        return machines.stream()
                .filter(look -> look.node() == node && look.began() > since && !look.has().contains(id(node)))
                .mapToLong(Look::ended)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** When another node's machine was first seen with that address. */
    long taken(int address) {
        return machines.stream()
                .filter(look -> look.node() != address && look.has().contains(id(address)))
                .mapToLong(Look::ended)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** The end of the time in which certainly no other machine than its home had that address. */
    long nobodyElseUntil(int address) {
        long taken = taken(address);
        return machines.stream()
                .filter(look -> look.node() != address && look.ended() <= taken)
                .mapToLong(Look::began)
                .max()
                .orElse(0);
    }

    /** Addresses that two nodes had at once, a line for each. */
    List<String> addressesTwice() {
        List<String> faults = new ArrayList<>(spans("both machines have", machines));
        faults.addAll(spans("both say that they have at work", work));
        return faults;
    }

    /** From the end of the first look that saw it at a node to the beginning of the last one. */
    private static List<String> spans(String how, Queue<Look> looks) {
        Map<String, Map<Integer, long[]>> seen = new TreeMap<>();
        looks.forEach(look -> look.has()
                .forEach(thing -> seen.computeIfAbsent(thing, _ -> new TreeMap<>())
                        .merge(look.node(), new long[]{look.ended(), look.began()}, (one, other) -> new long[]{
                                Math.min(one[0], other[0]), Math.max(one[1], other[1])})));
        List<String> faults = new ArrayList<>();
        seen.forEach((thing, nodes) -> nodes.forEach((one, its) -> nodes.forEach((other, others) -> {
            long both = Math.min(its[1], others[1]) - Math.max(its[0], others[0]);
            if (one < other && both > 0) {
                faults.add("nodes " + one + " and " + other + ": " + how + " " + thing + " for " + both / 1_000_000
                        + " ms");
            }
        })));
        return faults;
    }

    /** Calls that a node listed which nobody reaches when another had been seen with them already, a line for each. */
    List<String> callsTwice(int node) {
        Map<String, Long> elsewhere = new TreeMap<>();
        calls.stream()
                .filter(look -> look.node() != node)
                .forEach(look -> look.has().forEach(call -> elsewhere.merge(call, look.ended(), Math::min)));
        List<String> faults = new ArrayList<>();
        calls.stream().filter(look -> look.node() == node).forEach(look -> {
            for (String call : look.has()) {
                Long since = elsewhere.get(call);
                if (call.startsWith(id(node)) && since != null && look.began() > since) {
                    faults.add("node " + node + " lists call " + call + " " + (look.ended() - since) / 1_000_000
                            + " ms after another did");
                }
            }
        });
        return faults;
    }

    int looks() {
        return machines.size() + work.size() + calls.size();
    }

    /** No looks any more. */
    void end() {
        closed = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        end();
    }
}
