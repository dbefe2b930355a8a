package io.tandem.cluster.failover;

import io.tandem.cluster.NodeHosts;
import io.tandem.cluster.NodeProcess;
import io.tandem.cluster.member.NodeLease;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One node is cut off from the two others, while peers and the database still reach it: the minority gives its service
 * address up before the others take it (issue 5, proof 1). Its process ends by itself and is started again at once, as a
 * supervisor does; when the cut is healed it comes back into the cluster, and has its address again when no call is on it.
 */
final class Partition implements Happening {
    /** What is sent in the last moment may still be on its way. */
    private static final Duration UNDER_WAY = Duration.ofMillis(200);
    private static final Duration BACK = Duration.ofSeconds(120);
    private static final long LOOK_NANOS = 20_000_000;

    /** Which packets between nodes are lost. */
    enum Kind {
        PARTITION,
        /** The others do not hear it. */
        MUTE,
        /** It does not hear the others. */
        DEAF,
        /** It and one other do not hear each other; the third, which keeps the book, hears both and is heard. */
        PATH;

        List<NetworkCut.Path> paths() {
            List<NetworkCut.Path> paths = new ArrayList<>();
            for (int other = 0; other < FailoverPlan.NODES; other++) {
                NetworkCut.Path out = new NetworkCut.Path(FailoverPlan.VICTIM, other);
                NetworkCut.Path in = new NetworkCut.Path(other, FailoverPlan.VICTIM);
                if (other != FailoverPlan.VICTIM) {
                    paths.addAll(switch (this) {
                        case PARTITION -> List.of(out, in);
                        case MUTE -> List.of(out);
                        case DEAF -> List.of(in);
                        case PATH -> other == 0 ? List.of() : List.of(out, in);
                    });
                }
            }
            return paths;
        }

        /** Those that lose their addresses: of two that do not hear each other Pekko's resolver keeps neither. */
        Set<Integer> losers() {
            return this == PATH ? Set.of(FailoverPlan.VICTIM, FailoverPlan.VICTIM + 1) : Set.of(FailoverPlan.VICTIM);
        }
    }

    private final Kind kind;
    private final Duration lasts;
    private final NodeHosts hosts;
    private final List<String> faults = new ArrayList<>();
    private final Map<Integer, Long> nobodyElseUntil = new HashMap<>();
    private final StringBuilder figures = new StringBuilder();
    private long began;

    Partition(Kind kind, Duration lasts, NodeHosts hosts) {
        this.kind = kind;
        this.lasts = lasts;
        this.hosts = hosts;
    }

    @Override
    public String label() {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Set<Integer> hit() {
        return kind.losers();
    }

    @Override
    public Duration lasts() {
        return lasts;
    }

    @Override
    public void happen(FailoverCluster cluster, FailoverTraffic traffic) throws IOException {
        try (NetworkCut network = new NetworkCut(hosts);
                PartitionWatch watch = new PartitionWatch(cluster, hosts);
                var supervisor = Executors.newVirtualThreadPerTaskExecutor()) {
            began = System.nanoTime();
            for (NetworkCut.Path path : kind.paths()) {
                network.cut(path);
            }
            watch.begin();
            Map<Integer, CompletableFuture<Lives>> back = new TreeMap<>();
            kind.losers()
                    .forEach(node -> back.put(node,
                            CompletableFuture.supplyAsync(() -> startedAgain(cluster.node(node)), supervisor)));
            traffic.after(lasts);
            watch.end();
            network.heal();
            faults.addAll(watch.addressesTwice());
            for (Map.Entry<Integer, CompletableFuture<Lives>> each : back.entrySet()) {
                seen(each.getKey(), watch, each.getValue().orTimeout(BACK.toSeconds(), TimeUnit.SECONDS).join());
            }
        } catch (CompletionException failed) {
            throw new AssertionError("a node that was cut off did not come back:\n" + String.join("\n----\n",
                    cluster.logs()), failed);
        }
    }

    /** When a process ended, and when the next one was ready. */
    private record Lives(long ended, long ready) {}

    private static Lives startedAgain(NodeProcess process) {
        while (process.isAlive()) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
        long ended = System.nanoTime();
        try {
            process.start();
        } catch (IOException refused) {
            throw new CompletionException(refused);
        }
        return new Lives(ended, System.nanoTime());
    }

    private void seen(int node, PartitionWatch watch, Lives lives) {
        long released = watch.released(node, began);
        long taken = watch.taken(node);
        nobodyElseUntil.put(node, watch.nobodyElseUntil(node));
        if (kind != Kind.PATH) { // else all of them list the calls of all
            faults.addAll(watch.callsTwice(node));
        }
        if (released > taken) {
            faults.add("node " + node + " had its address when another had taken it");
        }
        figures.append(String.format(Locale.ROOT,
                ",\"node_%d\":{\"released_ms\":%d,\"taken_ms\":%d,\"ended_ms\":%d,\"ready_again_ms\":%d,\"looks\":%d}",
                node, millis(began, released), millis(began, taken), millis(began, lives.ended()),
                millis(began, lives.ready()), watch.looks()));
    }

    private static long millis(long from, long to) {
        return to == Long.MAX_VALUE ? -1 : (to - from) / 1_000_000;
    }

    @Override
    public boolean mayAnswer(int address, long atNanos) {
        return kind == Kind.PATH || atNanos < began + NodeLease.LASTS.plus(UNDER_WAY).toNanos()
                || atNanos > nobodyElseUntil.getOrDefault(address, 0L);
    }

    @Override
    public List<String> faultsAfterwards(FailoverCluster cluster) {
        new Homecoming(cluster).byItself(FailoverPlan.VICTIM);
        return faults;
    }

    @Override
    public String figures() {
        return figures + ",\"owned_twice\":" + faults.size();
    }

    /** Nothing was with two nodes, and nothing lost by that; how long it took is another matter. */
    boolean safe(FailoverFigures figures) {
        return faults.isEmpty() && figures.answeredLost() == 0 && figures.inDialogFailed() == 0
                && figures.recordsMissing() == 0 && figures.recordsDouble() == 0 && figures.answeredUnowned() == 0;
    }

    @Override
    public boolean right(FailoverFigures figures) {
        return figures.right() && faults.isEmpty();
    }
}
