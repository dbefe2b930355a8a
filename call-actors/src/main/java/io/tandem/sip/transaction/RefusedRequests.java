package io.tandem.sip.transaction;

/**
 * The names of requests that were refused without a transaction, so that a repetition is refused likewise though the
 * node could take it by then: its sender may have given up already, and a phone would ring for nobody. A fixed amount of
 * memory; under a flood the oldest are forgotten first.
 */
final class RefusedRequests {
    private static final int PLACES = 1 << 16;
    private static final int WAYS = 4;

    private long[] keys;
    private long[] until;
    private byte[] retryAfter;

    /** The Retry-After that it was told, or 0. */
    int find(long key, long now) {
        if (keys == null) {
            return 0;
        }
        int set = set(key);
        for (int i = set; i < set + WAYS; i++) {
            if (keys[i] == key) {
                return until[i] - now > 0 ? retryAfter[i] : 0;
            }
        }
        return 0;
    }

    void add(long key, int seconds, long now, long keptNanos) {
        if (keys == null) { // most nodes never refuse any
            keys = new long[PLACES];
            until = new long[PLACES];
            retryAfter = new byte[PLACES];
        }
        int set = set(key);
        int oldest = set;
        for (int i = set; i < set + WAYS; i++) {
            if (keys[i] == key || keys[i] == Fingerprint.NONE) {
                oldest = i;
                break;
            }
            oldest = until[i] - until[oldest] < 0 ? i : oldest;
        }
        keys[oldest] = key;
        until[oldest] = now + keptNanos;
        retryAfter[oldest] = (byte) Math.min(seconds, Byte.MAX_VALUE);
    }

    private static int set(long key) {
        return (int) (key >>> 20) & PLACES - WAYS;
    }
}
