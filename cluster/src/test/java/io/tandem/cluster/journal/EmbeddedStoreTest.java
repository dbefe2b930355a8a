package io.tandem.cluster.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.pattern.StatusReply;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an event-sourced actor finds again on the embedded store. */
class EmbeddedStoreTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir
    private Path data;
    private ActorTestKit kit;

    @BeforeEach
    void start() {
        kit = ActorTestKit.create("store", StoreConfig.in(data));
    }

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Call", "Tenant", "NumberBlock"})
    void givesEventsAndSequenceNumberBackToANewIncarnation(String type) {
        PersistenceId id = PersistenceId.of(type, "1");
        ActorRef<Ledger.Command> first = spawn(Ledger.of(id));
        keep(first, "a");
        keep(first, "b", "c");
        halt(first);

        assertThat(read(spawn(Ledger.of(id)))).isEqualTo(new Ledger.State(List.of("a", "b", "c"), 3, 3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Call", "Tenant"})
    void givesEventsBackAfterTheSystemWasStoppedAndStartedInTheSameProcess(String type) {
        PersistenceId id = PersistenceId.of(type, "1");
        keep(spawn(Ledger.of(id)), "a", "b");
        stop();
        start();

        assertThat(read(spawn(Ledger.of(id))).texts()).containsExactly("a", "b");
    }

    @Test
    void keepsActorsWhoseIdsArePrefixesOfEachOtherApart() {
        keep(spawn(Ledger.of(PersistenceId.of("Call", "1"))), "one");
        keep(spawn(Ledger.of(PersistenceId.of("Call", "11"))), "eleven");
        stop();
        start();

        assertThat(read(spawn(Ledger.of(PersistenceId.of("Call", "1")))).texts()).containsExactly("one");
        assertThat(read(spawn(Ledger.of(PersistenceId.of("Call", "11")))).texts()).containsExactly("eleven");
    }

    @Test
    void beginsWithNothingForAnActorThatNeverWrote() {
        assertThat(read(spawn(Ledger.of(PersistenceId.of("Call", "new"))))).isEqualTo(
                new Ledger.State(List.of(), 0, 0));
    }

    @Test
    void recoversFromTheSnapshotAndTheEventsAfterItAlone() {
        PersistenceId id = PersistenceId.of("Tenant", "1");
        ActorRef<Ledger.Command> first = spawn(Ledger.withSnapshots(id, 3));
        for (String text : List.of("a", "b", "c", "d", "e", "f", "g")) {
            keep(first, text);
        }
        awaitFirstEvent(id, 4);
        halt(first);

        Ledger.State found = read(spawn(Ledger.withSnapshots(id, 3)));
        assertThat(found).isEqualTo(new Ledger.State(List.of("a", "b", "c", "d", "e", "f", "g"), 7, 1));
    }

    /** Deletion follows the snapshot in the background: waits until the first event left has that number. */
    private void awaitFirstEvent(PersistenceId id, long sequenceNr) {
        Database database = EmbeddedStore.get(kit.system()).database();
        byte[] octets = Keys.id(id.id());
        Awaitility.await().atMost(PATIENCE).until(() -> {
            long[] first = {0};
            database.ascend(Table.EVENTS, Keys.numbered(octets, 0), Keys.numbered(octets, Long.MAX_VALUE), (key, _) -> {
                first[0] = Keys.sequenceNrOf(key);
                return false;
            });
            return first[0] >= sequenceNr;
        });
    }

    @Test
    void listsACallFromItsAnswerToItsEnd() {
        Roster roster = EmbeddedStore.get(kit.system()).roster();
        Instant before = Instant.now();
        ActorRef<Ledger.Command> one = spawn(Ledger.of(PersistenceId.of("Call", "1")));
        ActorRef<Ledger.Command> two = spawn(Ledger.of(PersistenceId.of("Call", "2")));
        keep(one, Roster.CALL_UP);
        keep(two, Roster.CALL_UP);
        assertThat(roster.liveCalls()).containsExactlyInAnyOrder("Call|1", "Call|2");

        keep(one, Roster.CALL_OVER);
        assertThat(roster.liveCalls()).containsExactly("Call|2");
        assertThat(roster.endedCalls(before, Instant.now().plusSeconds(1), 10)).containsExactly("Call|1");
        assertThat(roster.endedCalls(before.minusSeconds(60), before.minusSeconds(1), 10)).isEmpty();
    }

    @Test
    void listsLiveCallsAfterARestartBeforeAnyOfThemIsWoken() {
        keep(spawn(Ledger.of(PersistenceId.of("Call", "1"))), Roster.CALL_UP);
        stop();
        start();

        assertThat(EmbeddedStore.get(kit.system()).roster().liveCalls()).containsExactly("Call|1");
    }

    @Test
    void listsAnUnansweredCallAmongTheEndedOnly() {
        keep(spawn(Ledger.of(PersistenceId.of("Call", "1"))), Roster.CALL_OVER);

        Roster roster = EmbeddedStore.get(kit.system()).roster();
        assertThat(roster.liveCalls()).isEmpty();
        assertThat(roster.endedCalls(Instant.EPOCH, Instant.now().plusSeconds(1), 10)).containsExactly("Call|1");
    }

    @Test
    void refusesASecondNodeOnTheSameDirectoryByName() {
        EmbeddedStore.get(kit.system());
        ActorTestKit second = ActorTestKit.create("second", StoreConfig.in(data));
        try {
            assertThatThrownBy(() -> EmbeddedStore.get(second.system())).isInstanceOfSatisfying(
                    EmbeddedStoreException.class,
                    refusal -> assertThat(refusal.reason()).isEqualTo(
                            EmbeddedStoreException.Reason.IN_USE))
                    .hasMessageContaining(
                            "another node")
                    .hasMessageContaining(data.toString());
        } finally {
            second.shutdownTestKit();
        }
    }

    @Test
    void saysWhichDirectoryCannotBeUsedAndWhy() throws IOException {
        Path file = Files.createFile(data.resolve("file"));
        ActorTestKit second = ActorTestKit.create("second", StoreConfig.in(file));
        try {
            assertThatThrownBy(() -> EmbeddedStore.get(second.system())).isInstanceOfSatisfying(
                    EmbeddedStoreException.class,
                    refusal -> assertThat(refusal.reason()).isEqualTo(
                            EmbeddedStoreException.Reason.UNREADABLE))
                    .hasMessageContaining(file.toString());
        } finally {
            second.shutdownTestKit();
        }
    }

    @Test
    void refusesToBeReadOnceItsSystemIsGone() {
        Roster roster = EmbeddedStore.get(kit.system()).roster();
        kit.shutdownTestKit();

        assertThatThrownBy(roster::liveCalls).isInstanceOfSatisfying(EmbeddedStoreException.class,
                refusal -> assertThat(refusal.reason()).isEqualTo(EmbeddedStoreException.Reason.CLOSED));
    }

    private ActorRef<Ledger.Command> spawn(Behavior<Ledger.Command> ledger) {
        return kit.spawn(ledger);
    }

    private void keep(ActorRef<Ledger.Command> ledger, String... texts) {
        TestProbe<StatusReply<Done>> probe = kit.createTestProbe();
        ledger.tell(new Ledger.Keep(List.of(texts), probe.ref()));
        assertThat(probe.receiveMessage(PATIENCE).isSuccess()).isTrue();
    }

    private Ledger.State read(ActorRef<Ledger.Command> ledger) {
        TestProbe<Ledger.State> probe = kit.createTestProbe();
        ledger.tell(new Ledger.Read(probe.ref()));
        return probe.receiveMessage(PATIENCE);
    }

    private void halt(ActorRef<Ledger.Command> ledger) {
        ledger.tell(new Ledger.Stop());
        kit.createTestProbe().expectTerminated(ledger, PATIENCE);
    }
}
