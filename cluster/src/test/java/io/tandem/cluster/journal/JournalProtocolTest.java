package io.tandem.cluster.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.DeleteMessagesSuccess;
import org.apache.pekko.persistence.JournalProtocol.DeleteMessagesTo;
import org.apache.pekko.persistence.JournalProtocol.LoopMessageSuccess;
import org.apache.pekko.persistence.JournalProtocol.RecoverySuccess;
import org.apache.pekko.persistence.JournalProtocol.ReplayMessages;
import org.apache.pekko.persistence.JournalProtocol.ReplayedMessage;
import org.apache.pekko.persistence.JournalProtocol.WriteMessageFailure;
import org.apache.pekko.persistence.JournalProtocol.WriteMessageRejected;
import org.apache.pekko.persistence.JournalProtocol.WriteMessageSuccess;
import org.apache.pekko.persistence.JournalProtocol.WriteMessages;
import org.apache.pekko.persistence.JournalProtocol.WriteMessagesFailed;
import org.apache.pekko.persistence.JournalProtocol.WriteMessagesSuccessful$;
import org.apache.pekko.persistence.NonPersistentRepr;
import org.apache.pekko.persistence.Persistence;
import org.apache.pekko.persistence.PersistentEnvelope;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.PersistentRepr$;
import org.apache.pekko.testkit.javadsl.TestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rocksdb.RocksDBException;
import scala.jdk.javaapi.CollectionConverters;

/** What Pekko asks of a journal, message by message: the cases of its own conformance suite, and our limits. */
class JournalProtocolTest {
    private static final String WRITER = "writer-1";
    private static final int INSTANCE = 7;
    private static final Object UNSERIALIZABLE = new Object();

    @TempDir
    private Path data;
    private ActorSystem system;
    private ActorRef journal;
    private TestKit asker;

    @BeforeEach
    void start() {
        system = ActorSystem.create("journal",
                ConfigFactory.parseString("tandem.journal.group-queue = 1").withFallback(StoreConfig.in(data)));
        journal = Persistence.get(system).journalFor(EmbeddedStore.JOURNAL_PLUGIN, ConfigFactory.empty());
        asker = new TestKit(system);
    }

    @AfterEach
    void stop() {
        TestKit.shutdownActorSystem(system);
    }

    @ParameterizedTest
    @CsvSource({
            // from, to, max, then what is replayed
            "1, 9223372036854775807, 9223372036854775807, 12345", "3, 9223372036854775807, 9223372036854775807, 345",
            "1, 3, 9223372036854775807, 123", "1, 9223372036854775807, 2, 12", "2, 3, 9223372036854775807, 23",
            "2, 2, 9223372036854775807, 2", "2, 4, 2, 23", "2, 4, 0, ''", "3, 2, 9223372036854775807, ''",
            "6, 9223372036854775807, 9223372036854775807, ''", "0, 0, 9223372036854775807, ''"})
    void replaysTheEventsBetweenTheNumbersUpToTheMost(long from, long to, long max, String expected) {
        writeFive("Call|p");

        Replayed replayed = replay("Call|p", from, to, max);
        assertThat(replayed.payloads()).isEqualTo(expected.chars().mapToObj(c -> "e-" + (char) c).toList());
        assertThat(replayed.highest()).isEqualTo(5);
    }

