package io.tandem.ops.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tandem.call.Attempt;
import io.tandem.port.PeerGroup;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What became of the attempts at each peer of each trunk: of those that the configuration names, and no others. */
final class PeerMeters {
    private static final Attempt.Outcome[] OUTCOMES = Attempt.Outcome.values();

    private record Peer(String trunk, String name) {}

    private final Map<Peer, Counters> peers = new HashMap<>();

    PeerMeters(MeterRegistry registry, List<PeerGroup> trunks) {
        for (PeerGroup trunk : trunks) {
            for (PeerGroup.Peer peer : trunk.peers()) {
                peers.put(new Peer(trunk.name(), peer.name()), new Counters(OUTCOMES.length,
                        slot -> counter(registry, trunk.name(), peer.name(), OUTCOMES[slot])));
            }
        }
    }

    void tried(String trunk, Attempt attempt) {
        Counters outcomes = peers.get(new Peer(trunk, attempt.peer()));
        if (outcomes != null) {
            outcomes.count(attempt.outcome().ordinal());
        }
    }

    private static Counter counter(MeterRegistry registry, String trunk, String peer, Attempt.Outcome outcome) {
        return Counter.builder("tandem_peer_attempts")
                .description("INVITEs sent to a peer, by what became of them")
                .tags("trunk", trunk, "peer", peer, "outcome", outcome.label())
                .register(registry);
    }
}
