package io.tandem.ops.query;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A trunk as staff see it.
 *
 * @param serviceAddress of several nodes: the address from which it is watched, by its id
 * @param side core or mps
 * @param transport UDP, TCP or TLS
 * @param peers in the order in which they are tried
 */
public record TrunkView(String name, Optional<String> serviceAddress, String side, String transport,
        List<Peer> peers) {
    public TrunkView(String name, String side, String transport, List<Peer> peers) {
        this(name, Optional.empty(), side, transport, peers);
    }

    /** The same, watched from that service address. */
    public TrunkView from(char address) {
        return new TrunkView(name, Optional.of(String.valueOf(address)), side, transport, peers);
    }

    /**
     * @param address as configured: a literal, a host name, the name of SRV records, or a domain
     * @param stale the name could not be renewed, its last addresses serve on
     * @param trouble why its name could not be resolved last time
     * @param lastOptionsReceived the peer's own last OPTIONS to us
     */
    public record Peer(String name, String address, int priority, boolean stale, Optional<String> trouble,
            Optional<Instant> lastOptionsReceived, List<Target> targets) {}

    /**
     * One address of a peer.
     *
     * @param srvPriority 0 where no SRV record names it
     * @param state up, down, or unknown before the first answer
     * @param lastOptionsAnswered when the last of ours was answered well
     * @param lastFailure of the last of ours that was not
     * @param restSeconds how long calls try others before it, because it asked for that or could not be reached
     */
    public record Target(String address, int srvPriority, int srvWeight, String state, Optional<Double> rttMillis,
            Optional<Instant> lastOptionsSent, Optional<Instant> lastOptionsAnswered, Optional<String> lastFailure,
            Optional<Instant> lastFailureAt, long restSeconds) {}
}
