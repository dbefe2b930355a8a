package io.tandem.cluster.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes that share an fsync: one thread gathers what waits, stores it in one batch, syncs once and acknowledges each.
 * <p>
 * Work is done in the order of its submission. The queue is bounded; what does not fit is refused at once.
 */
public final class GroupWriter {
    private static final Logger log = LoggerFactory.getLogger(GroupWriter.class);

    /** One thing to store. Runs on the writer's thread. */
    public interface Work {
        /** Adds its changes, all or none; a thing to do after what was submitted before adds nothing. */
        void addTo(Batch batch) throws RocksDBException;

        /** It is on disk. */
        void stored();

        /** It may or may not be on disk. */
        void failed(Throwable cause);
    }

    private final Database database;
    private final int groupSize;
    private final BlockingQueue<Work> queue;
    private final AtomicInteger waiting = new AtomicInteger();
    private final LongAdder refused = new LongAdder();
    private final AtomicBoolean full = new AtomicBoolean();
    private final Thread thread;
    private volatile boolean closing;

    GroupWriter(Database database, int groupSize, int queueLength) {
        this.database = database;
        this.groupSize = groupSize;
        this.queue = new ArrayBlockingQueue<>(queueLength);
        this.thread = Thread.ofPlatform().name("tandem-journal-writer").daemon().start(this::run);
    }

    /** False when the queue is full or the writer closed; the work is then not done. */
    boolean submit(Work work) {
        waiting.incrementAndGet();
        if (!closing && queue.offer(work)) {
            return true;
        }
        waiting.decrementAndGet();
        refused.increment();
        if (!closing && full.compareAndSet(false, true)) {
            log.warn("{} writes wait for the disk of {}: more are refused, and counted", waiting.get(),
                    database.directory());
        }
        return false;
    }

    /** How much was refused since the start. */
    long refused() {
        return refused.sum();
    }

    /** How many things are submitted and not yet acknowledged. */
    int waiting() {
        return waiting.get();
    }

    private void run() {
        List<Work> group = new ArrayList<>(groupSize);
        try (Batch batch = database.newBatch()) {
            while (gather(group)) {
                commit(group, batch);
                waiting.addAndGet(-group.size());
                group.clear();
                batch.clear();
                if (queue.isEmpty()) {
                    full.set(false); // the next time is told again
                }
            }
        }
    }

    /** False when closing and nothing is left. */
    private boolean gather(List<Work> group) {
        if (!closing) {
            try {
                group.add(queue.take());
            } catch (InterruptedException _) {
                // Only stop() interrupts: what is queued is still stored.
            }
        }
        queue.drainTo(group, groupSize - group.size());
        return !group.isEmpty();
    }

    private void commit(List<Work> group, Batch batch) {
        try {
            for (Work work : group) {
                work.addTo(batch);
            }
            if (!batch.isEmpty()) {
                database.write(batch);
                database.sync();
            }
        } catch (RocksDBException | RuntimeException e) {
            log.error("a group of {} writes was not stored in {}", group.size(), database.directory(), e);
            for (Work work : group) {
                work.failed(e);
            }
            return;
        }
        for (Work work : group) {
            work.stored();
        }
    }

    /** Stores what is queued, then ends the thread. Nothing may be submitted any more. */
    void stop() throws InterruptedException {
        closing = true;
        thread.interrupt();
        thread.join();
    }
}
