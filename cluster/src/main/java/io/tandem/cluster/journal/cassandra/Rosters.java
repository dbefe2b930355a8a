package io.tandem.cluster.journal.cassandra;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The rosters of the service addresses that this node has, each taken over at its first use. Thread-safe. */
final class Rosters {
    private final RosterTable table;
    private final String owner;
    private final Supplier<Map<String, Boolean>> known;
    private final ConcurrentHashMap<Character, CompletableFuture<RosterLog>> logs = new ConcurrentHashMap<>();

    /**
     * @param owner this node, as operators find it beside the head of a roster
     * @param known calls of which this node knows better than the roster, by persistence id: up (true) or over
     */
    Rosters(RosterTable table, String owner, Supplier<Map<String, Boolean>> known) {
        this.table = table;
        this.owner = owner;
        this.known = known;
    }

    /** The roster of that address, taken over from whoever kept it unless this node keeps it. */
    CompletionStage<RosterLog> takeOver(char address) {
        return logs.compute(address, (_, had) -> isKept(had) ? had : begin(address));
    }

    private static boolean isKept(CompletableFuture<RosterLog> had) {
        return had != null && (!had.isDone() || !had.isCompletedExceptionally() && !had.join().isFenced());
    }

    void release(char address) {
        CompletableFuture<RosterLog> had = logs.remove(address);
        if (had != null) {
            had.thenAccept(RosterLog::flush);
        }
    }

    /** A call came up; done when its roster says so. */
    CompletionStage<Void> up(String persistenceId) {
        String id = id(persistenceId);
        return logs.compute(id.charAt(0),
                (address, had) -> had == null || had.isCompletedExceptionally() ? begin(address) : had)
                .thenCompose(log -> log.up(id));
    }

    /** A call came up that the roster is to be told of later. */
    void upUnwritten(String persistenceId) {
        String id = id(persistenceId);
        ifKept(id, log -> log.upUnwritten(id));
    }

    /** A call is over. */
    void over(String persistenceId) {
        String id = id(persistenceId);
        ifKept(id, log -> log.over(id));
    }

    /** Writes what waits and begins the epochs that are due; to be called every second or so. */
    void tick(Duration checkpoint) {
        logs.values().forEach(each -> each.thenAccept(log -> {
            log.flush();
            log.beginEpoch(checkpoint);
        }));
    }

    private void ifKept(String id, Consumer<RosterLog> work) {
        CompletableFuture<RosterLog> log = logs.get(id.charAt(0));
        if (log != null) {
            log.thenAccept(work);
        }
    }

    private CompletableFuture<RosterLog> begin(char address) {
        Map<String, Boolean> ours = new ConcurrentHashMap<>();
        known.get().forEach((persistenceId, up) -> {
            String id = id(persistenceId);
            if (id.charAt(0) == address) {
                ours.put(id, up);
            }
        });
        return RosterLog.takeOver(table, Character.toString(address), owner, System::nanoTime, ours)
                .toCompletableFuture();
    }

    private static String id(String persistenceId) {
        return persistenceId.substring(CallEvents.PREFIX.length());
    }
}
