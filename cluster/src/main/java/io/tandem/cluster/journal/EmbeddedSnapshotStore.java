package io.tandem.cluster.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.persistence.SelectedSnapshot;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;
import org.apache.pekko.persistence.snapshot.japi.SnapshotStore;
import org.rocksdb.RocksDBException;
import scala.concurrent.Future;
import scala.jdk.javaapi.FutureConverters;

/**
 * The snapshot plugin {@code tandem.snapshots}: for tenants and number blocks, synced to disk like their events. Calls
 * have no snapshots and should say so ({@code SnapshotSelectionCriteria.none()}): then it is not even asked.
 */
public final class EmbeddedSnapshotStore extends SnapshotStore {
    private final EmbeddedStore store = EmbeddedStore.get(context().system());

    @Override
    public Future<Optional<SelectedSnapshot>> doLoadAsync(String persistenceId,
            SnapshotSelectionCriteria criteria) {
        return FutureConverters.asScala(
                CompletableFuture.supplyAsync(() -> load(persistenceId, criteria), store.replays()));
    }

    @Override
    public Future<Void> doSaveAsync(SnapshotMetadata metadata, Object snapshot) {
        return submit(batch -> batch.put(Table.SNAPSHOTS,
                Keys.numbered(Keys.id(metadata.persistenceId()), metadata.sequenceNr()),
                store.codec().snapshot(metadata, snapshot)));
    }

    @Override
    public Future<Void> doDeleteAsync(SnapshotMetadata metadata) {
        long earliest = metadata.timestamp() == 0 ? 0 : metadata.timestamp();
        long latest = metadata.timestamp() == 0 ? Long.MAX_VALUE : metadata.timestamp();
        return doDeleteAsync(metadata.persistenceId(), SnapshotSelectionCriteria.create(metadata.sequenceNr(), latest,
                metadata.sequenceNr(), earliest));
    }

    @Override
    public Future<Void> doDeleteAsync(String persistenceId, SnapshotSelectionCriteria criteria) {
        return submit(batch -> {
            for (byte[] key : keysOf(persistenceId, criteria)) {
                batch.delete(Table.SNAPSHOTS, key);
            }
        });
    }

    private Optional<SelectedSnapshot> load(String persistenceId, SnapshotSelectionCriteria criteria) {
        SelectedSnapshot[] found = new SelectedSnapshot[1];
        try {
            byte[] id = Keys.id(persistenceId);
            store.database().descend(Table.SNAPSHOTS, first(id, criteria), end(id, criteria), (key, value) -> {
                if (isWithin(criteria, value)) {
                    found[0] = store.codec().snapshot(persistenceId, Keys.sequenceNrOf(key), value);
                }
                return found[0] == null;
            });
        } catch (RocksDBException e) {
            throw new EmbeddedStoreException(EmbeddedStoreException.Reason.UNREADABLE, store.database().directory(), e);
        }
        return Optional.ofNullable(found[0]);
    }

    private List<byte[]> keysOf(String persistenceId, SnapshotSelectionCriteria criteria) throws RocksDBException {
        List<byte[]> keys = new ArrayList<>();
        byte[] id = Keys.id(persistenceId);
        store.database()
                .ascend(Table.SNAPSHOTS, first(id, criteria), end(id, criteria),
                        (key, value) -> !isWithin(criteria, value) || keys.add(key));
        return keys;
    }

    private static byte[] first(byte[] id, SnapshotSelectionCriteria criteria) {
        return Keys.numbered(id, Math.max(0, criteria.minSequenceNr()));
    }

    private static byte[] end(byte[] id, SnapshotSelectionCriteria criteria) {
        return Keys.numbered(id, criteria.maxSequenceNr() + 1);
    }

    private static boolean isWithin(SnapshotSelectionCriteria criteria, byte[] value) {
        long timestamp = ValueCodec.timestampOfSnapshot(value);
        return timestamp >= criteria.minTimestamp() && timestamp <= criteria.maxTimestamp();
    }

    private interface Change {
        void addTo(Batch batch) throws RocksDBException;
    }

    private Future<Void> submit(Change change) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        boolean accepted = store.writer().submit(new GroupWriter.Work() {
            @Override
            public void addTo(Batch batch) throws RocksDBException {
                try {
                    change.addTo(batch);
                } catch (RuntimeException e) {
                    done.completeExceptionally(e); // Its serializer's fault: the rest of the group goes on.
                }
            }

            @Override
            public void stored() {
                done.complete(null);
            }

            @Override
            public void failed(Throwable cause) {
                done.completeExceptionally(cause);
            }
        });
        if (!accepted) {
            done.completeExceptionally(new StoreOverloadedException(store.writer().waiting()));
        }
        return FutureConverters.asScala(done);
    }
}
