package io.tandem.cluster.journal;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.AbstractExtensionId;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Extension;
import org.apache.pekko.serialization.SerializationExtension;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded store of one actor system. Opened by the first who asks for it, closed when the system has terminated:
 * by then no actor is left that could use it, and the same directory can be opened again.
 */
public final class EmbeddedStore implements Extension {
    /** Plugin id of the journal. */
    public static final String JOURNAL_PLUGIN = "tandem.journal";
    /** Plugin id of the snapshot store. */
    public static final String SNAPSHOT_PLUGIN = "tandem.snapshots";

    private static final Logger log = LoggerFactory.getLogger(EmbeddedStore.class);
    private static final Id ID = new Id();

    private final Database database;
    private final GroupWriter writer;
    private final RetentionSweep sweep;
    private final ValueCodec codec;
    private final Executor replays;
    private final InstantSource clock = InstantSource.system();

    private EmbeddedStore(ExtendedActorSystem system) {
        StoreSettings settings = StoreSettings.from(system.settings().config());
        replays = system.dispatchers().lookup(settings.replayDispatcher());
        codec = new ValueCodec(SerializationExtension.get(system));
        database = Database.open(settings.directory());
        writer = new GroupWriter(database, settings.groupSize(), settings.groupQueue());
        sweep = new RetentionSweep(database, settings.retention(), clock);
        sweep.start();
        system.registerOnTermination(this::close);
    }

    /**
     * The store of that system, opened if it is not yet.
     *
     * @throws EmbeddedStoreException when it cannot be opened, say because another node has it open
     */
    public static EmbeddedStore get(ClassicActorSystemProvider system) {
        return ID.get(system);
    }

    /** Makes the embedded store the journal and snapshot store of a system; lay it over the rest of its config. */
    public static Config plugins() {
        return ConfigFactory.parseString("""
                pekko.persistence.journal.plugin = "%s"
                pekko.persistence.snapshot-store.plugin = "%s"
                """.formatted(JOURNAL_PLUGIN, SNAPSHOT_PLUGIN));
    }

    /** Which calls are up and which are over; what a node reads at its start to wake its calls. */
    public Roster roster() {
        return new Roster(database);
    }

    /** How many writes wait for their fsync now. Safe from any thread. */
    public int waitingWrites() {
        return writer.waiting();
    }

    /** How many writes were refused since the start because too many waited. Safe from any thread. */
    public long refusedWrites() {
        return writer.refused();
    }

    Database database() {
        return database;
    }

    GroupWriter writer() {
        return writer;
    }

    ValueCodec codec() {
        return codec;
    }

    Executor replays() {
        return replays;
    }

    InstantSource clock() {
        return clock;
    }

    private void close() {
        try {
            sweep.stop();
            writer.stop();
            database.close();
        } catch (RocksDBException e) {
            log.error("the store in {} was not closed cleanly", database.directory(), e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Id extends AbstractExtensionId<EmbeddedStore> {
        @Override
        public EmbeddedStore createExtension(ExtendedActorSystem system) {
            return new EmbeddedStore(system);
        }
    }
}
