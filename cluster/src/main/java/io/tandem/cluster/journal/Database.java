package io.tandem.cluster.journal;

import io.tandem.cluster.journal.EmbeddedStoreException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.rocksdb.AbstractNativeReference;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.Filter;
import org.rocksdb.IndexType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.NativeLibraryLoader;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteOptions;

/**
 * The open database. Thread-safe; every use after {@link #close()} is refused rather than let into freed memory.
 * <p>
 * Memory is bounded: 32 MB of block cache, 32 MB of write buffers over all tables.
 */
public final class Database implements AutoCloseable {
    private static final long MEGABYTE = 1024L * 1024L;
    private static final int CACHE_SHARD_BITS = 2;
    private static final int BLOOM_BITS_PER_KEY = 10;

    private final Path directory;
    private final RocksDB rocks;
    private final List<ColumnFamilyHandle> handles;
    private final List<AbstractNativeReference> owned;
    private final WriteOptions writeOptions = new WriteOptions();
    /** Shared by all who use the database, exclusive for who closes it. */
    private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();
    private volatile boolean closed;

    private Database(Path directory, RocksDB rocks, List<ColumnFamilyHandle> handles,
            List<AbstractNativeReference> owned) {
        this.directory = directory;
        this.rocks = rocks;
        this.handles = handles;
        this.owned = owned;
    }

    /**
     * Opens the store, creating what is missing.
     *
     * @throws EmbeddedStoreException when another node has it open, or it cannot be read or written
     */
    public static Database open(Path directory) {
        List<AbstractNativeReference> owned = new ArrayList<>();
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        try {
            loadNativeLibrary(directory);
            DBOptions options = owned(owned, options());
            List<ColumnFamilyDescriptor> tables = tables(owned);
            RocksDB rocks = RocksDB.open(options, directory.toString(), tables, handles);
            return new Database(directory, rocks, handles, owned);
        } catch (IOException | RocksDBException e) {
            owned.forEach(AbstractNativeReference::close);
            throw new EmbeddedStoreException(isLock(e) ? Reason.IN_USE : Reason.UNREADABLE, directory, e);
        }
    }

    /** Beside the data rather than in the temporary directory, where every killed node would leave 17 MB behind. */
    private static void loadNativeLibrary(Path directory) throws IOException {
        Path library = Files.createDirectories(directory.resolve("native"));
        try {
            NativeLibraryLoader.getInstance().loadLibrary(library.toString());
        } catch (UnsatisfiedLinkError e) {
            throw new IOException("the database library in " + library + " cannot be loaded", e);
        }
    }

    private static boolean isLock(Exception e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("lock hold by current process") || message.contains("While lock file");
    }

    private static DBOptions options() {
        return new DBOptions().setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                .setMaxBackgroundJobs(
                        2)
                .setDbWriteBufferSize(32 * MEGABYTE)
                .setMaxTotalWalSize(64 * MEGABYTE)
                .setRecycleLogFileNum(
                        2)
                .setWalRecoveryMode(WALRecoveryMode.PointInTimeRecovery)
                .setEnableWriteThreadAdaptiveYield(
                        false)
                .setMaxOpenFiles(256)
                .setBytesPerSync(MEGABYTE)
                .setInfoLogLevel(
                        InfoLogLevel.WARN_LEVEL)
                .setMaxLogFileSize(MEGABYTE)
                .setKeepLogFileNum(
                        2)
                .setStatsDumpPeriodSec(0);
    }

    private static List<ColumnFamilyDescriptor> tables(List<AbstractNativeReference> owned) {
        Cache cache = owned(owned, new LRUCache(32 * MEGABYTE, CACHE_SHARD_BITS));
        Filter bloom = owned(owned, new BloomFilter(BLOOM_BITS_PER_KEY, false));
        List<ColumnFamilyDescriptor> tables = new ArrayList<>();
        for (Table table : Table.values()) {
            BlockBasedTableConfig format = new BlockBasedTableConfig().setBlockCache(
                    cache).setCacheIndexAndFilterBlocks(true).setPinL0FilterAndIndexBlocksInCache(true);
            if (table.isLookedUpByKey()) {
                format.setFilterPolicy(bloom);
            }
            ColumnFamilyOptions options = owned(owned, new ColumnFamilyOptions());
            options.setTableFormatConfig(format)
                    .setCompressionType(CompressionType.NO_COMPRESSION)
                    .setWriteBufferSize(
                            table.writeBufferOctets())
                    .setMaxWriteBufferNumber(2);
            tables.add(new ColumnFamilyDescriptor(table.octets(), options));
        }
        return tables;
    }

