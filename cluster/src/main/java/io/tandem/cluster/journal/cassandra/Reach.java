package io.tandem.cluster.journal.cassandra;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Whether the database answers, as writes and probes have found. Away after some failures in a row and no success for as long as an
 * answer may wait, or at once when no server can be reached; back after a probe. Each change is one line in the log. Thread-safe.
 */
final class Reach {
    private static final int FAILURES_IN_A_ROW = 3;

    private final LongSupplier nanoTime;
    private final Logger log;
    private final String whatBecomes;
    private final Duration patience;
    private volatile boolean away;
    private volatile long provenAt;
    private volatile int failures;
    private long awaySince;

    /**
     * @param whatBecomes of calls while the database is away, for the log
     * @param patience as long as this nothing may succeed: a pause of a second makes whatever is written in it late, and is no outage
     */
    Reach(LongSupplier nanoTime, Logger log, String whatBecomes, Duration patience) {
        this.nanoTime = nanoTime;
        this.log = log;
        this.whatBecomes = whatBecomes;
        this.patience = patience;
        this.provenAt = nanoTime.getAsLong();
    }

    boolean isAway() {
        return away;
    }

    /** A write was taken. */
    void succeeded() {
        provenAt = nanoTime.getAsLong();
        if (failures != 0) {
            failures = 0;
        }
    }

    /** A write was not taken, or not in time. */
    synchronized void failed(Throwable cause) {
        failures++;
        boolean silent = failures >= FAILURES_IN_A_ROW && nanoTime.getAsLong() - provenAt >= patience.toNanos();
        if (!away && (isUnreachable(cause) || silent)) {
            away = true;
            awaySince = nanoTime.getAsLong();
            log.warn("the database does not take writes: {}; {}", words(cause), whatBecomes);
        }
    }

    /** A probe was answered; true when the database was away until now. */
    synchronized boolean probed() {
        succeeded();
        if (!away) {
            return false;
        }
        away = false;
        log.info("the database takes writes again, after {} s",
                Duration.ofNanos(nanoTime.getAsLong() - awaySince).toSeconds());
        return true;
    }

    /** Whether it is time to try it, because it is away or nothing was written for so long. */
    boolean wantsProbe(Duration quiet) {
        return away || failures > 0 || nanoTime.getAsLong() - provenAt >= quiet.toNanos();
    }

    private static boolean isUnreachable(Throwable cause) {
        return cause instanceof AllNodesFailedException
                || cause instanceof CompletionException && cause.getCause() instanceof AllNodesFailedException;
    }

    static String words(Throwable cause) {
        Throwable told = cause instanceof CompletionException && cause.getCause() != null ? cause.getCause() : cause;
        return told.getMessage() == null ? told.getClass().getSimpleName() : told.getMessage();
    }
}
