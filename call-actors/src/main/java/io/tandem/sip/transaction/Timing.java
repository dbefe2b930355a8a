package io.tandem.sip.transaction;

/**
 * The settings as a machine needs them, for one kind of transport (RFC 3261 §17, table 4).
 *
 * @param reliable whether the transport repeats by itself: then the machines do not, and do not wait for repetitions
 */
record Timing(long t1Nanos, long t2Nanos, long t4Nanos, long tryingNanos, long firstResponseNanos,
        long proceedingNanos, boolean reliable) {
    private static final long NANOS_PER_MILLI = 1_000_000;

    static Timing of(TransactionSettings settings, boolean reliable) {
        return new Timing(settings.t1Millis() * NANOS_PER_MILLI, settings.t2Millis() * NANOS_PER_MILLI,
                settings.t4Millis() * NANOS_PER_MILLI, settings.tryingDelayMillis() * NANOS_PER_MILLI,
                settings.firstResponseMillis() * NANOS_PER_MILLI, settings.proceedingMillis() * NANOS_PER_MILLI,
                reliable);
    }

    /** 64·T1: how long a transaction waits for the other side. */
    long timeoutNanos() {
        return 64 * t1Nanos;
    }

    /** Timer D, "at least 32 seconds" and as long as the peer's Timer H. */
    long timerDNanos() {
        return Math.max(timeoutNanos(), 32_000 * NANOS_PER_MILLI);
    }

    /** The interval after this one: doubled, and never above T2. */
    long doubled(long intervalNanos) {
        return Math.min(2 * intervalNanos, t2Nanos);
    }
}
