package io.tandem.cluster.journal;

import java.util.function.Function;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/** Changes that are stored together or not at all. One thread; reused after {@link #clear()}. */
public final class Batch implements AutoCloseable {
    private static final byte[] NOTHING = {};

    private final Function<Table, ColumnFamilyHandle> handles;
    private final WriteBatch writes = new WriteBatch();

    Batch(Function<Table, ColumnFamilyHandle> handles) {
        this.handles = handles;
    }

    public void put(Table table, byte[] key, byte[] value) throws RocksDBException {
        writes.put(handles.apply(table), key, value);
    }

    public void delete(Table table, byte[] key) throws RocksDBException {
        writes.delete(handles.apply(table), key);
    }

    /** Deletes the events of that id up to and including that number; the highest sequence number stays. */
    void deleteEvents(byte[] id, long toSequenceNr) throws RocksDBException {
        writes.deleteRange(handles.apply(Table.EVENTS), Keys.numbered(id, 0), Keys.numbered(id, toSequenceNr + 1));
    }

    /** Enters the call into the roster. */
    void callUp(byte[] id) throws RocksDBException {
        put(Table.LIVE, id, NOTHING);
    }

    /** Strikes the call off the roster and enters it among the ended. */
    void callOver(byte[] id, long epochMillis) throws RocksDBException {
        delete(Table.LIVE, id);
        put(Table.ENDED, Keys.ended(epochMillis, id), NOTHING);
    }

    boolean isEmpty() {
        return writes.count() == 0;
    }

    void clear() {
        writes.clear();
    }

    WriteBatch writes() {
        return writes;
    }

    @Override
    public void close() {
        writes.close();
    }
}
