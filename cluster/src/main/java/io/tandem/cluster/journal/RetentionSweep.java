package io.tandem.cluster.journal;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what is left of calls that ended longer ago than they are to be kept: events, highest sequence number, entry
 * among the ended. Works in small steps with rests between, because calls are carried meanwhile. A call that is up
 * again is left alone.
 */
final class RetentionSweep {
    private static final Logger log = LoggerFactory.getLogger(RetentionSweep.class);
    /** Up to that many events are deleted one by one; RocksDB reads worse past many range tombstones. */
    private static final int FEW_EVENTS = 64;

    private final Database database;
    private final StoreSettings.Retention retention;
    private final InstantSource clock;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    RetentionSweep(Database database, StoreSettings.Retention retention, InstantSource clock) {
        this.database = database;
        this.retention = retention;
        this.clock = clock;
        this.thread = Thread.ofPlatform().name("tandem-journal-sweep").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (!closedWithin(retention.interval())) {
            try {
                long swept = sweep();
                if (swept > 0) {
                    log.info("deleted {} calls that ended more than {} ago", swept, retention.keep());
                }
            } catch (RocksDBException | RuntimeException e) {
                log.error("ended calls could not be deleted from {}", database.directory(), e);
            }
        }
    }

    /** Deletes all that is past its time, or until closed; how many calls that were. */
    long sweep() throws RocksDBException {
        byte[] from = Keys.endedFrom(0);
        byte[] to = Keys.endedFrom(clock.instant().minus(retention.keep()).toEpochMilli());
        long swept = 0;
        List<byte[]> step = next(from, to);
        while (!step.isEmpty()) {
            delete(step);
            swept += step.size();
            if (closedWithin(retention.pause())) {
                break;
            }
            from = step.getLast();
            step = next(from, to);
        }
        return swept;
    }

    private List<byte[]> next(byte[] from, byte[] to) throws RocksDBException {
        List<byte[]> ended = new ArrayList<>();
        database.ascend(Table.ENDED, from, to, (key, _) -> ended.add(key) && ended.size() < retention.batch());
        return ended;
    }

    private void delete(List<byte[]> step) throws RocksDBException {
        try (Batch batch = database.newBatch()) {
            for (byte[] ended : step) {
                byte[] id = Keys.idOfEnded(ended);
                if (database.get(Table.LIVE, id) == null) {
                    forget(batch, id);
                }
                batch.delete(Table.ENDED, ended);
            }
            database.write(batch);
        }
    }

    private void forget(Batch batch, byte[] id) throws RocksDBException {
        long highest = database.highestSequenceNr(id);
        if (highest > FEW_EVENTS) {
            batch.deleteEvents(id, highest);
        } else {
            for (long sequenceNr = 1; sequenceNr <= highest; sequenceNr++) {
                batch.delete(Table.EVENTS, Keys.numbered(id, sequenceNr));
            }
        }
        batch.delete(Table.HIGHEST, id);
    }

    private boolean closedWithin(Duration time) {
        try {
            return closing.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    void stop() throws InterruptedException {
        closing.countDown();
        thread.join();
    }
}
