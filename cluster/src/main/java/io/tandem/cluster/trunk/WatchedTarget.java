package io.tandem.cluster.trunk;

import io.tandem.cluster.trunk.TrunkState.TargetState;
import io.tandem.port.TrunkProbing;
import io.tandem.port.TrunkTargets.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** One address of a peer, its health, and when it is asked again. On the watch's own thread; times in nanoseconds. */
final class WatchedTarget {
    /** Calls that doubt a target have it asked early, but no more often than that. */
    private static final long DOUBT_GAP_NANOS = Duration.ofSeconds(5).toNanos();

    private final Target target;
    private PeerHealth health = PeerHealth.UNKNOWN;
    private Optional<Instant> askedAt = Optional.empty();
    private long nextProbeAt;
    private long sentAt;
    private long openProbe; // number of the probe that waits for its answer, 0 for none
    private boolean everAsked;

    WatchedTarget(Target target, long firstProbeAt) {
        this.target = target;
        this.nextProbeAt = firstProbeAt;
    }

    Target target() {
        return target;
    }

    PeerHealth health() {
        return health;
    }

    TargetState state() {
        return new TargetState(target, health, askedAt);
    }

    boolean probeDue(long now) {
        return openProbe == 0 && nextProbeAt - now <= 0;
    }

    boolean overdue(TrunkProbing probing, long now) {
        return openProbe != 0 && sentAt + probing.timeout().toNanos() - now <= 0;
    }

    /** When it wants to be looked at again. */
    long dueAt(TrunkProbing probing) {
        return openProbe != 0 ? sentAt + probing.timeout().toNanos() : nextProbeAt;
    }

    /** @param pause to the next one */
    void asked(long probe, long pause, long now, Instant at) {
        openProbe = probe;
        sentAt = now;
        nextProbeAt = now + pause;
        askedAt = Optional.of(at);
        everAsked = true;
    }

    /** A call could not use it: ask soon whether it is there. */
    void doubted(long now) {
        long soonest = everAsked ? sentAt + DOUBT_GAP_NANOS : now;
        if (nextProbeAt - soonest > 0) {
            nextProbeAt = soonest;
        }
    }

    boolean awaits(long probe) {
        return openProbe != 0 && openProbe == probe;
    }

    long waitedNanos(long now) {
        return now - sentAt;
    }

    /** @return whether it went in or out of service, or is known for the first time */
    boolean heard(ProbeResult result, TrunkProbing probing, Instant at) {
        PeerHealth.State before = health.state();
        openProbe = 0;
        health = health.after(result, probing, at);
        return before != health.state();
    }
}
