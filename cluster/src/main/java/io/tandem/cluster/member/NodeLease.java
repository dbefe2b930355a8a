package io.tandem.cluster.member;

import java.time.Duration;

/**
 * Whether this node may act for the addresses that it owns: only while the majority of the cluster has heard it a short
 * time ago. It runs out before the others may take over, also when this node was frozen: whoever asks finds out by the
 * clock, and need not be told. It
 * begins when the node is a member. Any thread; asking costs a look at the clock.
 *
 * <p>Why it is over first, where no path between two nodes is broken one way only: it counts from when this node asked what
 * was answered, so it lived at that time, and had answered every heartbeat of the others up to one interval before. Their
 * failure detector waits from that heartbeat for an interval, the acceptable pause and what its deviation adds, and the
 * split brain resolver for {@code stable-after} more. {@code NodeLeaseTest} adds them up from {@code pekko.conf}. A process
 * that is gone is taken over from at once, on the proof that its port refuses: it needs no lease.
 */
public final class NodeLease {
    /**
     * Less than it takes the others to give this node up: the pause of {@code pekko.cluster.failure-detector} and the
     * {@code stable-after} of the split brain resolver.
     */
    public static final Duration LASTS = Duration.ofMillis(3_500);
    private static final long LASTS_NANOS = LASTS.toNanos();

    private volatile long heardNanos = System.nanoTime() - LASTS_NANOS;
    private volatile boolean alone;
    private volatile boolean ended;

    /** @param heard when the majority heard this node, by {@link System#nanoTime} @param single nobody could take over */
    void renew(long heard, boolean single) {
        heardNanos = heard;
        alone = single;
    }

    /** The cluster goes on without this node: for good. */
    void end() {
        ended = true;
    }

    public boolean held() {
        return !ended && (alone || System.nanoTime() - heardNanos < LASTS_NANOS);
    }
}
