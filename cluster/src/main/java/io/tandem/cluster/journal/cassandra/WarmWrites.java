package io.tandem.cluster.journal.cassandra;

import io.tandem.cluster.journal.StoredEvent;
import io.tandem.cluster.journal.cassandra.RosterTable.Entry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes before the first one that counts: a driver that has just begun, and a database, take many times as long for one as
 * after some thousands, and the event loops of calls would wait for it. What is written stands under a name that no call has,
 * and goes again as a whole.
 */
final class WarmWrites {
    private static final Logger log = LoggerFactory.getLogger(WarmWrites.class);
    /** As a call's two events and its row of the roster, so many times: after these they are compiled code. */
    private static final int CALLS = 2_000;
    private static final int AT_ONCE = 16;
    /** Of an answer's event, about. */
    private static final int EVENT_OCTETS = 1_500;
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final EventTable events;
    private final RosterTable rosters;
    private final String id;
    private final long end;
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger written = new AtomicInteger();
    private final CountDownLatch open = new CountDownLatch(AT_ONCE);

    private WarmWrites(EventTable events, RosterTable rosters, String id, long end) {
        this.events = events;
        this.rosters = rosters;
        this.id = id;
        this.end = end;
    }

    /**
     * Waits until they are written, or it is time, or the database does not take one.
     *
     * @param node names what is written
     * @return how many calls they would have been
     */
    static int run(EventTable events, RosterTable rosters, String node, Duration atMost) {
        String id = "warm-up|" + node;
        WarmWrites writes = new WarmWrites(events, rosters, id, System.nanoTime() + atMost.toNanos());
        for (int i = 0; i < AT_ONCE; i++) {
            writes.next();
        }
        try {
            if (!writes.open.await(atMost.plus(LIMIT).toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("the database was slow to take what was to warm it up");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        events.delete(id, LIMIT).exceptionally(WarmWrites::left);
        rosters.drop(id, 0).exceptionally(WarmWrites::left);
        return writes.written.get();
    }

    private static <T> T left(Throwable failure) {
        log.debug("what warmed the database up stays until its time to live ends", failure);
        return null;
    }

    private void next() {
        int number = begun.getAndIncrement();
        if (number >= CALLS || System.nanoTime() >= end) {
            open.countDown();
            return;
        }
        String call = id + '|' + number;
        CompletionStage<?> answered = events.insert(event(2L * number), LIMIT);
        answered.thenCombine(rosters.append(id, new Entry(0, number, List.of(call), List.of())), (_, _) -> true)
                .thenCompose(_ -> events.insert(event(2L * number + 1), LIMIT))
                .whenCompleteAsync((_, failure) -> {
                    if (failure == null) {
                        written.incrementAndGet();
                        next();
                    } else {
                        log.warn("the database does not take what was to warm it up: {}", Reach.words(failure));
                        open.countDown();
                    }
                });
    }

    private List<StoredEvent> event(long number) {
        return List.of(new StoredEvent(id, number, new byte[EVENT_OCTETS], Set.of()));
    }
}
