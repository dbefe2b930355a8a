package io.tandem.cluster.journal.cassandra;

import io.tandem.cluster.journal.EventWrite;
import io.tandem.cluster.journal.Roster;
import io.tandem.cluster.journal.StoredEvent;
import io.tandem.cluster.journal.ValueCodec;
import io.tandem.cluster.journal.cassandra.CassandraSettings.Limits;
import io.tandem.cluster.journal.cassandra.CassandraSettings.WhenAway;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.persistence.JournalProtocol.RecoverySuccess;
import org.apache.pekko.persistence.JournalProtocol.ReplayMessages;
import org.apache.pekko.persistence.JournalProtocol.ReplayMessagesFailure;
import org.apache.pekko.persistence.JournalProtocol.ReplayedMessage;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores and replays the events of calls.
 * <p>
 * An answer is acknowledged when event and roster row are stored, else refused or, by {@code when-away} or in an emergency,
 * carried on and counted. Every other event of a call is acknowledged in any case: in the database, else in the spool, and when even that
 * is full it is lost and counted, because a call that is up must not end for it. Thread-safe.
 */
final class CallEvents {
    private static final Logger log = LoggerFactory.getLogger(CallEvents.class);
    static final String PREFIX = "Call|";

    private final EventTable table;
    private final Rosters rosters;
    private final Spool spool;
    private final Reach reach;
    private final FreshIds fresh;
    private final Limits limits;
    private final ValueCodec codec;
    private final Executor replays;
    final LongAdder refused = new LongAdder();
    final LongAdder carriedOn = new LongAdder();
    final LongAdder spooled = new LongAdder();
    final LongAdder lost = new LongAdder();

    CallEvents(EventTable table, Rosters rosters, Spool spool, Reach reach, FreshIds fresh, Limits limits,
            ValueCodec codec, Executor replays) {
        this.table = table;
        this.rosters = rosters;
        this.spool = spool;
        this.reach = reach;
        this.fresh = fresh;
        this.limits = limits;
        this.codec = codec;
        this.replays = replays;
    }

    /** Stores what a call asks to have stored, and answers it. */
    void write(EventWrite write) {
        List<StoredEvent> events = write.events();
        if (events.isEmpty()) {
            write.stored();
            return;
        }
        String id = events.getFirst().persistenceId();
        if (spool.holds(id)) { // they would stand before those that wait
            keepHere(write, id, events);
        } else if (events.stream().anyMatch(StoredEvent::isCallUp)) {
            writeAnswer(write, id, events);
        } else {
            writeFurther(write, id, events);
        }
    }

    private void writeAnswer(EventWrite write, String id, List<StoredEvent> events) {
        if (reach.isAway()) {
            answerUndurable(write, id, events, new TimeoutException("the database is away"));
            return;
        }
        CompletableFuture<?> stored = table.insert(events, limits.answer()).toCompletableFuture();
        stored.thenCombine(rosters.up(id), (_, _) -> true)
                .orTimeout(limits.answer().toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((_, failure) -> {
                    if (failure == null) {
                        reach.succeeded();
                        stored(write, id, events);
                    } else {
                        if (!isFenced(failure)) { // that is no fault of the database's
                            reach.failed(failure);
                        }
                        answerUndurable(write, id, events, failure);
                    }
                });
    }

    private static boolean isFenced(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof DatabaseException known && known.reason() == DatabaseException.Reason.FENCED;
    }

    private void answerUndurable(EventWrite write, String id, List<StoredEvent> events, Throwable cause) {
        if (limits.whenAway() == WhenAway.CARRY_ON || events.stream().anyMatch(StoredEvent::isEmergency)) {
            carriedOn.increment();
            rosters.upUnwritten(id);
            keepHere(write, id, events);
            return;
        }
        refused.increment();
        rosters.over(id);
        try {
            spool.withdraw(id);
        } catch (RocksDBException failure) {
            log.error("a refused answer may come back after a restart: {}", failure.getMessage());
        }
        write.reject(new AnswerNotDurableException(limits.answer(), cause));
    }

    private void writeFurther(EventWrite write, String id, List<StoredEvent> events) {
        if (reach.isAway()) {
            keepHere(write, id, events);
            return;
        }
        table.insert(events, limits.spoolAfter()).whenComplete((_, failure) -> {
            if (failure == null) {
                reach.succeeded();
                stored(write, id, events);
            } else {
                reach.failed(failure);
                keepHere(write, id, events);
            }
        });
    }

    private void keepHere(EventWrite write, String id, List<StoredEvent> events) {
        try {
            if (spool.add(events)) {
                spooled.add(events.size());
            } else {
                lose(events, "more waits for the database than spool-octets allows");
            }
        } catch (RocksDBException failure) {
            lose(events, failure.getMessage());
        }
        stored(write, id, events);
    }

    private void lose(List<StoredEvent> events, String why) {
        if (lost.sum() == 0) {
            log.error("events of calls are lost, which tandem_journal_lost_events counts: {}", why);
        }
        lost.add(events.size());
    }

    private void stored(EventWrite write, String id, List<StoredEvent> events) {
        if (events.stream().anyMatch(StoredEvent::isCallOver)) {
            rosters.over(id);
        }
        write.stored();
    }

    /** Tells a call what is stored of it, here and in the database. */
    void replay(ReplayMessages request) {
        String id = request.persistenceId();
        boolean isNew = fresh.take(id.substring(PREFIX.length())) && !spool.holds(id);
        if (isNew || spool.isWithdrawn(id)) {
            request.persistentActor().tell(new RecoverySuccess(0), ActorRef.noSender());
            return;
        }
        read(id).whenCompleteAsync((events, failure) -> {
            if (failure == null) {
                tell(request, events);
            } else {
                request.persistentActor().tell(new ReplayMessagesFailure(failure), ActorRef.noSender());
            }
        }, replays);
    }

    private CompletionStage<NavigableMap<Long, byte[]>> read(String id) {
        try {
            NavigableMap<Long, byte[]> here = spool.of(id);
            if (here.containsKey(1L)) { // it began while the database was away
                return CompletableFuture.completedStage(here);
            }
            return table.select(id, 1, Long.MAX_VALUE, limits.recovery()).thenApply(there -> {
                there.putAll(here);
                return there;
            });
        } catch (RocksDBException failure) {
            return CompletableFuture.failedStage(failure);
        }
    }

    private void tell(ReplayMessages request, NavigableMap<Long, byte[]> events) {
        ActorRef asker = request.persistentActor();
        String id = request.persistenceId();
        long highest = events.isEmpty() ? 0 : events.lastKey();
        if (highest == 0 || ValueCodec.tagsOf(events.lastEntry().getValue()).contains(Roster.CALL_OVER)) {
            rosters.over(id); // should the roster have missed it
        }
        long left = request.max();
        try {
            for (var event : events.tailMap(request.fromSequenceNr()).entrySet()) {
                if (event.getKey() > request.toSequenceNr() || left-- <= 0) {
                    break;
                }
                asker.tell(new ReplayedMessage(codec.event(id, event.getKey(), event.getValue())),
                        ActorRef.noSender());
            }
            asker.tell(new RecoverySuccess(highest), ActorRef.noSender());
        } catch (RuntimeException unreadable) {
            asker.tell(new ReplayMessagesFailure(unreadable), ActorRef.noSender());
        }
    }
}
