package io.tandem.ops.metrics;

import java.time.Duration;
import java.time.Instant;

/**
 * The share of active calls that failed, grain by grain (MET-61): answered calls that ended for a fault, over those
 * active at the grain's start and those answered in it. A grain is {@code [t, t + length)} in UTC (MET-65); what is shown
 * is the last whole one. Thread-safe.
 */
final class FailureGrain {
    private final long lengthMillis;
    private long grain = Long.MIN_VALUE;
    private long base;
    private long failed;
    private double shown;

    FailureGrain(Duration length) {
        this.lengthMillis = length.toMillis();
    }

    /** @param active calls active just before this one was answered */
    synchronized void answered(Instant now, long active) {
        turn(now, active);
        base++;
    }

    /** @param active calls active just before this one ended */
    synchronized void failed(Instant now, long active) {
        turn(now, active);
        failed++;
    }

    /** @return 0 to 1 for the last whole grain */
    synchronized double ratio(Instant now, long active) {
        turn(now, active);
        return shown;
    }

    private void turn(Instant now, long active) {
        long current = Math.floorDiv(now.toEpochMilli(), lengthMillis);
        if (current <= grain) {
            return;
        }
        shown = current == grain + 1 && base > 0 ? Math.min(1.0, (double) failed / base) : 0.0;
        grain = current;
        base = active;
        failed = 0;
    }
}
