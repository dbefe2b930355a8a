package io.tandem.sip.admission;

/**
 * A token bucket without tokens: its state is the one instant at which it will be full again (the generic cell rate
 * algorithm), so a bucket is a long.
 *
 * @param intervalNanos between two that are let in, in the long run
 * @param toleranceNanos how far ahead of that a burst may run
 */
public record Rate(long intervalNanos, long toleranceNanos) {
    /** Stands for "not now" where a state is asked for. */
    public static final long REFUSED = Long.MIN_VALUE;
    private static final double NANOS = 1e9;

    /** @param burst how many may come at once, at least one */
    public static Rate of(double perSecond, int burst) {
        long interval = Math.max(1, Math.round(NANOS / perSecond));
        return new Rate(interval, interval * (burst - 1));
    }

    /** The state of a bucket that is full at that time. */
    public static long full(long nowNanos) {
        return nowNanos;
    }

    /** The state after one more at that time, or {@link #REFUSED}: then the state stays as it is. */
    public long take(long fullAtNanos, long nowNanos) {
        long from = Math.max(fullAtNanos - nowNanos, 0);
        return from > toleranceNanos ? REFUSED : nowNanos + from + intervalNanos;
    }
}
