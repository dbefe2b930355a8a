package io.tandem.cluster.journal.cassandra;

import com.sun.management.OperatingSystemMXBean;
import io.tandem.cluster.TestCassandra;
import io.tandem.cluster.journal.StoredEvent;
import io.tandem.cluster.journal.cassandra.CassandraSettings.WhenAway;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/**
 * What the roster costs beside the two events of a call, in CPU of this process, and how long it takes to read one of 5,000
 * calls and their events. Run by {@code ops/bench/roster}; prints lines and, last, a JSON object.
 */
final class RosterCost {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int CALLS_PER_SECOND = 300;
    private static final int SECONDS = 8;
    private static final int UNDER_WAY = 128;
    private static final int UP = 5000;
    private static final byte[] ANSWER = new byte[1500];
    private static final byte[] END = new byte[900];

    private final EventTable table;
    private final RosterTable roster;
    private final Rosters rosters;
    private final Semaphore window = new Semaphore(UNDER_WAY);
    private int calls;

    private RosterCost(StoreOnTest node, String keyspace) {
        table = new EventTable(node.store().session(), keyspace);
        roster = new RosterTable(node.store().session(), keyspace, LIMIT);
        rosters = new Rosters(roster, "bench", Map::of);
        rosters.takeOver('0').toCompletableFuture().join();
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        String keyspace = TestCassandra.newKeyspace();
        Path spool = Files.createTempDirectory("tandem-roster-cost");
        try (StoreOnTest node = new StoreOnTest("bench", keyspace, spool, WhenAway.REFUSE)) {
            RosterCost cost = new RosterCost(node, keyspace);
            List<Double> without = new ArrayList<>();
            List<Double> with = new ArrayList<>();
            for (int round = 0; round <= rounds; round++) {
                double alone = cost.run(false);
                double listed = cost.run(true);
                System.out.printf("round %d: CPU-s per 1,000 calls %.3f, with the roster %.3f%n", round, alone, listed);
                if (round > 0) { // the first one warms up
                    without.add(alone);
                    with.add(listed);
                }
            }
            System.out.println(
                    cost.wake("{\"rate\": %d, \"events_cpu_s_per_1000\": %.3f, \"with_roster_cpu_s_per_1000\": %.3f"
                            .formatted(CALLS_PER_SECOND, median(without), median(with))));
        }
        System.exit(0);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElse(Double.NaN);
    }

    /** Calls at an even rate, each answered and ended; CPU-seconds for 1,000 of them. */
    private double run(boolean listed) throws InterruptedException {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpu = system.getProcessCpuTime();
        long begin = System.nanoTime();
        int count = CALLS_PER_SECOND * SECONDS;
        for (int i = 0; i < count; i++) {
            long due = begin + i * 1_000_000_000L / CALLS_PER_SECOND;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            call("00%018d".formatted(calls++), listed);
            if (listed && i % CALLS_PER_SECOND == 0) {
                rosters.tick(Duration.ofMinutes(1));
            }
        }
        awaitAll();
        return (system.getProcessCpuTime() - cpu) / 1e6 / count;
    }

    private void call(String id, boolean listed) throws InterruptedException {
        String persistenceId = CallEvents.PREFIX + id;
        window.acquire();
        CompletionStage<?> up = table.insert(List.of(new StoredEvent(persistenceId, 1, ANSWER, Set.of())), LIMIT);
        if (listed) {
            up = up.thenCombine(rosters.up(persistenceId), (_, _) -> true);
        }
        up.thenCompose(_ -> table.insert(List.of(new StoredEvent(persistenceId, 2, END, Set.of())), LIMIT))
                .whenComplete((_, failure) -> {
                    if (listed) {
                        rosters.over(persistenceId);
                    }
                    done(failure);
                });
    }

    /** Reads a roster, then the events of its calls, as a node does that takes them over. */
    private String wake(String figures) throws InterruptedException {
        Set<String> up = new HashSet<>();
        for (int i = 0; i < UP; i++) {
            up.add("z0%018d".formatted(i));
        }
        roster.begin("z", 1, List.copyOf(up))
                .thenCompose(_ -> roster.moveHead("z", OptionalLong.empty(), 1, "dead"))
                .toCompletableFuture()
                .join();
        for (String id : up) {
            window.acquire();
            table.insert(List.of(new StoredEvent(CallEvents.PREFIX + id, 1, ANSWER, Set.of())), LIMIT)
                    .whenComplete((_, failure) -> done(failure));
        }
        awaitAll();
        long begin = System.nanoTime();
        int found = roster.head("z").thenCompose(head -> roster.up("z", head)).toCompletableFuture().join().size();
        long listed = System.nanoTime();
        for (String id : up) {
            window.acquire();
            table.select(CallEvents.PREFIX + id, 1, Long.MAX_VALUE, LIMIT).whenComplete((_, failure) -> done(failure));
        }
        awaitAll();
        return "%s, \"calls\": %d, \"roster_read_s\": %.3f, \"events_read_s\": %.3f}".formatted(figures, found,
                (listed - begin) / 1e9, (System.nanoTime() - listed) / 1e9);
    }

    private void done(Throwable failure) {
        window.release();
        if (failure != null) {
            throw new IllegalStateException(failure);
        }
    }

    private void awaitAll() throws InterruptedException {
        window.acquire(UNDER_WAY);
        window.release(UNDER_WAY);
    }
}
