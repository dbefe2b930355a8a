package io.tandem.cluster.journal.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.tandem.cluster.TestCassandra;
import io.tandem.cluster.journal.cassandra.CassandraSettings.WhenAway;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.JournalProtocol.RecoverySuccess;
import org.apache.pekko.persistence.JournalProtocol.ReplayMessages;
import org.apache.pekko.persistence.JournalProtocol.ReplayedMessage;
import org.apache.pekko.persistence.JournalProtocol.WriteMessageRejected;
import org.apache.pekko.persistence.JournalProtocol.WriteMessageSuccess;
import org.apache.pekko.persistence.JournalProtocol.WriteMessages;
import org.apache.pekko.persistence.JournalProtocol.WriteMessagesSuccessful$;
import org.apache.pekko.persistence.Persistence;
import org.apache.pekko.persistence.PersistentEnvelope;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.PersistentRepr$;
import org.apache.pekko.persistence.SaveSnapshotSuccess;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.apache.pekko.persistence.SnapshotProtocol.LoadSnapshot;
import org.apache.pekko.persistence.SnapshotProtocol.LoadSnapshotResult;
import org.apache.pekko.persistence.SnapshotProtocol.SaveSnapshot;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;
import org.apache.pekko.persistence.journal.Tagged;
import org.apache.pekko.testkit.javadsl.TestKit;
import scala.jdk.javaapi.CollectionConverters;

/** A store on the test's Cassandra, and somebody who asks its journal what Pekko asks. */
final class StoreOnTest implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ActorSystem system;
    private final String keyspace;
    private final CassandraStore store;
    private final ActorRef journal;
    private final TestKit asker;

    StoreOnTest(String node, String keyspace, Path spool, WhenAway whenAway) {
        this.keyspace = keyspace;
        system = ActorSystem.create("cassandra", config(keyspace));
        store = CassandraStore.get(system);
        store.open(TestCassandra.settings(keyspace, spool, whenAway), node);
        journal = Persistence.get(system).journalFor("", ConfigFactory.empty());
        asker = new TestKit(system);
    }

    static Config config(String keyspace) {
        return ConfigFactory.parseString("""
                tandem.cassandra.keyspace = %s
                tandem.call-dispatcher { type = Dispatcher, executor = "fork-join-executor" }
                pekko.loglevel = WARNING
                pekko.log-dead-letters = off
                pekko.actor.allow-java-serialization = off
                """.formatted(keyspace))
                .withFallback(ConfigFactory.parseResources("cassandra.conf"))
                .withFallback(ConfigFactory.defaultReference())
                .resolve();
    }

    CassandraStore store() {
        return store;
    }

    void answer(String id) {
        assertThat(write(id, 1, "answered", "call-up")).isTrue();
    }

    /** Whether it was taken; else it was refused. */
    boolean write(String id, long sequenceNr, String payload, String... tags) {
        Object tagged = tags.length == 0
                ? payload
                : new Tagged(payload, CollectionConverters.asScala(List.of(tags)).toSet());
        PersistentRepr event = PersistentRepr$.MODULE$.apply(tagged, sequenceNr, "Call|" + id, "", false,
                asker.getRef(), "writer");
        AtomicWrite write = AtomicWrite.apply(CollectionConverters.asScala(List.of(event)).toList());
        journal.tell(
                new WriteMessages(CollectionConverters.asScala(List.<PersistentEnvelope>of(write)).toList(),
                        asker.getRef(), 7),
                asker.getRef());
        asker.expectMsgEquals(PATIENCE, WriteMessagesSuccessful$.MODULE$);
        return switch (asker.expectMsgAnyClassOf(PATIENCE, WriteMessageSuccess.class, WriteMessageRejected.class)) {
            case WriteMessageSuccess _ -> true;
            case WriteMessageRejected rejected -> {
                assertThat(rejected.cause()).isInstanceOf(AnswerNotDurableException.class);
                yield false;
            }
            default -> throw new AssertionError();
        };
    }

    /** The payloads of what is stored of that call, in order. */
    List<Object> replay(String id) {
        journal.tell(new ReplayMessages(1, Long.MAX_VALUE, Long.MAX_VALUE, "Call|" + id, asker.getRef()),
                asker.getRef());
        List<Object> payloads = new ArrayList<>();
        while (true) {
            switch (asker.expectMsgAnyClassOf(PATIENCE, ReplayedMessage.class, RecoverySuccess.class)) {
                case ReplayedMessage replayed -> {
                    assertThat(replayed.persistent().sequenceNr()).isEqualTo(payloads.size() + 1L);
                    payloads.add(replayed.persistent().payload());
                }
                case RecoverySuccess success -> {
                    assertThat(success.highestSequenceNr()).isEqualTo(payloads.size());
                    return payloads;
                }
                default -> throw new AssertionError();
            }
        }
    }

    void saveSnapshot(String persistenceId, long sequenceNr, Object snapshot) {
        snapshots().tell(new SaveSnapshot(SnapshotMetadata.apply(persistenceId, sequenceNr), snapshot), asker.getRef());
        asker.expectMsgClass(PATIENCE, SaveSnapshotSuccess.class);
    }

    Object loadSnapshot(String persistenceId) {
        snapshots().tell(new LoadSnapshot(persistenceId, SnapshotSelectionCriteria.latest(), Long.MAX_VALUE),
                asker.getRef());
        return asker.expectMsgClass(PATIENCE, LoadSnapshotResult.class).snapshot().get().snapshot();
    }

    private ActorRef snapshots() {
        return Persistence.get(system).snapshotStoreFor("", ConfigFactory.empty());
    }

    /** As if an owner had left that roster behind. */
    void beginRoster(char address, Set<String> up) {
        RosterTable table = new RosterTable(store.session(), keyspace, PATIENCE);
        table.begin(Character.toString(address), 1, List.copyOf(up))
                .thenCompose(_ -> table.moveHead(Character.toString(address), OptionalLong.empty(), 1, "dead"))
                .toCompletableFuture()
                .join();
    }

    /** As if a move of the roster's head had come about unheard. */
    void headMovedByOne(char address) {
        String row = " FROM " + keyspace + ".call_roster_heads WHERE address = '" + address + "'";
        long epoch = store.session().execute("SELECT epoch" + row).one().getLong(0);
        store.session()
                .execute("UPDATE " + keyspace + ".call_roster_heads SET epoch = " + (epoch + 1) + " WHERE address = '"
                        + address + "' IF epoch = " + epoch);
    }

    /** How many rows the roster of that address has, in all its epochs. */
    long rosterRows(char address) {
        return store.session()
                .execute("SELECT address FROM " + keyspace + ".call_roster")
                .all()
                .stream()
                .filter(row -> row.getString(0).charAt(0) == address)
                .count();
    }

    /** The figure of that name, after {@code tandem_journal_}. */
    long figure(String name) {
        return store.figures()
                .stream()
                .filter(figure -> figure.name().equals("tandem_journal_" + name))
                .findFirst()
                .orElseThrow()
                .value()
                .getAsLong();
    }

    @Override
    public void close() {
        TestKit.shutdownActorSystem(system);
    }
}
