package io.tandem.cluster.journal.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The tables of the roster. Nothing here waits; each request has the same limit. */
final class RosterTable {
    /** Ids in one row of a checkpoint: about 20 KB. */
    static final int IDS_PER_ROW = 1000;

    private final CqlSession session;
    private final Duration limit;
    private final PreparedStatement append;
    private final PreparedStatement read;
    private final PreparedStatement drop;
    private final PreparedStatement head;
    private final PreparedStatement moveHead;

    RosterTable(CqlSession session, String keyspace, Duration limit) {
        this.session = session;
        this.limit = limit;
        append = session.prepare("INSERT INTO " + keyspace
                + ".call_roster (address, epoch, entry, ups, overs) VALUES (?, ?, ?, ?, ?)");
        read = session.prepare("SELECT ups, overs FROM " + keyspace + ".call_roster WHERE address = ? AND epoch = ?");
        drop = session.prepare("DELETE FROM " + keyspace + ".call_roster WHERE address = ? AND epoch = ?");
        head = session.prepare("SELECT epoch FROM " + keyspace + ".call_roster_heads WHERE address = ?");
        moveHead = session.prepare("UPDATE " + keyspace
                + ".call_roster_heads SET epoch = ?, owner = ? WHERE address = ? IF epoch = ?");
    }

    /** A row of the log: calls that came up, then calls that are over. */
    record Entry(long epoch, long number, List<String> ups, List<String> overs) {}

    CompletionStage<?> append(String address, Entry entry) {
        return session.executeAsync(append.bind(address, entry.epoch(), entry.number(), entry.ups(), entry.overs())
                .setTimeout(limit));
    }

    /** Writes who is up at the beginning of an epoch: in rows before all that follow. */
    CompletionStage<Void> begin(String address, long epoch, List<String> up) {
        List<CompletableFuture<?>> rows = new ArrayList<>();
        for (int from = 0; from < up.size(); from += IDS_PER_ROW) {
            List<String> some = up.subList(from, Math.min(from + IDS_PER_ROW, up.size()));
            long number = -1L - from / IDS_PER_ROW;
            rows.add(append(address, new Entry(epoch, number, some, List.of())).toCompletableFuture());
        }
        return CompletableFuture.allOf(rows.toArray(CompletableFuture<?>[]::new));
    }

    /** Adds to {@code up} who is up by the end of that epoch. */
    CompletionStage<Void> replay(String address, long epoch, Set<String> up) {
        return EventTable.each(session.executeAsync(read.bind(address, epoch).setTimeout(limit)), row -> {
            up.addAll(strings(row, 0));
            strings(row, 1).forEach(up::remove);
        });
    }

    private static List<String> strings(Row row, int column) {
        List<String> strings = row.getList(column, String.class);
        return strings == null ? List.of() : strings;
    }

    /** The epoch from which on the log is to be read; empty when there is none yet. */
    CompletionStage<OptionalLong> head(String address) {
        return session.executeAsync(head.bind(address)
                .setConsistencyLevel(DefaultConsistencyLevel.LOCAL_SERIAL)
                .setTimeout(limit)).thenApply(RosterTable::epoch);
    }

    private static OptionalLong epoch(AsyncResultSet result) {
        Row row = result.one();
        return row == null || row.isNull(0) ? OptionalLong.empty() : OptionalLong.of(row.getLong(0));
    }

    /**
     * What became of a move of the head.
     *
     * @param applied false when it was not where we thought
     * @param epoch where it was then; empty when it was moved, or there was none
     */
    record Move(boolean applied, OptionalLong epoch) {}

    /** Moves the head. Where it fails for want of time it may have moved all the same. */
    CompletionStage<Move> moveHead(String address, OptionalLong from, long to, String owner) {
        return session.executeAsync(moveHead.bind(to, owner, address, from.isPresent() ? from.getAsLong() : null)
                .setTimeout(limit)).thenApply(RosterTable::move);
    }

    private static Move move(AsyncResultSet result) {
        if (result.wasApplied()) {
            return new Move(true, OptionalLong.empty());
        }
        Row there = result.one();
        return new Move(false, there == null || !there.getColumnDefinitions().contains("epoch") || there.isNull("epoch")
                ? OptionalLong.empty()
                : OptionalLong.of(there.getLong("epoch")));
    }

    /** Drops an epoch whole. */
    CompletionStage<?> drop(String address, long epoch) {
        return session.executeAsync(drop.bind(address, epoch).setTimeout(limit));
    }

    /** Who is up, by the log from that head on. The epoch after it may have begun before the head moved. */
    CompletionStage<Set<String>> up(String address, OptionalLong head) {
        Set<String> up = new LinkedHashSet<>();
        if (head.isEmpty()) {
            return CompletableFuture.completedStage(up);
        }
        return replay(address, head.getAsLong(), up)
                .thenCompose(_ -> replay(address, head.getAsLong() + 1, up))
                .thenApply(_ -> up);
    }
}