    @Test
    void replaysAnEventAsItWasWritten() {
        write(atomic(repr("Tenant|p", 1, "e-1")));

        PersistentRepr event = replay("Tenant|p", 1, Long.MAX_VALUE, Long.MAX_VALUE).events().getFirst();
        assertThat(event.persistenceId()).isEqualTo("Tenant|p");
        assertThat(event.sequenceNr()).isEqualTo(1);
        assertThat(event.writerUuid()).isEqualTo(WRITER);
        assertThat(event.manifest()).isEqualTo("adapter");
        assertThat(event.metadata().get()).isEqualTo("about");
        assertThat(event.timestamp()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Call|p", "Tenant|p"})
    void doesNotReplayDeletedEvents(String id) {
        writeFive(id);

        delete(id, 3);
        assertThat(replay(id, 1, Long.MAX_VALUE, Long.MAX_VALUE).payloads()).containsExactly("e-4", "e-5");
    }

    @Test
    void keepsTheHighestSequenceNumberWhenAllIsDeleted() {
        writeFive("Tenant|p");

        delete("Tenant|p", Long.MAX_VALUE);
        Replayed replayed = replay("Tenant|p", 1, Long.MAX_VALUE, Long.MAX_VALUE);
        assertThat(replayed.payloads()).isEmpty();
        assertThat(replayed.highest()).isEqualTo(5);
    }

    @Test
    void deletesOfOnePersistentActorOnly() {
        writeFive("Tenant|p");
        writeFive("Tenant|q");

        delete("Tenant|p", Long.MAX_VALUE);
        assertThat(replay("Tenant|q", 1, Long.MAX_VALUE, Long.MAX_VALUE).payloads()).hasSize(5);
    }

    @Test
    void knowsNothingOfAnIdThatNeverWrote() {
        assertThat(replay("Call|new", 1, Long.MAX_VALUE, Long.MAX_VALUE)).isEqualTo(new Replayed(List.of(), 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Call|p", "Tenant|p"})
    void rejectsAnAtomicWriteThatCannotBeSerializedAndStoresTheOthers(String id) {
        ask(atomic(repr(id, 1, "e-1")), atomic(repr(id, 2, "e-2"), repr(id, 3, UNSERIALIZABLE)),
                atomic(repr(id, 2, "e-4")));

        asker.expectMsgEquals(WriteMessagesSuccessful$.MODULE$);
        assertThat(asker.expectMsgClass(WriteMessageSuccess.class).persistent().payload()).isEqualTo("e-1");
        assertThat(asker.expectMsgClass(WriteMessageRejected.class).message().payload()).isEqualTo("e-2");
        assertThat(asker.expectMsgClass(WriteMessageRejected.class).message().payload()).isSameAs(UNSERIALIZABLE);
        assertThat(asker.expectMsgClass(WriteMessageSuccess.class).persistent().payload()).isEqualTo("e-4");
        assertThat(replay(id, 1, Long.MAX_VALUE, Long.MAX_VALUE).payloads()).containsExactly("e-1", "e-4");
    }

    @Test
    void rejectsAnIdThatIsTooLongToBeAKey() {
        ask(atomic(repr("Call|" + "x".repeat(Keys.MAX_ID_OCTETS), 1, "e-1")));

        asker.expectMsgEquals(WriteMessagesSuccessful$.MODULE$);
        asker.expectMsgClass(WriteMessageRejected.class);
    }

    @Test
    void answersInTheOrderOfTheRequestAndEchoesWhatIsNotToBeStored() {
        ask(new NonPersistentRepr("before", asker.getRef()), atomic(repr("Call|p", 1, "e-1")),
                new NonPersistentRepr("after", asker.getRef()));

        asker.expectMsgEquals(WriteMessagesSuccessful$.MODULE$);
        assertThat(asker.expectMsgClass(LoopMessageSuccess.class).message()).isEqualTo("before");
        assertThat(asker.expectMsgClass(WriteMessageSuccess.class).actorInstanceId()).isEqualTo(INSTANCE);
        assertThat(asker.expectMsgClass(LoopMessageSuccess.class).message()).isEqualTo("after");
    }

    @Test
    void rejectsByTypeWhenTooManyWritesWaitForTheDisk() throws InterruptedException {
        try (Blocker blocker = new Blocker()) {
            blocker.takeTheWriter();
            ask(atomic(repr("Tenant|p", 1, "e-1")));
            ask(atomic(repr("Tenant|q", 1, "e-1")));

            asker.expectMsgEquals(WriteMessagesSuccessful$.MODULE$);
            WriteMessageRejected rejected = asker.expectMsgClass(WriteMessageRejected.class);
            assertThat(rejected.cause()).isInstanceOf(StoreOverloadedException.class);
            assertThat(rejected.message().persistenceId()).isEqualTo("Tenant|q");
        }
    }

    @Test
    void writesCallEventsWhileOthersWaitForTheDisk() throws InterruptedException {
        try (Blocker blocker = new Blocker()) {
            blocker.takeTheWriter();
            write(atomic(repr("Call|p", 1, "e-1")));
        }
    }

    @Test
    void countsAWriteThatStillWaitsWhenItsActorAsksAgain() throws InterruptedException {
        TestKit.shutdownActorSystem(system);
        system = ActorSystem.create("journal", StoreConfig.in(data));
        journal = Persistence.get(system).journalFor(EmbeddedStore.JOURNAL_PLUGIN, ConfigFactory.empty());
        asker = new TestKit(system);
        TestKit restarted = new TestKit(system);
        try (Blocker blocker = new Blocker()) {
            blocker.takeTheWriter();
            ask(atomic(repr("Tenant|p", 1, "e-1")));
            journal.tell(new ReplayMessages(1, Long.MAX_VALUE, Long.MAX_VALUE, "Tenant|p", restarted.getRef()),
                    restarted.getRef());
            restarted.expectNoMessage(Duration.ofMillis(100));
        }
        assertThat(restarted.expectMsgClass(ReplayedMessage.class).persistent().payload()).isEqualTo("e-1");
        assertThat(restarted.expectMsgClass(RecoverySuccess.class).highestSequenceNr()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Call|p", "Tenant|p"})
    void failsTheWriteWhenTheStoreCannotTakeIt(String id) throws RocksDBException {
        EmbeddedStore.get(system).database().close();
        ask(atomic(repr(id, 1, "e-1")));

        assertThat(asker.expectMsgClass(WriteMessagesFailed.class).writeCount()).isEqualTo(1);
        assertThat(asker.expectMsgClass(WriteMessageFailure.class).cause()).isInstanceOf(EmbeddedStoreException.class);
    }

    private record Replayed(List<PersistentRepr> events, long highest) {
        List<Object> payloads() {
            return events.stream().map(PersistentRepr::payload).toList();
        }
    }

    /** Keeps the group writer's thread until closed. */
    private final class Blocker implements GroupWriter.Work, AutoCloseable {
        private final CountDownLatch running = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);

        void takeTheWriter() throws InterruptedException {
            assertThat(EmbeddedStore.get(system).writer().submit(this)).isTrue();
            running.await();
        }

        @Override
        public void addTo(Batch batch) {
            running.countDown();
            try {
                released.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void stored() {
            // It stores nothing.
        }

        @Override
        public void failed(Throwable cause) {
            throw new AssertionError(cause);
        }

        @Override
        public void close() {
            released.countDown();
        }
    }

    private void writeFive(String id) {
        write(atomic(repr(id, 1, "e-1")));
        write(atomic(repr(id, 2, "e-2"), repr(id, 3, "e-3")));
        write(atomic(repr(id, 4, "e-4")), atomic(repr(id, 5, "e-5")));
    }

    private void write(AtomicWrite... writes) {
        ask(writes);
        asker.expectMsgEquals(WriteMessagesSuccessful$.MODULE$);
        for (AtomicWrite write : writes) {
            for (int event = 0; event < write.size(); event++) {
                asker.expectMsgClass(WriteMessageSuccess.class);
            }
        }
    }

    private void ask(PersistentEnvelope... messages) {
        journal.tell(new WriteMessages(CollectionConverters.asScala(List.of(messages)).toList(), asker.getRef(),
                INSTANCE), asker.getRef());
    }

    private Replayed replay(String id, long from, long to, long max) {
        journal.tell(new ReplayMessages(from, to, max, id, asker.getRef()), asker.getRef());
        List<PersistentRepr> events = new ArrayList<>();
        while (true) {
            switch (asker.expectMsgAnyClassOf(ReplayedMessage.class, RecoverySuccess.class)) {
                case ReplayedMessage replayed -> events.add(replayed.persistent());
                case RecoverySuccess success -> {
                    return new Replayed(events, success.highestSequenceNr());
                }
                default -> throw new AssertionError();
            }
        }
    }

    private void delete(String id, long to) {
        journal.tell(new DeleteMessagesTo(id, to, asker.getRef()), asker.getRef());
        assertThat(asker.expectMsgClass(DeleteMessagesSuccess.class).toSequenceNr()).isEqualTo(to);
    }

    private static AtomicWrite atomic(PersistentRepr... events) {
        return AtomicWrite.apply(CollectionConverters.asScala(List.of(events)).toList());
    }

    private PersistentRepr repr(String id, long sequenceNr, Object payload) {
        return PersistentRepr$.MODULE$.apply(payload, sequenceNr, id, "adapter", false, asker.getRef(),
                WRITER).withMetadata("about");
    }
}
