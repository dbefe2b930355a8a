package io.tandem.cluster.journal;

import com.typesafe.config.Config;
import java.util.List;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.UntypedAbstractActor;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.DeleteMessagesFailure;
import org.apache.pekko.persistence.DeleteMessagesSuccess;
import org.apache.pekko.persistence.JournalProtocol.DeleteMessagesTo;
import org.apache.pekko.persistence.JournalProtocol.RecoverySuccess;
import org.apache.pekko.persistence.JournalProtocol.ReplayMessages;
import org.apache.pekko.persistence.JournalProtocol.ReplayMessagesFailure;
import org.apache.pekko.persistence.JournalProtocol.ReplayedMessage;
import org.apache.pekko.persistence.JournalProtocol.WriteMessages;
import org.apache.pekko.persistence.PersistentEnvelope;
import org.rocksdb.RocksDBException;
import scala.collection.Iterator;

/**
 * The journal plugin {@code tandem.journal}.
 * <p>
 * Events of the types in {@code group-fsync-except} are written here, on the actor's thread, and acknowledged at once;
 * the others go through the {@link GroupWriter}. An id that was never written costs one look-up to recover; stored
 * events are read back on the replay dispatcher.
 */
public final class EmbeddedJournal extends UntypedAbstractActor {
    private final EmbeddedStore store;
    private final Database database;
    private final ValueCodec codec;
    private final Executor replays;
    /** Each ends in the separator, so that "Call" is not taken for "CallCentre". */
    private final String[] inlinePrefixes;
    private final Batch inline;

    /** Made by Pekko from the plugin's configuration. */
    public EmbeddedJournal(Config config) {
        if (config.hasPath("event-adapters") && !config.getConfig("event-adapters").isEmpty()) {
            throw new IllegalArgumentException("tandem.journal knows no event-adapters; give them to the behavior");
        }
        store = EmbeddedStore.get(getContext().getSystem());
        database = store.database();
        codec = store.codec();
        replays = store.replays();
        List<String> inlineTypes = config.getStringList("group-fsync-except");
        inlinePrefixes = inlineTypes.stream().map(type -> type + "|").toArray(String[]::new);
        inline = database.newBatch();
    }

    @Override
    public void onReceive(Object message) {
        switch (message) {
            case WriteMessages request -> write(request);
            case ReplayMessages request -> replay(request);
            case DeleteMessagesTo request -> delete(request);
            default -> unhandled(message);
        }
    }

    @Override
    public void postStop() {
        inline.close();
    }

    private void write(WriteMessages request) {
        EventWrite write = new EventWrite(request, codec, store.clock(), getSelf());
        String persistenceId = persistenceIdOf(request);
        if (persistenceId == null || isInline(persistenceId)) {
            writeInline(write);
        } else if (!store.writer().submit(write)) {
            write.reject(new StoreOverloadedException(store.writer().waiting()));
        }
    }

    private void writeInline(EventWrite write) {
        try {
            write.addTo(inline);
            if (!inline.isEmpty()) {
                database.write(inline);
            }
        } catch (RocksDBException | RuntimeException e) {
            write.failed(e);
            return;
        } finally {
            inline.clear();
        }
        write.stored();
    }

    /** All messages of a request are of one persistent actor; null when none of them is to be stored. */
    private static String persistenceIdOf(WriteMessages request) {
        Iterator<PersistentEnvelope> messages = request.messages().iterator();
        while (messages.hasNext()) {
            if (messages.next() instanceof AtomicWrite write) {
                return write.persistenceId();
            }
        }
        return null;
    }

    private boolean isInline(String persistenceId) {
        for (String prefix : inlinePrefixes) {
            if (persistenceId.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    /** An actor that restarts may ask while its last write still waits: its answer must count that write. */
    private void replay(ReplayMessages request) {
        if (isInline(request.persistenceId()) || store.writer().waiting() == 0) {
            startReplay(request);
        } else if (!store.writer().submit(new AfterWrites(request))) {
            fail(request, new StoreOverloadedException(store.writer().waiting()));
        }
    }

    private void startReplay(ReplayMessages request) {
        try {
            byte[] id = Keys.id(request.persistenceId());
            long highest = database.highestSequenceNr(id);
            long to = Math.min(request.toSequenceNr(), highest);
            if (to <= 0 || request.fromSequenceNr() > to || request.max() <= 0) {
                request.persistentActor().tell(new RecoverySuccess(highest), getSelf());
            } else {
                replays.execute(() -> readBack(request, id, to, highest));
            }
        } catch (RocksDBException | RuntimeException e) {
            fail(request, e);
        }
    }

    private void readBack(ReplayMessages request, byte[] id, long to, long highest) {
        ActorRef asker = request.persistentActor();
        try {
            database.ascend(Table.EVENTS, Keys.numbered(id, Math.max(0, request.fromSequenceNr())),
                    Keys.numbered(id, to + 1), new Replay(request, asker));
            asker.tell(new RecoverySuccess(highest), getSelf());
        } catch (RocksDBException | RuntimeException e) {
            fail(request, e);
        }
    }

    private void delete(DeleteMessagesTo request) {
        Deletion deletion = new Deletion(request);
        if (!store.writer().submit(deletion)) {
            deletion.failed(new StoreOverloadedException(store.writer().waiting()));
        }
    }

    private void fail(ReplayMessages request, Throwable cause) {
        request.persistentActor().tell(new ReplayMessagesFailure(cause), getSelf());
    }

    /** Tells the asker each event, up to the number it asked for. */
    private final class Replay implements Database.Visitor {
        private final String persistenceId;
        private final ActorRef asker;
        private long left;

        private Replay(ReplayMessages request, ActorRef asker) {
            this.persistenceId = request.persistenceId();
            this.asker = asker;
            this.left = request.max();
        }

        @Override
        public boolean visit(byte[] key, byte[] value) {
            asker.tell(new ReplayedMessage(codec.event(persistenceId, Keys.sequenceNrOf(key), value)),
                    ActorRef.noSender());
            return --left > 0;
        }
    }

    private final class AfterWrites implements GroupWriter.Work {
        private final ReplayMessages request;

        private AfterWrites(ReplayMessages request) {
            this.request = request;
        }

        @Override
        public void addTo(Batch batch) {
            // Only waits for what was submitted before.
        }

        @Override
        public void stored() {
            startReplay(request);
        }

        @Override
        public void failed(Throwable cause) {
            startReplay(request);
        }
    }

    private static final class Deletion implements GroupWriter.Work {
        private final DeleteMessagesTo request;

        private Deletion(DeleteMessagesTo request) {
            this.request = request;
        }

        @Override
        public void addTo(Batch batch) throws RocksDBException {
            batch.deleteEvents(Keys.id(request.persistenceId()), request.toSequenceNr());
        }

        @Override
        public void stored() {
            request.persistentActor().tell(new DeleteMessagesSuccess(request.toSequenceNr()), ActorRef.noSender());
        }

        @Override
        public void failed(Throwable cause) {
            request.persistentActor()
                    .tell(new DeleteMessagesFailure(cause, request.toSequenceNr()),
                            ActorRef.noSender());
        }
    }
}
