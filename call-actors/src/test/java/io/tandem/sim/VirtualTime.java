package io.tandem.sim;

import java.time.Instant;
import java.util.PriorityQueue;

/** The clock, and what is to happen at which time; of one time in the order in which it was planned. */
final class VirtualTime {
    private static final Instant START = Instant.parse("2026-11-23T03:00:00Z");
    private static final long NANOS_PER_MILLI = 1_000_000;

    private record Due(long atNanos, long order, Runnable what) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int byTime = Long.compare(atNanos, other.atNanos);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final PriorityQueue<Due> due = new PriorityQueue<>();
    private long nowNanos;
    private long planned;

    long nanos() {
        return nowNanos;
    }

    long millis() {
        return nowNanos / NANOS_PER_MILLI;
    }

    Instant instant() {
        return START.plusNanos(nowNanos);
    }

    void after(long millis, Runnable what) {
        at(nowNanos + millis * NANOS_PER_MILLI, what);
    }

    void at(long nanos, Runnable what) {
        due.add(new Due(Math.max(nanos, nowNanos), planned++, what));
    }

    /** When something is due next; {@link Long#MAX_VALUE} when nothing is. */
    long nextNanos() {
        return due.isEmpty() ? Long.MAX_VALUE : due.peek().atNanos();
    }

    /** Lets the time come, and happen what is due first by then. */
    void reach(long nanos) {
        nowNanos = Math.max(nowNanos, nanos);
        if (nextNanos() <= nowNanos) {
            due.poll().what().run();
        }
    }
}
