package io.tandem.cluster.journal.cassandra;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.tandem.cluster.journal.EventWrite;
import java.time.InstantSource;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.UntypedAbstractActor;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.DeleteMessagesFailure;
import org.apache.pekko.persistence.JournalProtocol.DeleteMessagesTo;
import org.apache.pekko.persistence.JournalProtocol.ReplayMessages;
import org.apache.pekko.persistence.JournalProtocol.WriteMessages;
import org.apache.pekko.persistence.Persistence;
import org.apache.pekko.persistence.PersistentEnvelope;
import scala.collection.Iterator;

/**
 * The journal plugin {@code tandem.cassandra-journal}: calls to {@link CallEvents}, all others to Pekko Persistence
 * Cassandra. Nothing here waits.
 */
public final class CassandraJournal extends UntypedAbstractActor {
    private static final String OTHERS = "pekko.persistence.cassandra.journal";

    private final CassandraStore store;
    private final ActorRef others;
    private final InstantSource clock = InstantSource.system();

    /** Made by Pekko from the plugin's configuration. */
    public CassandraJournal(Config config) {
        if (config.hasPath("event-adapters") && !config.getConfig("event-adapters").isEmpty()) {
            throw new IllegalArgumentException(
                    "tandem.cassandra-journal knows no event-adapters; give them to the behavior");
        }
        store = CassandraStore.get(getContext().getSystem());
        others = Persistence.get(getContext().getSystem()).journalFor(OTHERS, ConfigFactory.empty());
    }

    @Override
    public void onReceive(Object message) {
        switch (message) {
            case WriteMessages request when isOfCall(request) ->
                    store.calls().write(new EventWrite(request, store.codec(), clock, getSelf()));
            case ReplayMessages request when isCall(request.persistenceId()) -> store.calls().replay(request);
            case DeleteMessagesTo request when isCall(request.persistenceId()) ->
                    request.persistentActor()
                            .tell(new DeleteMessagesFailure(
                                    new UnsupportedOperationException("events of calls go by their time to live"),
                                    request.toSequenceNr()), getSelf());
            default -> others.forward(message, getContext());
        }
    }

    private static boolean isCall(String persistenceId) {
        return persistenceId.startsWith(CallEvents.PREFIX);
    }

    /** All messages of a request are of one persistent actor. */
    private static boolean isOfCall(WriteMessages request) {
        Iterator<PersistentEnvelope> messages = request.messages().iterator();
        while (messages.hasNext()) {
            if (messages.next() instanceof AtomicWrite write) {
                return isCall(write.persistenceId());
            }
        }
        return false;
    }
}