    /**
     * Indexes and filters are cut into small blocks, which come and go in the cache. Whole ones would grow with the
     * calls kept until they no longer fit a shard of the cache, and be read from the disk at each look-up.
     */
    private static BlockBasedTableConfig format(Table table, Cache cache, Filter bloom) {
        BlockBasedTableConfig format = new BlockBasedTableConfig().setBlockCache(cache)
                .setCacheIndexAndFilterBlocks(
                        true)
                .setCacheIndexAndFilterBlocksWithHighPriority(true)
                .setPinTopLevelIndexAndFilter(
                        true)
                .setIndexType(IndexType.kTwoLevelIndexSearch);
        if (table.isLookedUpByKey()) {
            format.setFilterPolicy(bloom).setPartitionFilters(true);
        }
        return format;
    }

    private static <T extends AbstractNativeReference> T owned(List<AbstractNativeReference> owned, T reference) {
        owned.add(reference);
        return reference;
    }

    Path directory() {
        return directory;
    }

    /** A batch for this database. Who fills batches is stopped before the database is closed. */
    public Batch newBatch() {
        return new Batch(this::handle);
    }

    private ColumnFamilyHandle handle(Table table) {
        refuseIfClosed();
        return handles.get(table.ordinal());
    }

    /** Writes all or nothing. On return it is safe against the death of the process. */
    public void write(Batch batch) throws RocksDBException {
        enter();
        try {
            rocks.write(writeOptions, batch.writes());
        } finally {
            leave();
        }
    }

    /**
     * Makes all that was written so far safe against the loss of power. Separate from {@link #write}, because a write
     * that syncs makes every other writer wait for the disk; this does not.
     */
    void sync() throws RocksDBException {
        enter();
        try {
            rocks.syncWal();
        } finally {
            leave();
        }
    }

    /** The value of that key, or null. */
    byte[] get(Table table, byte[] key) throws RocksDBException {
        enter();
        try {
            return rocks.get(handle(table), key);
        } finally {
            leave();
        }
    }

    /** The highest sequence number that was ever written for that id; 0 if there is none. */
    long highestSequenceNr(byte[] id) throws RocksDBException {
        byte[] highest = get(Table.HIGHEST, id);
        return highest == null ? 0 : Keys.numberOf(highest);
    }

    /** Takes the next entry; false to stop. Runs inside the database: brief, and no calls back into it. */
    public interface Visitor {
        boolean visit(byte[] key, byte[] value);
    }

    /** Visits the entries from {@code from} (inclusive) up to {@code to} (exclusive) in order. */
    public void ascend(Table table, byte[] from, byte[] to, Visitor visitor) throws RocksDBException {
        enter();
        try (Slice upper = new Slice(to);
                ReadOptions options = new ReadOptions().setIterateUpperBound(upper);
                RocksIterator iterator = rocks.newIterator(handle(table), options)) {
            iterator.seek(from);
            while (iterator.isValid() && visitor.visit(iterator.key(), iterator.value())) {
                iterator.next();
            }
            iterator.status();
        } finally {
            leave();
        }
    }

    /** Visits the entries from below {@code to} (exclusive) down to {@code from} (inclusive). */
    void descend(Table table, byte[] from, byte[] to, Visitor visitor) throws RocksDBException {
        enter();
        try (Slice lower = new Slice(from);
                Slice upper = new Slice(to);
                ReadOptions options = new ReadOptions().setIterateLowerBound(lower).setIterateUpperBound(upper);
                RocksIterator iterator = rocks.newIterator(handle(table), options)) {
            iterator.seekToLast();
            while (iterator.isValid() && visitor.visit(iterator.key(), iterator.value())) {
                iterator.prev();
            }
            iterator.status();
        } finally {
            leave();
        }
    }

    /** Visits every entry in order. */
    public void scan(Table table, Visitor visitor) throws RocksDBException {
        enter();
        try (RocksIterator iterator = rocks.newIterator(handle(table))) {
            iterator.seekToFirst();
            while (iterator.isValid() && visitor.visit(iterator.key(), iterator.value())) {
                iterator.next();
            }
            iterator.status();
        } finally {
            leave();
        }
    }

    private void enter() {
        gate.readLock().lock();
        try {
            refuseIfClosed();
        } catch (EmbeddedStoreException e) {
            gate.readLock().unlock();
            throw e;
        }
    }

    private void refuseIfClosed() {
        if (closed) {
            throw new EmbeddedStoreException(Reason.CLOSED, directory, null);
        }
    }

    private void leave() {
        gate.readLock().unlock();
    }

    /** Waits for those inside, syncs and closes. Idempotent. */
    @Override
    public void close() throws RocksDBException {
        gate.writeLock().lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            rocks.syncWal();
        } finally {
            release();
            gate.writeLock().unlock();
        }
    }

    private void release() {
        handles.forEach(AbstractNativeReference::close);
        rocks.close();
        writeOptions.close();
        owned.forEach(AbstractNativeReference::close);
    }
}
