package io.tandem.cluster.journal;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.JournalProtocol.LoopMessageSuccess;
import org.apache.pekko.persistence.JournalProtocol.WriteMessageFailure;
import org.apache.pekko.persistence.JournalProtocol.WriteMessageRejected;
import org.apache.pekko.persistence.JournalProtocol.WriteMessageSuccess;
import org.apache.pekko.persistence.JournalProtocol.WriteMessages;
import org.apache.pekko.persistence.JournalProtocol.WriteMessagesFailed;
import org.apache.pekko.persistence.JournalProtocol.WriteMessagesSuccessful$;
import org.apache.pekko.persistence.NonPersistentRepr;
import org.apache.pekko.persistence.PersistentEnvelope;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.journal.Tagged;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;

/**
 * One persistent actor's request to store events, and the answers it is owed: one for the request, then one for each
 * message in its order. An atomic write that cannot be serialized is rejected alone.
 */
public final class EventWrite implements GroupWriter.Work {
    private final WriteMessages request;
    private static final Logger log = LoggerFactory.getLogger(EventWrite.class);

    private final ValueCodec codec;
    private final InstantSource clock;
    private final ActorRef journal;
    /** Why the atomic write of that index was rejected; null while none was. */
    private Throwable[] rejections;

    public EventWrite(WriteMessages request, ValueCodec codec, InstantSource clock, ActorRef journal) {
        this.request = request;
        this.codec = codec;
        this.clock = clock;
        this.journal = journal;
    }

    @Override
    public void addTo(Batch batch) throws RocksDBException {
        long now = clock.millis();
        int index = 0;
        for (Iterator<PersistentEnvelope> messages = request.messages().iterator(); messages.hasNext(); index++) {
            if (messages.next() instanceof AtomicWrite write) {
                Serialized serialized = serialize(write, now, index);
                if (serialized != null) {
                    put(batch, write, serialized, now);
                }
            }
        }
    }

    /** What is to be stored of it, in order, for a store that keeps the events elsewhere; those rejected are left out. */
    public List<StoredEvent> events() {
        long now = clock.millis();
        List<StoredEvent> events = new ArrayList<>(1);
        int index = 0;
        for (Iterator<PersistentEnvelope> messages = request.messages().iterator(); messages.hasNext(); index++) {
            if (messages.next() instanceof AtomicWrite write) {
                Serialized serialized = serialize(write, now, index);
                if (serialized != null) {
                    addTo(events, write, serialized);
                }
            }
        }
        return events;
    }

    private static void addTo(List<StoredEvent> events, AtomicWrite write, Serialized serialized) {
        int count = 0;
        for (Iterator<PersistentRepr> reprs = write.payload().iterator(); reprs.hasNext();) {
            PersistentRepr event = reprs.next();
            events.add(new StoredEvent(write.persistenceId(), event.sequenceNr(), serialized.values()[count++],
                    tagsOf(event)));
        }
    }

    /** An atomic write: its persistence id and the value of each event. */
    private record Serialized(byte[] id, byte[][] values) {}

    /** All its events, or null when one cannot be serialized and all are rejected. */
    private Serialized serialize(AtomicWrite write, long now, int index) {
        try {
            byte[] id = Keys.id(write.persistenceId());
            byte[][] values = new byte[write.size()][];
            int count = 0;
            for (Iterator<PersistentRepr> events = write.payload().iterator(); events.hasNext();) {
                PersistentRepr event = events.next();
                values[count++] = codec.event(event, payloadOf(event), tagsOf(event), now);
            }
            return new Serialized(id, values);
        } catch (RuntimeException e) {
            log.error("an event of {} has no form to be stored in", write.persistenceId(), e);
            rejectOne(index, e);
            return null;
        }
    }

    private static void put(Batch batch, AtomicWrite write, Serialized serialized, long now) throws RocksDBException {
        byte[] id = serialized.id();
        int count = 0;
        for (Iterator<PersistentRepr> events = write.payload().iterator(); events.hasNext();) {
            PersistentRepr event = events.next();
            batch.put(Table.EVENTS, Keys.numbered(id, event.sequenceNr()), serialized.values()[count++]);
            enterRoster(batch, id, tagsOf(event), now);
        }
        batch.put(Table.HIGHEST, id, Keys.number(write.highestSequenceNr()));
    }

    private static void enterRoster(Batch batch, byte[] id, Set<String> tags, long now) throws RocksDBException {
        if (tags.isEmpty()) {
            return;
        }
        if (tags.contains(Roster.CALL_UP)) {
            batch.callUp(id);
        }
        if (tags.contains(Roster.CALL_OVER)) {
            batch.callOver(id, now);
        }
    }

    private static Object payloadOf(PersistentRepr event) {
        return event.payload() instanceof Tagged tagged ? tagged.payload() : event.payload();
    }

    private static Set<String> tagsOf(PersistentRepr event) {
        return event.payload() instanceof Tagged tagged ? CollectionConverters.asJava(tagged.tags()) : Set.of();
    }

    private void rejectOne(int index, Throwable cause) {
        if (rejections == null) {
            rejections = new Throwable[request.messages().size()];
        }
        rejections[index] = cause;
    }

    /** Nothing of it will be stored, and the persistent actors are told why. */
    public void reject(Throwable cause) {
        for (int index = request.messages().size() - 1; index >= 0; index--) {
            rejectOne(index, cause);
        }
        stored();
    }

    @Override
    public void stored() {
        request.persistentActor().tell(WriteMessagesSuccessful$.MODULE$, journal);
        int index = 0;
        for (Iterator<PersistentEnvelope> messages = request.messages().iterator(); messages.hasNext(); index++) {
            Throwable rejection = rejections == null ? null : rejections[index];
            answer(messages.next(), rejection);
        }
    }

    private void answer(PersistentEnvelope message, Throwable rejection) {
        int instance = request.actorInstanceId();
        switch (message) {
            case AtomicWrite write -> {
                for (Iterator<PersistentRepr> events = write.payload().iterator(); events.hasNext();) {
                    PersistentRepr event = events.next();
                    reply(rejection == null
                            ? new WriteMessageSuccess(event, instance)
                            : new WriteMessageRejected(event, rejection, instance), event.sender());
                }
            }
            case NonPersistentRepr loop -> reply(new LoopMessageSuccess(loop.payload(), instance), loop.sender());
            default -> throw new IllegalStateException("unknown message to store: " + message.getClass());
        }
    }

    @Override
    public void failed(Throwable cause) {
        int atomicWrites = 0;
        for (Iterator<PersistentEnvelope> messages = request.messages().iterator(); messages.hasNext();) {
            atomicWrites += messages.next() instanceof AtomicWrite ? 1 : 0;
        }
        reply(new WriteMessagesFailed(cause, atomicWrites), journal);
        for (Iterator<PersistentEnvelope> messages = request.messages().iterator(); messages.hasNext();) {
            fail(messages.next(), cause);
        }
    }

    private void fail(PersistentEnvelope message, Throwable cause) {
        if (!(message instanceof AtomicWrite write)) {
            answer(message, null);
            return;
        }
        for (Iterator<PersistentRepr> events = write.payload().iterator(); events.hasNext();) {
            PersistentRepr event = events.next();
            reply(new WriteMessageFailure(event, cause, request.actorInstanceId()), event.sender());
        }
    }

    private void reply(Object answer, ActorRef sender) {
        request.persistentActor().tell(answer, sender);
    }
}
