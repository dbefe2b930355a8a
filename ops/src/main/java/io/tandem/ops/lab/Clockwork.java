package io.tandem.ops.lab;

import java.util.PriorityQueue;

/** What an agent has to do later, in the order of time. For its one thread. */
final class Clockwork {
    private final PriorityQueue<Entry> entries = new PriorityQueue<>();
    private long added;

    private record Entry(long dueNanos, long number, Runnable action) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            int byTime = Long.signum(dueNanos - other.dueNanos);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    void at(long dueNanos, Runnable action) {
        entries.add(new Entry(dueNanos, added++, action));
    }

    /** Does what is due, and what that makes due. */
    void advance(long nowNanos) {
        while (!entries.isEmpty() && entries.peek().dueNanos() - nowNanos <= 0) {
            entries.poll().action().run();
        }
    }

    /** How long there is nothing to do, at most {@code mostNanos}. */
    long idleNanos(long nowNanos, long mostNanos) {
        return entries.isEmpty() ? mostNanos : Math.clamp(entries.peek().dueNanos() - nowNanos, 0, mostNanos);
    }
}
