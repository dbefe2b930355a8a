package io.tandem.sip.admission;

/**
 * How many new calls a second are let in, found by trying: up by a share while nothing queues and callers want more,
 * down by a share while messages wait too long (additive searches are too slow for a JVM, which gets ten times faster in
 * its first minute). Once overload has shown where the ceiling is, the way up to it is fast, past it slow, and after a while
 * bolder again. Immutable.
 *
 * @param rate new calls a second
 * @param ceiling the rate at which overload began last; infinite before
 * @param demand new calls a second that were let in, smoothed over about a second
 * @param late intervals in a row in which messages waited too long
 * @param well intervals since then
 */
public record OverloadState(double rate, double ceiling, double demand, int late, int well) {
    /** How often {@link #next} wants to be asked. */
    public static final long INTERVAL_NANOS = 100_000_000;
    /** One late interval is a pause of the collector, or of a busy machine; some in a row are a queue. */
    private static final int LATE_INTERVALS = 3;
    private static final double FAST = 1.1;
    private static final double SLOW = 1.01;
    /** Past the ceiling, when that has gone well for so many intervals: it must have been moved. */
    private static final double BOLD = 1.05;
    private static final int SLOW_INTERVALS = 20;
    private static final double NEAR_CEILING = 0.85;
    private static final double BACK = 0.9;
    /** Grows while this share of the rate is used: so demand may double from one moment to the next. */
    private static final double WANTED = 0.5;
    private static final double HIGHEST = 1e6;

    /**
     * What one interval was like.
     *
     * @param lengthNanos how long it was
     * @param delayNanos the shortest time that a message waited for its turn
     */
    public record Interval(long lengthNanos, int admitted, int refused, long delayNanos) {}

    public static OverloadState start(OverloadSettings settings) {
        return new OverloadState(settings.initialRate(), Double.POSITIVE_INFINITY, 0, 0, 0);
    }

    public boolean overloaded() {
        return late >= LATE_INTERVALS;
    }

    public OverloadState next(Interval interval, OverloadSettings settings) {
        double seconds = interval.lengthNanos() / 1e9;
        double weight = Math.min(1, seconds);
        double wanted = demand + (interval.admitted() / seconds - demand) * weight;
        if (interval.delayNanos() > settings.targetDelay().toNanos()) {
            OverloadState later = new OverloadState(rate, ceiling, wanted, late + 1, 0);
            return later.overloaded() ? later.back(settings) : later;
        }
        boolean grow = interval.refused() > 0 || wanted > rate * WANTED;
        return new OverloadState(grow ? grown() : rate, ceiling, wanted, 0, Math.min(well + 1, SLOW_INTERVALS));
    }

    /** From what was really let in, where that is less: a rate that nobody used says nothing. */
    private OverloadState back(OverloadSettings settings) {
        double used = Math.min(rate, Math.max(demand, settings.initialRate()));
        double at = late == LATE_INTERVALS ? used : ceiling;
        return new OverloadState(Math.max(settings.leastRate(), used * BACK), at, demand, late, 0);
    }

    private double grown() {
        double step = rate < ceiling * NEAR_CEILING ? FAST : well < SLOW_INTERVALS ? SLOW : BOLD;
        return Math.min(HIGHEST, rate * step);
    }

    /** As a bucket: half a second's calls may come at once. */
    public Rate bucket() {
        return Rate.of(rate, (int) Math.max(1, rate / 2));
    }
}
