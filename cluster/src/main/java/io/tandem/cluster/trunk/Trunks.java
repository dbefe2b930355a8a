package io.tandem.cluster.trunk;

import io.tandem.cluster.edge.SipEdgeHost;
import io.tandem.cluster.trunk.TrunkState.PeerState;
import io.tandem.cluster.trunk.TrunkState.TargetState;
import io.tandem.cluster.trunk.dns.DnsCounts;
import io.tandem.cluster.trunk.dns.DnsSettings;
import io.tandem.cluster.trunk.dns.PeerResolver;
import io.tandem.ops.metrics.TandemMetrics;
import io.tandem.ops.query.TrunkView;
import io.tandem.port.PeerAddress;
import io.tandem.port.PeerGroup;
import io.tandem.port.TrunkTargets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** The trunks of a node at work. Thread-safe. */
public final class Trunks {
    private final TrunkSettings settings;
    private final LiveTargets targets;
    private final TrunkCounts counts;
    private final DnsCounts dns = new DnsCounts();
    private final CompletableFuture<Void> namesAsked = new CompletableFuture<>();
    private final ActorRef<TrunkWatch.Command> watch;
    private final Clock clock = Clock.systemUTC();

    private Trunks(ActorSystem<?> system, TrunkSettings settings, DnsSettings dnsSettings, SipEdgeHost edge) {
        this.settings = settings;
        this.targets = new LiveTargets(settings.mostTargets(), bound -> ThreadLocalRandom.current().nextInt(bound),
                System::nanoTime);
        this.counts = new TrunkCounts(settings.ways().stream().map(TrunkWay::group).toList());
        edge.watchOptions((group, peer) -> counts.heard(group, peer, clock.instant()));
        PeerResolver resolver = new PeerResolver(dnsSettings, dns);
        edge.findNamesBy(new FarNameCache(resolver, settings.names(),
                bound -> ThreadLocalRandom.current().nextInt(bound), System::nanoTime));
        Behavior<TrunkWatch.Command> behavior = TrunkWatch.behavior(settings, edge, resolver, targets, counts,
                namesAsked);
        this.watch = system.systemActorOf(
                Behaviors.supervise(behavior).onFailure(SupervisorStrategy.resume()), "trunks", Props.empty());
    }

    /** Asks for the names of peers at once, and for their health from {@link #open} on. */
    public static Trunks start(ActorSystem<?> system, TrunkSettings settings, DnsSettings dns, SipEdgeHost edge) {
        Trunks trunks = new Trunks(system, settings, dns, edge);
        if (settings.ways().stream().flatMap(way -> way.group().peers().stream()).noneMatch(Trunks::named)) {
            trunks.namesAsked.complete(null);
        }
        return trunks;
    }

    private static boolean named(PeerGroup.Peer peer) {
        return !(peer.at() instanceof PeerAddress.Literal);
    }

    /** Done when each name has been asked for once, whatever was said. */
    public CompletionStage<Void> namesAsked() {
        return namesAsked.copy();
    }

    /** The listeners are open: from now on peers are asked whether they are there. */
    public void open() {
        watch.tell(new TrunkWatch.Command.Open());
    }

    public TrunkTargets targets() {
        return targets;
    }

    /** Shows each peer's state (MET-16) and how the DNS fares. */
    public void bindTo(TandemMetrics metrics) {
        for (TrunkWay way : settings.ways()) {
            way.group().peers().forEach(peer -> bind(metrics, way.group().name(), peer.name()));
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
        metrics.gauge("tandem_peer_up", "1 while an address of the peer is in service", labels,
                () -> now(group, peer).anyMatch(target -> target.health().inService()) ? 1 : 0);
        metrics.gauge("tandem_options_rtt_seconds", "Last round trip of OPTIONS to the peer, the quickest address",
                labels, () -> now(group, peer).flatMap(target -> target.health().rtt().stream())
                        .min(Comparator.naturalOrder())
                        .map(Trunks::seconds)
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
        TrunkState trunk = targets.trunks().get(group);
        return trunk == null
                ? Stream.empty()
                : trunk.peers()
                        .stream()
                        .filter(state -> state.peer().name().equals(peer))
                        .flatMap(state -> state.servers().stream())
                        .flatMap(server -> server.targets().stream());
    }

    private double age(Optional<Instant> since) {
        return since.map(at -> seconds(Duration.between(at, clock.instant()))).orElse(Double.NaN);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    /** For staff: each trunk as it stands now. */
    public List<TrunkView> view() {
        Map<String, TrunkState> now = targets.trunks();
        return settings.ways()
                .stream()
                .map(way -> now.get(way.group().name()))
                .flatMap(Stream::ofNullable)
                .map(trunk -> new TrunkView(trunk.group().name(), trunk.group().side().name().toLowerCase(Locale.ROOT),
                        trunk.group().transport().name(), trunk.peers().stream().map(peer(trunk.group())).toList()))
                .toList();
    }

    private Function<PeerState, TrunkView.Peer> peer(PeerGroup group) {
        return state -> new TrunkView.Peer(state.peer().name(), PeerText.of(state.peer().at()),
                state.peer().priority(), state.stale(), state.trouble(),
                counts.heardAt(group.name(), state.peer().name()),
                state.servers()
                        .stream()
                        .flatMap(server -> server.targets()
                                .stream()
                                .map(target -> target(target, server.priority(), server.weight())))
                        .toList());
    }

    private TrunkView.Target target(TargetState state, int priority, int weight) {
        var remote = state.target().flow().remote();
        PeerHealth health = state.health();
        String host = remote.getAddress().getHostAddress();
        return new TrunkView.Target((host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + remote.getPort(),
                priority, weight, health.state().name().toLowerCase(Locale.ROOT),
                health.rtt().map(rtt -> rtt.toNanos() / 1e6), state.askedAt(), health.answeredAt(),
                health.lastFailure().map(PeerHealth.Failure::reason), health.lastFailure().map(PeerHealth.Failure::at),
                targets.rest(state.target()).toSeconds());
    }
}
