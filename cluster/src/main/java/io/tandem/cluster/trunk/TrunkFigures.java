package io.tandem.cluster.trunk;

import io.tandem.cluster.trunk.TrunkState.TargetState;
import io.tandem.cluster.trunk.dns.DnsCounts;
import io.tandem.ops.metrics.TandemMetrics;
import io.tandem.port.PeerGroup;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * What a node counts of its peers and shows of them: the counts are the node's, whatever service addresses come and go;
 * what goes up and down is read from those that are at work here. Thread-safe.
 */
public final class TrunkFigures {
    private final List<PeerGroup> groups;
    private final TrunkCounts counts;
    private final DnsCounts dns = new DnsCounts();
    private final List<Trunks> atWork = new CopyOnWriteArrayList<>();
    private final Clock clock = Clock.systemUTC();

    public TrunkFigures(List<PeerGroup> groups) {
        this.groups = groups;
        this.counts = new TrunkCounts(groups);
    }

    TrunkCounts counts() {
        return counts;
    }

    DnsCounts dns() {
        return dns;
    }

    void show(Trunks trunks) {
        atWork.add(trunks);
    }

    void hide(Trunks trunks) {
        atWork.remove(trunks);
    }

    /** Shows each peer's state (MET-16) and how the DNS fares. */
    public void bindTo(TandemMetrics metrics) {
        for (PeerGroup group : groups) {
            group.peers().forEach(peer -> bind(metrics, group.name(), peer.name()));
        }
        metrics.counter("tandem_dns_answers", "Questions about peers' names, by outcome",
                Map.of("outcome", "found"), dns::answered);
        metrics.counter("tandem_dns_answers", "Questions about peers' names, by outcome",
                Map.of("outcome", "nothing"), dns::nothing);
        metrics.counter("tandem_dns_answers", "Questions about peers' names, by outcome",
                Map.of("outcome", "failed"), dns::failed);
        metrics.counter("tandem_dns_tries_lost", "Tries that a name server left unanswered or refused", Map.of(),
                dns::triesLost);
        metrics.counter("tandem_dns_served_stale", "Renewals that failed while the last answer served on", Map.of(),
                counts::stale);
    }

    private void bind(TandemMetrics metrics, String group, String peer) {
        Map<String, String> labels = Map.of("trunk", group, "peer", peer);
        metrics.gauge("tandem_peer_up",
                "1 while an address of the peer is in service, as one of the node's service addresses sees it", labels,
                () -> now(group, peer).anyMatch(target -> target.health().inService()) ? 1 : 0);
        metrics.gauge("tandem_options_rtt_seconds", "Last round trip of OPTIONS to the peer, the quickest address",
                labels, () -> now(group, peer).flatMap(target -> target.health().rtt().stream())
                        .min(Comparator.naturalOrder())
                        .map(TrunkFigures::seconds)
                        .orElse(Double.NaN));
        metrics.gauge("tandem_options_age_seconds", "Since the last OPTIONS that was answered: out ours, in theirs",
                Map.of("trunk", group, "peer", peer, "direction", "out"),
                () -> age(now(group, peer).flatMap(target -> target.health().answeredAt().stream())
                        .max(Comparator.naturalOrder())));
        metrics.gauge("tandem_options_age_seconds", "Since the last OPTIONS that was answered: out ours, in theirs",
                Map.of("trunk", group, "peer", peer, "direction", "in"), () -> age(counts.heardAt(group, peer)));
        metrics.counter("tandem_options_received", "OPTIONS of the peer", labels, () -> counts.heard(group, peer));
        for (boolean up : new boolean[]{true, false}) {
            metrics.counter("tandem_peer_changes", "Addresses of the peer that went into or out of service",
                    Map.of("trunk", group, "peer", peer, "to", up ? "up" : "down"),
                    () -> counts.changes(group, peer, up));
        }
    }

    private Stream<TargetState> now(String group, String peer) {
        return atWork.stream().flatMap(trunks -> trunks.now(group, peer));
    }

    private double age(Optional<Instant> since) {
        return since.map(at -> seconds(Duration.between(at, clock.instant()))).orElse(Double.NaN);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
