package io.tandem.cluster.journal.cassandra;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tandem.cluster.journal.Roster;
import io.tandem.cluster.journal.StoredEvent;
import io.tandem.cluster.journal.ValueCodec;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.PersistentRepr$;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.testkit.javadsl.TestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;

/** What waits for the database: in order, bounded, and there after the death of the process. */
class SpoolTest {
    private static final ActorSystem SYSTEM = ActorSystem.create("spool");
    private static final ValueCodec CODEC = new ValueCodec(SerializationExtension.get(SYSTEM));
    private static final int MOST_OCTETS = 1000;

    @TempDir
    private Path directory;
    private Spool spool;

    @BeforeEach
    void open() {
        spool = Spool.open(directory, MOST_OCTETS);
    }

    @AfterEach
    void close() throws RocksDBException {
        spool.close();
    }

    @AfterAll
    static void stop() {
        TestKit.shutdownActorSystem(SYSTEM);
    }

    private static StoredEvent event(String id, long sequenceNr, String... tags) {
        PersistentRepr event = PersistentRepr$.MODULE$.apply("e" + sequenceNr, sequenceNr, id, "", false, null, "w");
        return new StoredEvent(id, sequenceNr, CODEC.event(event, "e" + sequenceNr, Set.of(tags), 1), Set.of(tags));
    }

    @Test
    void givesBackEachCallsEventsInOrderAlsoAfterARestart() throws RocksDBException {
        spool.add(List.of(event("Call|b", 2)));
        spool.add(List.of(event("Call|a", 9), event("Call|a", 10)));
        spool.add(List.of(event("Call|b", 3, Roster.CALL_OVER)));
        close();
        open();
        assertThat(spool.some(10)).extracting(StoredEvent::persistenceId, StoredEvent::sequenceNr)
                .containsExactly(
                        tuple("Call|a", 9L),
                        tuple("Call|a", 10L),
                        tuple("Call|b", 2L),
                        tuple("Call|b", 3L));
        assertThat(spool.of("Call|b").keySet()).containsExactly(2L, 3L);
        assertThat(spool.events()).isEqualTo(4);
    }

    @Test
    void holdsACallUntilItsLastEventIsHandedOver() throws RocksDBException {
        spool.add(List.of(event("Call|a", 1), event("Call|a", 2)));
        spool.handedOver(List.of(event("Call|a", 1)));
        assertThat(spool.holds("Call|a")).isTrue();
        spool.handedOver(List.of(event("Call|a", 2)));
        assertThat(spool.holds("Call|a")).isFalse();
        assertThat(spool.isEmpty()).isTrue();
    }

    @Test
    void takesNoMoreThanItMay() throws RocksDBException {
        long number = 0;
        while (spool.add(List.of(event("Call|a", number + 1)))) {
            number++;
        }
        assertThat(number).isBetween(5L, 50L);
        assertThat(spool.events()).isEqualTo(number);
        spool.handedOver(List.of(event("Call|a", 1)));
        assertThat(spool.add(List.of(event("Call|a", number + 1)))).as("there is room again").isTrue();
    }

    @Test
    void knowsWhichCallsItLeavesUpAndWhichOver() throws RocksDBException {
        spool.add(List.of(event("Call|up", 1, Roster.CALL_UP)));
        spool.add(List.of(event("Call|both", 1, Roster.CALL_UP), event("Call|both", 2, Roster.CALL_OVER)));
        spool.add(List.of(event("Call|held", 2)));
        spool.withdraw("Call|refused");
        assertThat(spool.callsUp()).containsOnly(entry("Call|up", true),
                entry("Call|both", false), entry("Call|refused", false));
    }

    @Test
    void forgetsARefusedAnswerOnlyWhenTheDatabaseHas() throws RocksDBException {
        spool.withdraw("Call|refused");
        close();
        open();
        assertThat(spool.isWithdrawn("Call|refused")).isTrue();
        spool.forgotten("Call|refused");
        close();
        open();
        assertThat(spool.isWithdrawn("Call|refused")).isFalse();
        assertThat(spool.isEmpty()).isTrue();
    }
}
