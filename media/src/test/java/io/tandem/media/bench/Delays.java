package io.tandem.media.bench;

/** How long things took, counted by hundredths of a millisecond up to a second. For one thread; allocates nothing. */
final class Delays {
    private static final int STEP_NANOS = 10_000;
    private static final int STEPS = 100_000;
    private static final double MILLI_NANOS = 1e6;

    private final int[] counts = new int[STEPS + 1];
    private long total;
    private long longestNanos;

    void add(long nanos) {
        counts[Math.clamp(nanos / STEP_NANOS, 0, STEPS)]++;
        total++;
        longestNanos = Math.max(longestNanos, nanos);
    }

    long total() {
        return total;
    }

    /** @return in ms, to a hundredth; 0 of nothing */
    double percentileMillis(double percent) {
        long wanted = (long) Math.ceil(total * percent / 100);
        long seen = 0;
        for (int step = 0; step <= STEPS; step++) {
            seen += counts[step];
            if (seen >= wanted && seen > 0) {
                return Math.min((step + 1.0) * STEP_NANOS, longestNanos) / MILLI_NANOS;
            }
        }
        return 0;
    }

    double longestMillis() {
        return longestNanos / MILLI_NANOS;
    }
}
