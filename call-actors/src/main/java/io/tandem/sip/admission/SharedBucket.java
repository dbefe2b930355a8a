package io.tandem.sip.admission;

import java.util.concurrent.atomic.AtomicLong;

/** One bucket for all threads. */
public final class SharedBucket {
    private final Rate rate;
    private final AtomicLong fullAt;

    public SharedBucket(Rate rate, long nowNanos) {
        this.rate = rate;
        this.fullAt = new AtomicLong(Rate.full(nowNanos));
    }

    public boolean take(long nowNanos) {
        while (true) {
            long before = fullAt.get();
            long after = rate.take(before, nowNanos);
            if (after == Rate.REFUSED) {
                return false;
            }
            if (fullAt.compareAndSet(before, after)) {
                return true;
            }
        }
    }

    /** Gives back one that was just taken: nothing came of it. */
    public void giveBack() {
        fullAt.addAndGet(-rate.intervalNanos());
    }
}
