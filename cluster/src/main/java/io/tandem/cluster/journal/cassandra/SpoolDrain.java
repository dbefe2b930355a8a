package io.tandem.cluster.journal.cassandra;

import io.tandem.cluster.journal.StoredEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands what waits in the spool over to the database: each call's events in their order, those of different calls at
 * once. An event never takes the place of another: where a node that took the call over has written that number, what it
 * wrote stands, and ours goes with what follows it.
 */
final class SpoolDrain {
    private static final Logger log = LoggerFactory.getLogger(SpoolDrain.class);
    private static final int AT_A_TIME = 256;

    private final Spool spool;
    private final EventTable table;
    private final Reach reach;
    private final Duration limit;
    private final AtomicBoolean running = new AtomicBoolean();
    final LongAdder overtaken = new LongAdder();

    SpoolDrain(Spool spool, EventTable table, Reach reach, Duration limit) {
        this.spool = spool;
        this.table = table;
        this.reach = reach;
        this.limit = limit;
    }

    /** Begins when something waits and nobody is at it. */
    void startIfNeeded() {
        if (!spool.isEmpty() && !reach.isAway() && running.compareAndSet(false, true)) {
            Thread.ofPlatform().name("tandem-spool-drain").daemon().start(this::run);
        }
    }

    private void run() {
        long before = spool.events();
        try {
            for (String id : spool.withdrawn()) {
                table.delete(id, limit).toCompletableFuture().join();
                spool.forgotten(id);
            }
            List<StoredEvent> some = spool.some(AT_A_TIME);
            while (!some.isEmpty()) {
                handOver(some);
                some = spool.some(AT_A_TIME);
            }
            log.info("{} events of calls that waited for the database are handed over", before);
        } catch (CompletionException failure) {
            reach.failed(failure);
        } catch (RocksDBException | RuntimeException failure) {
            log.error("what waits for the database cannot be handed over", failure);
        } finally {
            running.set(false);
        }
    }

    /** In rounds: the next event of each call, and on to the next round when all are stored. */
    private void handOver(List<StoredEvent> some) throws RocksDBException {
        Map<String, Queue<StoredEvent>> byCall = new LinkedHashMap<>();
        for (StoredEvent event : some) {
            byCall.computeIfAbsent(event.persistenceId(), _ -> new ArrayDeque<>()).add(event);
        }
        while (!byCall.isEmpty()) {
            Map<StoredEvent, CompletableFuture<Boolean>> round = new LinkedHashMap<>();
            for (Queue<StoredEvent> events : byCall.values()) {
                StoredEvent event = events.element();
                round.put(event, table.insertIfAbsent(event, limit).toCompletableFuture());
            }
            List<StoredEvent> done = new ArrayList<>();
            CompletionException failed = null;
            for (Map.Entry<StoredEvent, CompletableFuture<Boolean>> stored : round.entrySet()) {
                try {
                    done.addAll(after(stored.getKey(), stored.getValue().join(), byCall));
                } catch (CompletionException failure) {
                    failed = failure;
                }
            }
            spool.handedOver(done);
            if (failed != null) {
                throw failed;
            }
            reach.succeeded();
            for (Iterator<Queue<StoredEvent>> each = byCall.values().iterator(); each.hasNext();) {
                if (each.next().isEmpty()) {
                    each.remove();
                }
            }
        }
    }

    /** What need not wait any more, now that this event is stored, or another stands in its place. */
    private List<StoredEvent> after(StoredEvent event, boolean stored, Map<String, Queue<StoredEvent>> byCall) {
        Queue<StoredEvent> events = byCall.get(event.persistenceId());
        if (stored) {
            return List.of(events.remove());
        }
        List<StoredEvent> gone = List.copyOf(events);
        events.clear();
        if (overtaken.sum() == 0) {
            log.warn("another node has carried call {} on since; what this one still had of it is dropped",
                    event.persistenceId());
        }
        overtaken.add(gone.size());
        return gone;
    }
}
