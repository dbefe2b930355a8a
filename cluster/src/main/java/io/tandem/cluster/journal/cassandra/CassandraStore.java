package io.tandem.cluster.journal.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import io.tandem.cluster.journal.CallJournal;
import io.tandem.cluster.journal.ValueCodec;
import io.tandem.cluster.journal.cassandra.CassandraSettings.WhenAway;
import io.tandem.port.CallId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.AbstractExtensionId;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Extension;
import org.apache.pekko.serialization.SerializationExtension;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store of one actor system in Cassandra: opened once, before the first persistent actor; closed when the system has
 * terminated.
 */
public final class CassandraStore implements Extension, CallJournal {
    private static final Logger log = LoggerFactory.getLogger(CassandraStore.class);
    private static final Id ID = new Id();
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final String DISPATCHER = "pekko.actor.default-dispatcher";

    private final ExtendedActorSystem system;
    private final ValueCodec codec;
    private final FreshIds fresh = new FreshIds();
    private volatile Parts parts;

    /** What there is once the database has answered. */
    private record Parts(CassandraSettings settings, String node, CqlSession session, EventTable table, Spool spool,
            Reach reach, Rosters rosters, CallEvents calls, SpoolDrain drain) {}

    private CassandraStore(ExtendedActorSystem system) {
        this.system = system;
        this.codec = new ValueCodec(SerializationExtension.get(system));
    }

    /** The store of that system, opened or not. */
    public static CassandraStore get(ClassicActorSystemProvider system) {
        return ID.get(system);
    }

    /**
     * Connects, and makes the tables where the settings say so. Waits.
     *
     * @param node what the database is told of this node
     * @throws DatabaseException when the database does not answer, or lacks tables
     */
    public void open(CassandraSettings settings, String node) {
        CqlSession session = Sessions.open(system.settings().config(), settings.access(), settings.limits().connect());
        try {
            open(settings, node, session);
        } catch (RuntimeException failure) {
            session.close();
            throw failure;
        }
    }

    private void open(CassandraSettings settings, String node, CqlSession session) {
        CassandraSettings.Access access = settings.access();
        CassandraSettings.Limits limits = settings.limits();
        if (settings.lab()) {
            Migrations.apply(session, access.keyspace(), Map.of(access.localDatacenter(), 1));
        }
        Migrations.check(session, access.keyspace());
        EventTable table = new EventTable(session, access.keyspace());
        Spool spool = Spool.open(settings.spool(), limits.spoolOctets());
        Reach reach = new Reach(System::nanoTime, log, limits.whenAway() == WhenAway.REFUSE
                ? "new calls are refused, calls that are up go on and what they say waits in " + settings.spool()
                : "answers are carried on undurable, what calls say waits in " + settings.spool(), limits.answer());
        Rosters rosters = new Rosters(new RosterTable(session, access.keyspace(), limits.answer()), node,
                () -> waiting(spool));
        Executor replays = system.dispatchers().lookup("tandem.call-dispatcher");
        CallEvents calls = new CallEvents(table, rosters, spool, reach, fresh, limits, codec, replays);
        parts = new Parts(settings, node, session, table, spool, reach, rosters, calls,
                new SpoolDrain(spool, table, reach, limits.recovery()));
        Cancellable ticks = system.scheduler()
                .scheduleWithFixedDelay(TICK, TICK, this::tick, system.dispatchers().lookup(DISPATCHER));
        system.registerOnTermination(() -> close(ticks));
    }

    private static Map<String, Boolean> waiting(Spool spool) {
        try {
            return spool.callsUp();
        } catch (RocksDBException unreadable) {
            throw new IllegalStateException("what waits for the database cannot be read", unreadable);
        }
    }

    private void tick() {
        Parts now = parts;
        now.rosters().tick(now.settings().limits().checkpoint());
        if (now.reach().wantsProbe(TICK)) {
            now.table()
                    .probe(now.node(), Instant.now(), now.settings().limits().answer())
                    .whenComplete((_, failure) -> probed(now, failure));
        }
        now.drain().startIfNeeded();
    }

    private void probed(Parts now, Throwable failure) {
        if (failure != null) {
            now.reach().failed(failure);
        } else if (now.reach().probed()) {
            beginEpochs(); // what came up or went meanwhile is written down at once
        }
    }

    /** Begins the rosters anew where something has changed, whenever that was done last. */
    void beginEpochs() {
        opened().rosters().tick(Duration.ZERO);
    }

    private void close(Cancellable ticks) {
        ticks.cancel();
        Parts now = parts;
        now.session().close();
        try {
            now.spool().close();
        } catch (RocksDBException failure) {
            log.error("what waits for the database was not closed cleanly", failure);
        }
    }

    /** How much of what calls have said or taken back the database does not know yet. */
    long waiting() {
        Spool spool = opened().spool();
        return spool.events() + spool.withdrawn().size();
    }

    CqlSession session() {
        return opened().session();
    }

    CallEvents calls() {
        return opened().calls();
    }

    ValueCodec codec() {
        return codec;
    }

    private Parts opened() {
        Parts now = parts;
        if (now == null) {
            throw new IllegalStateException("the store in Cassandra is not open");
        }
        return now;
    }

    /** @throws DatabaseException when the database does not answer, or another node takes the address over just now */
    @Override
    public List<CallId> of(char serviceAddress) {
        try {
            return opened().rosters()
                    .takeOver(serviceAddress)
                    .thenApply(roster -> roster.live().stream().map(CallId::parse).flatMap(Optional::stream).toList())
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof DatabaseException known) {
                throw known;
            }
            throw new DatabaseException(DatabaseException.Reason.UNREACHABLE,
                    "the calls of service address " + serviceAddress + " cannot be read: " + Reach.words(failure),
                    failure);
        }
    }

    @Override
    public void released(char serviceAddress) {
        opened().rosters().release(serviceAddress);
    }

    @Override
    public boolean takesAnswers() {
        Parts now = opened();
        return now.settings().limits().whenAway() == WhenAway.CARRY_ON || !now.reach().isAway();
    }

    @Override
    public void begins(CallId call) {
        fresh.add(call.value());
    }

    @Override
    public List<Figure> figures() {
        Parts now = opened();
        return List.of(
                new Figure("tandem_journal_away", "1 while the database takes no writes", false,
                        () -> now.reach().isAway() ? 1 : 0),
                new Figure("tandem_journal_spool_events", "Events of calls that wait for the database on this node",
                        false, now.spool()::events),
                new Figure("tandem_journal_spooled_events", "Events of calls that had to wait for the database", true,
                        now.calls().spooled::sum),
                new Figure("tandem_journal_lost_events", "Events of calls that found no place to wait", true,
                        now.calls().lost::sum),
                new Figure("tandem_journal_overtaken_events",
                        "Events that had waited too long: another node had carried their call on", true,
                        now.drain().overtaken::sum),
                new Figure("tandem_journal_refused_answers", "Answers refused because they were not durable in time",
                        true, now.calls().refused::sum),
                new Figure("tandem_journal_undurable_answers",
                        "Answers carried on though they were not durable in time",
                        true, now.calls().carriedOn::sum));
    }

    private static final class Id extends AbstractExtensionId<CassandraStore> {
        @Override
        public CassandraStore createExtension(ExtendedActorSystem system) {
            return new CassandraStore(system);
        }
    }
}
