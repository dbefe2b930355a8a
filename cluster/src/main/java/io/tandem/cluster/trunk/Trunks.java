package io.tandem.cluster.trunk;

import io.tandem.cluster.edge.SipEdgeHost;
import io.tandem.cluster.trunk.TrunkState.PeerState;
import io.tandem.cluster.trunk.TrunkState.TargetState;
import io.tandem.cluster.trunk.dns.DnsSettings;
import io.tandem.cluster.trunk.dns.PeerResolver;
import io.tandem.ops.query.TrunkView;
import io.tandem.port.PeerAddress;
import io.tandem.port.PeerGroup;
import io.tandem.port.TrunkTargets;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** The trunks of a service address at work. Thread-safe. */
public final class Trunks {
    /** Of those that this process has started: actors' names are not used again. */
    private static final AtomicLong NUMBER = new AtomicLong();

    private final TrunkSettings settings;
    private final LiveTargets targets;
    private final TrunkFigures figures;
    private final TrunkCounts counts;
    private final CompletableFuture<Void> namesAsked = new CompletableFuture<>();
    private final ActorRef<TrunkWatch.Command> watch;
    private final Clock clock = Clock.systemUTC();

    private Trunks(ActorSystem<?> system, TrunkSettings settings, DnsSettings dnsSettings, SipEdgeHost edge,
            TrunkFigures figures) {
        this.settings = settings;
        this.figures = figures;
        this.targets = new LiveTargets(settings.mostTargets(), bound -> ThreadLocalRandom.current().nextInt(bound),
                System::nanoTime);
        this.counts = figures.counts();
        edge.watchOptions((group, peer) -> counts.heard(group, peer, clock.instant()));
        PeerResolver resolver = new PeerResolver(dnsSettings, figures.dns());
        edge.findNamesBy(new FarNameCache(resolver, settings.names(),
                bound -> ThreadLocalRandom.current().nextInt(bound), System::nanoTime));
        Behavior<TrunkWatch.Command> behavior = TrunkWatch.behavior(settings, edge, resolver, targets, counts,
                namesAsked);
        this.watch = system.systemActorOf(
                Behaviors.supervise(behavior).onFailure(SupervisorStrategy.resume()),
                "trunks-" + NUMBER.incrementAndGet(), Props.empty());
        figures.show(this);
    }

    /** Asks for the names of peers at once, and for their health from {@link #open} on. */
    public static Trunks start(ActorSystem<?> system, TrunkSettings settings, DnsSettings dns, SipEdgeHost edge,
            TrunkFigures figures) {
        Trunks trunks = new Trunks(system, settings, dns, edge, figures);
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

    /** Nobody is asked any more; the last figures vanish. */
    public void close() {
        figures.hide(this);
        watch.tell(new TrunkWatch.Command.Close());
    }

    public TrunkTargets targets() {
        return targets;
    }

    /** The addresses of a peer as they stand now. */
    Stream<TargetState> now(String group, String peer) {
        TrunkState trunk = targets.trunks().get(group);
        return trunk == null
                ? Stream.empty()
                : trunk.peers()
                        .stream()
                        .filter(state -> state.peer().name().equals(peer))
                        .flatMap(state -> state.servers().stream())
                        .flatMap(server -> server.targets().stream());
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
