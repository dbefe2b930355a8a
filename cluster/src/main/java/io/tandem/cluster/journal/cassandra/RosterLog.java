package io.tandem.cluster.journal.cassandra;

import io.tandem.cluster.journal.cassandra.RosterTable.Entry;
import io.tandem.cluster.journal.cassandra.RosterTable.Move;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The roster of one service address, as its owner writes it: a row for the calls that came up in the same moment, with
 * those that are over beside them, and from time to time a new epoch that begins with all that are up.
 * <p>
 * What came up is acknowledged when its row is stored. What is over is told late, and may be lost: such a call is woken
 * once, finds itself over, and is struck off then. Thread-safe.
 */
final class RosterLog {
    private static final Logger log = LoggerFactory.getLogger(RosterLog.class);
    /** Rows under way at once; what comes meanwhile shares the next one. */
    private static final int UNDER_WAY = 4;
    /** The last owner may have begun one epoch that its head does not know of. */
    private static final int EPOCHS_TO_PASS = 2;
    private static final int TAKE_OVER_ATTEMPTS = 3;

    private final RosterTable table;
    private final String address;
    private final String owner;
    private final LongSupplier nanoTime;
    private final Set<String> live;
    private List<String> ups = new ArrayList<>();
    private List<String> overs = new ArrayList<>();
    private CompletableFuture<Void> row = new CompletableFuture<>();
    private int underWay;
    private long head;
    private long epoch;
    private long number;
    private long begunAt;
    private boolean changed;
    private boolean beginning;
    private boolean fenced;

    private RosterLog(RosterTable table, String address, String owner, LongSupplier nanoTime, long epoch,
            Collection<String> live) {
        this.table = table;
        this.address = address;
        this.owner = owner;
        this.nanoTime = nanoTime;
        this.live = new HashSet<>(live);
        this.head = epoch;
        this.epoch = epoch;
        this.begunAt = nanoTime.getAsLong();
    }

    /**
     * Takes the roster of an address over from whoever kept it: reads who is up and begins an epoch that the last owner
     * cannot write to.
     *
     * @param known calls of which this node knows better: up (true) or over
     */
    static CompletionStage<RosterLog> takeOver(RosterTable table, String address, String owner,
            LongSupplier nanoTime, Map<String, Boolean> known) {
        return takeOver(table, address, owner, nanoTime, known, TAKE_OVER_ATTEMPTS);
    }

    private static CompletionStage<RosterLog> takeOver(RosterTable table, String address, String owner,
            LongSupplier nanoTime, Map<String, Boolean> known, int attempts) {
        return table.head(address).thenCompose(head -> table.up(address, head).thenCompose(up -> {
            known.forEach((id, isUp) -> {
                if (isUp) {
                    up.add(id);
                } else {
                    up.remove(id);
                }
            });
            long epoch = head.orElse(0) + EPOCHS_TO_PASS;
            return table.begin(address, epoch, List.copyOf(up))
                    .thenCompose(_ -> table.moveHead(address, head, epoch, owner))
                    .thenCompose(move -> {
                        if (move.applied()) {
                            head.ifPresent(old -> dropAll(table, address, old, epoch));
                            return CompletableFuture.completedStage(
                                    new RosterLog(table, address, owner, nanoTime, epoch, up));
                        }
                        return attempts > 1
                                ? takeOver(table, address, owner, nanoTime, known, attempts - 1)
                                : CompletableFuture.failedStage(taken(address));
                    });
        }));
    }

    private static DatabaseException taken(String address) {
        return new DatabaseException(DatabaseException.Reason.FENCED,
                "another node keeps the roster of service address " + address, null);
    }

    private static void dropAll(RosterTable table, String address, long from, long to) {
        for (long epoch = from; epoch < to; epoch++) {
            table.drop(address, epoch).exceptionally(failure -> {
                log.debug("an old epoch of the roster stays until its time to live ends", failure);
                return null;
            });
        }
    }

    /** The calls that are up. */
    synchronized List<String> live() {
        return List.copyOf(live);
    }

    /** Whether another node has taken the roster over. */
    synchronized boolean isFenced() {
        return fenced;
    }

    /** A call came up; done when that is stored. */
    CompletionStage<Void> up(String id) {
        CompletableFuture<Void> stored;
        synchronized (this) {
            if (fenced) {
                return CompletableFuture.failedStage(taken(address));
            }
            live.add(id);
            ups.add(id);
            stored = row;
        }
        flush();
        return stored;
    }

    /** A call came up that is not to be written now; the next epoch has it. */
    synchronized void upUnwritten(String id) {
        live.add(id);
        changed = true;
    }

    /** A call is over, whether it was up or not. */
    synchronized void over(String id) {
        if (live.remove(id)) {
            overs.add(id);
            changed = true;
        }
    }

    /** Writes what waits, unless enough is under way: then what waits goes with the next row. */
    void flush() {
        Entry entry;
        CompletableFuture<Void> stored;
        synchronized (this) {
            if (underWay >= UNDER_WAY || fenced || ups.isEmpty() && overs.isEmpty()) {
                return;
            }
            entry = new Entry(epoch, number++, ups, overs);
            stored = row;
            ups = new ArrayList<>();
            overs = new ArrayList<>();
            row = new CompletableFuture<>();
            underWay++;
            changed = true;
        }
        table.append(address, entry).whenComplete((_, failure) -> {
            boolean more;
            synchronized (this) {
                underWay--;
                more = !ups.isEmpty();
            }
            if (failure == null) {
                stored.complete(null);
            } else {
                stored.completeExceptionally(failure);
            }
            if (more) {
                flush();
            }
        });
    }

    /** Begins a new epoch when the last one is that old and something has changed. */
    void beginEpoch(Duration age) {
        long into;
        long from;
        List<String> up;
        synchronized (this) {
            if (fenced || beginning || !changed || nanoTime.getAsLong() - begunAt < age.toNanos()) {
                return;
            }
            from = head;
            into = head + 1;
            if (epoch != into) { // what is written from now on stands behind the list of those that are up now
                epoch = into;
                number = 0;
            }
            up = List.copyOf(live);
            begunAt = nanoTime.getAsLong();
            beginning = true;
            changed = false;
        }
        table.begin(address, into, up)
                .thenCompose(_ -> table.moveHead(address, OptionalLong.of(from), into, owner))
                .whenComplete((move, failure) -> begun(from, into, move, failure));
    }

    /**
     * A head that stands in that epoch already was moved there by us, in a move of which nobody told us in time: whoever takes a
     * roster over passes {@value #EPOCHS_TO_PASS} epochs, its keeper alone goes on by one.
     */
    private synchronized void begun(long from, long into, Move move, Throwable failure) {
        beginning = false;
        if (failure != null) {
            changed = true; // once more, into the same epoch
        } else if (move.applied() || move.epoch().equals(OptionalLong.of(into))) {
            head = into;
            dropAll(table, address, from, into);
        } else {
            fenced = true;
            log.error("{}: it is another node's now", taken(address).getMessage());
        }
    }
}
