package io.tandem.cluster.trunk;

import io.tandem.port.PeerGroup;
import io.tandem.port.PeerGroup.Peer;
import io.tandem.port.TrunkTargets.Target;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A trunk as it stands: published by the one who watches it, read by anybody.
 *
 * @param peers by priority, then in the order of the configuration
 */
record TrunkState(PeerGroup group, List<PeerState> peers) {

    /** @param trouble why its name gives no address, or only an old one */
    record PeerState(Peer peer, List<ServerState> servers, boolean stale, Optional<String> trouble) {}

    /** One server of a peer: several where SRV records name them. */
    record ServerState(int priority, int weight, List<TargetState> targets) {}

    record TargetState(Target target, PeerHealth health, Optional<Instant> askedAt) {}
}
