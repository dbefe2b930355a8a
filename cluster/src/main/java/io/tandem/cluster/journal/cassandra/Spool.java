package io.tandem.cluster.journal.cassandra;

import io.tandem.cluster.journal.Batch;
import io.tandem.cluster.journal.Database;
import io.tandem.cluster.journal.Keys;
import io.tandem.cluster.journal.StoredEvent;
import io.tandem.cluster.journal.Table;
import io.tandem.cluster.journal.ValueCodec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.rocksdb.RocksDBException;

/**
 * What waits for the database on this node's disk: events of calls, and ids of calls whose answer was refused and may yet
 * have reached the database, which is to forget them. Safe against the death of the process. Bounded in octets.
 * Thread-safe; writes go to the disk.
 */
final class Spool implements AutoCloseable {
    private static final byte[] NOTHING = {};

    private final Database database;
    private final long mostOctets;
    private final ConcurrentHashMap<String, Integer> waiting = new ConcurrentHashMap<>();
    private final Set<String> withdrawn = ConcurrentHashMap.newKeySet();
    private final AtomicLong octets = new AtomicLong();
    private final AtomicLong events = new AtomicLong();

    private Spool(Database database, long mostOctets) {
        this.database = database;
        this.mostOctets = mostOctets;
    }

    /** Opens it with what the last process left in it. */
    static Spool open(Path directory, long mostOctets) {
        Spool spool = new Spool(Database.open(directory), mostOctets);
        try {
            spool.database.scan(Table.EVENTS, (key, value) -> {
                spool.count(Keys.text(Keys.idOf(key)), 1, value.length);
                return true;
            });
            spool.database.scan(Table.LIVE, (key, _) -> spool.withdrawn.add(Keys.text(key)));
        } catch (RocksDBException unreadable) {
            throw new IllegalStateException("what waits for the database in " + directory + " cannot be read",
                    unreadable);
        }
        return spool;
    }

    /** Whether events of that id wait: then all that follow must wait too. */
    boolean holds(String persistenceId) {
        return waiting.containsKey(persistenceId);
    }

    boolean isWithdrawn(String persistenceId) {
        return withdrawn.contains(persistenceId);
    }

    boolean isEmpty() {
        return events.get() == 0 && withdrawn.isEmpty();
    }

    long events() {
        return events.get();
    }

    /** Stores them, all or none; false when they do not fit any more. */
    synchronized boolean add(List<StoredEvent> more) throws RocksDBException {
        long size = more.stream().mapToLong(event -> event.value().length).sum();
        if (octets.get() + size > mostOctets) {
            return false;
        }
        try (Batch batch = database.newBatch()) {
            for (StoredEvent event : more) {
                batch.put(Table.EVENTS, key(event), event.value());
            }
            database.write(batch);
        }
        for (StoredEvent event : more) {
            count(event.persistenceId(), 1, event.value().length);
        }
        return true;
    }

    /** The answer of that call was refused: whatever of it has reached the database is to go. */
    synchronized void withdraw(String persistenceId) throws RocksDBException {
        withdrawn.add(persistenceId); // counts in this process even where the disk fails
        try (Batch batch = database.newBatch()) {
            batch.put(Table.LIVE, Keys.id(persistenceId), NOTHING);
            database.write(batch);
        }
    }

    List<String> withdrawn() {
        return List.copyOf(withdrawn);
    }

    synchronized void forgotten(String persistenceId) throws RocksDBException {
        try (Batch batch = database.newBatch()) {
            batch.delete(Table.LIVE, Keys.id(persistenceId));
            database.write(batch);
        }
        withdrawn.remove(persistenceId);
    }

    /** The values of the events of that id that wait, by sequence number. */
    NavigableMap<Long, byte[]> of(String persistenceId) throws RocksDBException {
        NavigableMap<Long, byte[]> found = new TreeMap<>();
        if (holds(persistenceId)) {
            byte[] id = Keys.id(persistenceId);
            database.ascend(Table.EVENTS, Keys.numbered(id, 0), Keys.numbered(id, Long.MAX_VALUE), (key, value) -> {
                found.put(Keys.sequenceNrOf(key), value);
                return true;
            });
        }
        return found;
    }

    /** Some of what waits, each id's in order. */
    List<StoredEvent> some(int most) throws RocksDBException {
        List<StoredEvent> some = new ArrayList<>();
        database.scan(Table.EVENTS, (key, value) -> {
            some.add(new StoredEvent(Keys.text(Keys.idOf(key)), Keys.sequenceNrOf(key), value,
                    ValueCodec.tagsOf(value)));
            return some.size() < most;
        });
        return some;
    }

    /** They wait no longer. */
    synchronized void handedOver(List<StoredEvent> done) throws RocksDBException {
        try (Batch batch = database.newBatch()) {
            for (StoredEvent event : done) {
                batch.delete(Table.EVENTS, key(event));
            }
            database.write(batch);
        }
        for (StoredEvent event : done) {
            count(event.persistenceId(), -1, -event.value().length);
        }
    }

    /** By call, whether what waits of it leaves it up (true) or over; calls of which it says neither are left out. */
    Map<String, Boolean> callsUp() throws RocksDBException {
        Map<String, Boolean> up = new HashMap<>();
        for (StoredEvent event : some(Integer.MAX_VALUE)) {
            if (event.isCallUp() || event.isCallOver()) {
                up.put(event.persistenceId(), !event.isCallOver());
            }
        }
        withdrawn.forEach(id -> up.put(id, false));
        return up;
    }

    private static byte[] key(StoredEvent event) {
        return Keys.numbered(Keys.id(event.persistenceId()), event.sequenceNr());
    }

    private void count(String persistenceId, int difference, long size) {
        waiting.merge(persistenceId, difference, (had, more) -> had + more == 0 ? null : had + more);
        events.addAndGet(difference);
        octets.addAndGet(size);
    }

    @Override
    public void close() throws RocksDBException {
        database.close();
    }
}
