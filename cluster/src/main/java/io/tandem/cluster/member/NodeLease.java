package io.tandem.cluster.member;

import java.time.Duration;
import org.apache.pekko.cluster.UniqueAddress;

/**
 * Whether this node may act for the addresses that it owns: only while the majority of the cluster has granted it so a short
 * time ago. It runs out before the others may take over, also when this node was frozen: whoever asks finds out by the
 * clock, and need not be told. It begins when the node is a member. Any thread; asking costs a look at the clock.
 *
 * <p>Why it is over first: see {@link Vigil}; {@code VigilTest} plays it with networks that break, delay and heal at any
 * moment. Where no majority agrees, as with a path that is broken between two nodes of three, Pekko's failure detector and the
 * split brain resolver decide. Of a node that is silent they take longer than the lease lasts ({@code NodeLeaseTest} adds them
 * up from {@code pekko.conf}); one that others still hear has its lease until they hear of it, which {@link OtherLeases} waits
 * for. A process that is gone is taken over from at once, on the proof that its port refuses: it needs no lease.
 */
public final class NodeLease {
    /** Less than {@link Vigil#SILENT}, by what it takes from a look at the clock to what is done upon it. */
    public static final Duration LASTS = Duration.ofMillis(1_900);
    private static final long LASTS_NANOS = LASTS.toNanos();

    private volatile long grantedNanos = System.nanoTime() - LASTS_NANOS;
    private volatile boolean alone;
    private volatile boolean ended;
    private final OtherLeases<UniqueAddress> others = new OtherLeases<>();

    /** @param granted from when on, by {@link System#nanoTime} */
    void renew(long granted) {
        grantedNanos = granted;
    }

    /** @param single whether there is nobody who could take over */
    void alone(boolean single) {
        alone = single;
    }

    /** The cluster goes on without this node: for good. */
    void end() {
        ended = true;
    }

    /** What this node knows of the leases of the others. */
    public OtherLeases<UniqueAddress> others() {
        return others;
    }

    /** For how long it is held if nobody hears this node any more; zero when it is not held. */
    public Duration left() {
        if (ended) {
            return Duration.ZERO;
        }
        long nanos = alone ? LASTS_NANOS : grantedNanos + LASTS_NANOS - System.nanoTime();
        return Duration.ofNanos(Math.max(0, nanos));
    }

    public boolean held() {
        return !ended && (alone || System.nanoTime() - grantedNanos < LASTS_NANOS);
    }
}
