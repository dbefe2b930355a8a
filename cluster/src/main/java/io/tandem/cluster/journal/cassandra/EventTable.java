package io.tandem.cluster.journal.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchStatementBuilder;
import com.datastax.oss.driver.api.core.cql.BatchType;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.Statement;
import com.datastax.oss.protocol.internal.util.Bytes;
import io.tandem.cluster.journal.StoredEvent;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** The tables of call events and of probes. Nothing here waits; each request has its own limit. */
final class EventTable {
    private final CqlSession session;
    private final PreparedStatement insert;
    private final PreparedStatement insertIfAbsent;
    private final PreparedStatement select;
    private final PreparedStatement delete;
    private final PreparedStatement probe;

    EventTable(CqlSession session, String keyspace) {
        this.session = session;
        String insertion = "INSERT INTO " + keyspace
                + ".call_events (persistence_id, sequence_nr, event) VALUES (?, ?, ?)";
        insert = session.prepare(insertion);
        insertIfAbsent = session.prepare(insertion + " IF NOT EXISTS");
        select = session.prepare("SELECT sequence_nr, event FROM " + keyspace
                + ".call_events WHERE persistence_id = ? AND sequence_nr >= ? AND sequence_nr <= ?");
        delete = session.prepare("DELETE FROM " + keyspace + ".call_events WHERE persistence_id = ?");
        probe = session.prepare("INSERT INTO " + keyspace + ".node_probes (node, at) VALUES (?, ?)");
    }

    /** Stores the events of one call, all or none. Never throws: an answer is owed, also while the session closes. */
    CompletionStage<?> insert(List<StoredEvent> events, Duration limit) {
        try {
            return session.executeAsync(insertion(events).setTimeout(limit));
        } catch (RuntimeException closed) {
            return CompletableFuture.failedStage(closed);
        }
    }

    private Statement<?> insertion(List<StoredEvent> events) {
        if (events.size() == 1) {
            return bind(insert, events.getFirst());
        }
        BatchStatementBuilder batch = BatchStatement.builder(BatchType.UNLOGGED);
        for (StoredEvent event : events) {
            batch.addStatement(bind(insert, event));
        }
        return batch.build();
    }

    /** Stores an event unless there is another of that number; false when there is one, and it says something else. */
    CompletionStage<Boolean> insertIfAbsent(StoredEvent event, Duration limit) {
        return session.executeAsync(bind(insertIfAbsent, event).setIdempotent(true).setTimeout(limit))
                .thenApply(result -> result.wasApplied() || isThat(event, result.one()));
    }

    private static boolean isThat(StoredEvent event, Row there) {
        return there != null && there.getColumnDefinitions().contains("event")
                && Arrays.equals(event.value(), octets(there.getByteBuffer("event")));
    }

    private static BoundStatement bind(PreparedStatement statement, StoredEvent event) {
        return statement.bind(event.persistenceId(), event.sequenceNr(), ByteBuffer.wrap(event.value()));
    }

    /** The values of the events of that id between two numbers, both included. */
    CompletionStage<NavigableMap<Long, byte[]>> select(String persistenceId, long from, long to, Duration limit) {
        NavigableMap<Long, byte[]> found = new TreeMap<>();
        return each(session.executeAsync(select.bind(persistenceId, from, to).setTimeout(limit)),
                row -> found.put(row.getLong(0), octets(row.getByteBuffer(1)))).thenApply(_ -> found);
    }

    /** Forgets all events of that id. */
    CompletionStage<?> delete(String persistenceId, Duration limit) {
        return session.executeAsync(delete.bind(persistenceId).setTimeout(limit));
    }

    /** Writes where it does no harm: done when the database takes writes. */
    CompletionStage<?> probe(String node, Instant now, Duration limit) {
        return session.executeAsync(probe.bind(node, now).setTimeout(limit));
    }

    /** Gives each row of all pages. */
    static CompletionStage<Void> each(CompletionStage<AsyncResultSet> pages, Consumer<Row> consumer) {
        return pages.thenCompose(page -> {
            page.currentPage().forEach(consumer);
            return page.hasMorePages()
                    ? each(page.fetchNextPage(), consumer)
                    : CompletableFuture.completedFuture(null);
        });
    }

    private static byte[] octets(ByteBuffer buffer) {
        return Bytes.getArray(buffer);
    }
}
