package io.tandem.sip.admission;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;

/**
 * A bucket for each source address, in memory that a flood of forged addresses cannot grow: a source has four places
 * where its bucket may be, and takes the one that was full the longest. Who is forgotten so starts with a full bucket.
 * For one thread.
 */
public final class SourceBuckets {
    private static final int WAYS = 4;

    private final Rate rate;
    private final long seed;
    private final long[] keys;
    private final long[] fullAt;
    private final int mask;

    /**
     * @param sources how many are remembered at once, a power of two
     * @param seed unknown to the senders, so that they cannot choose their places
     */
    public SourceBuckets(Rate rate, int sources, long seed, long nowNanos) {
        if (Integer.bitCount(sources) != 1 || sources < WAYS) {
            throw new IllegalArgumentException("not a power of two: " + sources);
        }
        this.rate = rate;
        this.seed = seed;
        this.keys = new long[sources];
        this.fullAt = new long[sources];
        this.mask = sources - WAYS;
        Arrays.fill(fullAt, Rate.full(nowNanos));
    }

    public boolean take(InetAddress source, long nowNanos) {
        long key = key(source);
        int set = (int) (key >>> 32) & mask;
        int at = set;
        for (int i = set; i < set + WAYS; i++) {
            if (keys[i] == key) {
                at = i;
                break;
            }
            if (fullAt[i] - fullAt[at] < 0) {
                at = i;
            }
        }
        if (keys[at] != key) {
            keys[at] = key;
            fullAt[at] = Rate.full(nowNanos);
        }
        long after = rate.take(fullAt[at], nowNanos);
        if (after == Rate.REFUSED) {
            return false;
        }
        fullAt[at] = after;
        return true;
    }

    private long key(InetAddress source) {
        if (source instanceof Inet4Address) {
            return mix(seed ^ source.hashCode()); // which is the address itself
        }
        long key = seed;
        for (byte b : source.getAddress()) {
            key = mix(key ^ b);
        }
        return key;
    }

    private static long mix(long word) {
        long mixed = (word ^ word >>> 32) * 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ mixed >>> 29) * 0xbf58476d1ce4e5b9L;
        return mixed ^ mixed >>> 32;
    }
}
