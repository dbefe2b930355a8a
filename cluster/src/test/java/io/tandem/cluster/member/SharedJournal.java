package io.tandem.cluster.member;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.journal.Tagged;
import org.apache.pekko.persistence.journal.japi.AsyncWriteJournal;
import scala.concurrent.Future;
import scala.jdk.javaapi.CollectionConverters;

/** A journal that all actor systems of this JVM share, as nodes share a database: for tests of several nodes. */
public final class SharedJournal extends AsyncWriteJournal {
    private static final Map<String, List<PersistentRepr>> STORED = new ConcurrentHashMap<>();

    /** Made by Pekko. */
    public SharedJournal() {}

    static void clear() {
        STORED.clear();
    }

    @Override
    public Future<Iterable<Optional<Exception>>> doAsyncWriteMessages(Iterable<AtomicWrite> messages) {
        List<Optional<Exception>> results = new ArrayList<>();
        for (AtomicWrite write : messages) {
            for (PersistentRepr event : CollectionConverters.asJava(write.payload())) {
                Object payload = event.payload() instanceof Tagged tagged ? tagged.payload() : event.payload();
                STORED.computeIfAbsent(event.persistenceId(), _ -> new CopyOnWriteArrayList<>())
                        .add(event.withPayload(payload));
            }
            results.add(Optional.empty());
        }
        return Future.successful(results);
    }

    @Override
    public Future<Void> doAsyncDeleteMessagesTo(String persistenceId, long toSequenceNr) {
        stored(persistenceId).removeIf(event -> event.sequenceNr() <= toSequenceNr);
        return Future.successful(null);
    }

    @Override
    public Future<Void> doAsyncReplayMessages(String persistenceId, long from, long to, long max,
            Consumer<PersistentRepr> replay) {
        stored(persistenceId).stream()
                .filter(event -> event.sequenceNr() >= from && event.sequenceNr() <= to)
                .limit(max)
                .forEach(replay);
        return Future.successful(null);
    }

    @Override
    public Future<Long> doAsyncReadHighestSequenceNr(String persistenceId, long from) {
        return Future.successful(
                stored(persistenceId).stream().mapToLong(PersistentRepr::sequenceNr).max().orElse(0L));
    }

    private static List<PersistentRepr> stored(String persistenceId) {
        return STORED.getOrDefault(persistenceId, new CopyOnWriteArrayList<>());
    }
}
