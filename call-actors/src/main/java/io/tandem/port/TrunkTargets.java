package io.tandem.port;

import io.tandem.sip.route.Flow;
import java.time.Duration;
import java.util.List;

/**
 * Where a trunk's peers can be reached now: what configuration, the resolver and the probes know together. Kept ready
 * for the calls, so nothing waits. Any thread.
 */
public interface TrunkTargets {

    /**
     * The addresses to try for one call, best first: by priority, those in service before those that are down or rest;
     * never more than a call may try. Empty when none is known (yet).
     */
    List<Target> of(String peerGroup);

    /** A peer asked to be left alone (503 with Retry-After) or could not be reached: others are tried before it. */
    void rest(Target target, Duration howLong);

    /**
     * One address of a peer.
     *
     * @param peerGroup the trunk
     * @param peer the peer's name in it
     * @param host what the Request-URI names: the peer's configured host name or literal address
     * @param port port in the Request-URI; -1 for none
     * @param flow the way there: listener, transport, resolved address
     */
    record Target(String peerGroup, String peer, String host, int port, Flow flow) {}
}
