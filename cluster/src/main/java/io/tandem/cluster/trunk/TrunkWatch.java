package io.tandem.cluster.trunk;

import io.tandem.cluster.edge.EdgeReply;
import io.tandem.cluster.edge.PeerPlace;
import io.tandem.cluster.edge.SipEdgeHost;
import io.tandem.cluster.trunk.dns.Finding;
import io.tandem.cluster.trunk.dns.PeerResolver;
import io.tandem.port.PeerGroup;
import io.tandem.port.TrunkProbing;
import io.tandem.port.TrunkTargets.Target;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.transaction.ClientTransactionId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongUnaryOperator;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches the peers of all trunks: one actor, one timer. Everything that it decides is decided by the records it keeps. */
final class TrunkWatch extends AbstractBehavior<TrunkWatch.Command> {
    private static final Logger LOG = LoggerFactory.getLogger(TrunkWatch.class);
    /** The first OPTIONS leave at once, but not all in one packet train. */
    private static final long FIRST_PROBES_NANOS = Duration.ofMillis(200).toNanos();
    /** TSP-41 counts per interval: a tenth either way keeps peers from hearing all of us at once. */
    private static final double JITTER = 0.1;
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(10);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    sealed interface Command {
        /** Something is due. */
        record Tick() implements Command {}

        /** The listeners are open: peers may be asked. */
        record Open() implements Command {}

        /** Its service address leaves this node. */
        record Close() implements Command {}

        record NameFound(WatchedPeer peer, Finding finding) implements Command {}

        record Replied(WatchedPeer peer, WatchedTarget target, long probe, EdgeReply reply, long at)
                implements
                    Command {}

        /** A call could not use it. */
        record Doubted(Target target) implements Command {}
    }

    private final TimerScheduler<Command> timers;
    private final TrunkSettings settings;
    private final SipEdgeHost edge;
    private final PeerResolver resolver;
    private final LiveTargets targets;
    private final TrunkCounts counts;
    private final CompletableFuture<Void> namesAsked;
    private final Clock clock = Clock.systemUTC();
    private final LongUnaryOperator firstProbe = now -> now + ThreadLocalRandom.current().nextLong(FIRST_PROBES_NANOS);
    private final List<WatchedPeer> peers = new ArrayList<>();
    private List<PeerPlace> told = List.of();
    private boolean open;
    private long probes;

    static Behavior<Command> behavior(TrunkSettings settings, SipEdgeHost edge, PeerResolver resolver,
            LiveTargets targets, TrunkCounts counts, CompletableFuture<Void> namesAsked) {
        return Behaviors.setup(context -> Behaviors.withTimers(
                timers -> new TrunkWatch(context, timers, settings, edge, resolver, targets, counts, namesAsked)));
    }

    private TrunkWatch(ActorContext<Command> context, TimerScheduler<Command> timers, TrunkSettings settings,
            SipEdgeHost edge, PeerResolver resolver, LiveTargets targets, TrunkCounts counts,
            CompletableFuture<Void> namesAsked) {
        super(context);
        this.timers = timers;
        this.settings = settings;
        this.edge = edge;
        this.resolver = resolver;
        this.targets = targets;
        this.counts = counts;
        this.namesAsked = namesAsked;
        long now = System.nanoTime();
        settings.ways()
                .forEach(way -> way.group()
                        .peers()
                        .forEach(peer -> peers.add(new WatchedPeer(way, peer, firstProbe, now))));
        var self = context.getSelf();
        targets.onDoubt(target -> self.tell(new Command.Doubted(target)));
        look(now, true);
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder().onMessage(Command.class, this::on).build();
    }

    private Behavior<Command> on(Command command) {
        if (command instanceof Command.Close) {
            return Behaviors.stopped();
        }
        long now = System.nanoTime();
        boolean news = switch (command) {
            case Command.Tick _,
                    Command.Close _ ->
                    false;
            case Command.Open _ -> open();
            case Command.NameFound(var peer, var finding) -> found(peer, finding, now);
            case Command.Replied(var peer, var target, long probe, var reply, long at) ->
                    target.awaits(probe) && heard(peer, target, result(reply, target.waitedNanos(at)));
            case Command.Doubted(var target) -> doubted(target, now);
        };
        look(now, news);
        return this;
    }

    private boolean open() {
        open = true;
        return false;
    }

    /** Does what is due, publishes what has changed, and sets the timer for the next thing. */
    private void look(long now, boolean news) {
        boolean changed = news;
        for (WatchedPeer peer : peers) {
            changed |= lookAtName(peer, now);
            changed |= lookAtTargets(peer, now);
        }
        if (changed) {
            publish(now);
        }
        long due = now + LONGEST_WAIT.toNanos();
        for (WatchedPeer peer : peers) {
            due = earlier(due, dueAt(peer, due));
        }
        Duration wait = Duration.ofNanos(due - now);
        timers.startSingleTimer(Command.Tick.class, new Command.Tick(),
                wait.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : wait);
    }

    private long dueAt(WatchedPeer peer, long due) {
        long earliest = due;
        if (peer.named() && !(peer.name().asking() && peer.name().servers().isEmpty())) {
            earliest = earlier(earliest, peer.nameDueAt());
        }
        TrunkProbing probing = peer.way().group().probing();
        if (open && !probing.off()) {
            for (WatchedTarget target : peer.targets()) {
                earliest = earlier(earliest, target.dueAt(probing));
            }
        }
        return earliest;
    }

    private static long earlier(long one, long other) {
        return one - other < 0 ? one : other;
    }

    private boolean lookAtName(WatchedPeer peer, long now) {
        if (!peer.named()) {
            return false;
        }
        if (peer.name().due(now)) {
            peer.asked();
            var self = getContext().getSelf();
            resolver.find(peer.peer().at(), peer.way().group().transport(), peer.way().ipv6())
                    .exceptionally(bug -> new Finding.Failed(bug.toString()))
                    .thenAccept(finding -> self.tell(new Command.NameFound(peer, finding)));
        }
        return peer.knows(peer.name().aged(now), false, firstProbe, now);
    }

    private boolean found(WatchedPeer peer, Finding finding, long now) {
        NameState before = peer.name();
        NameState then = before.after(finding, settings.names(), now);
        if (then.trouble().isPresent() && before.trouble().isEmpty()) {
            LOG.warn("trunk {}, peer {}: its name cannot be resolved: {}{}", peer.way().group().name(),
                    peer.peer().name(), then.trouble().get(),
                    then.servers().isEmpty() ? "" : "; its last addresses serve on");
        } else if (then.trouble().isEmpty() && before.trouble().isPresent()) {
            LOG.info("trunk {}, peer {}: its name is resolved again", peer.way().group().name(), peer.peer().name());
        }
        if (finding instanceof Finding.Failed && !then.servers().isEmpty()) {
            counts.servedStale();
        }
        boolean moved = peer.knows(then, true, firstProbe, now);
        if (peers.stream().allMatch(WatchedPeer::answered)) {
            publish(now); // before whoever waits goes on
            namesAsked.complete(null);
        }
        return moved || !then.trouble().equals(before.trouble());
    }

    private boolean lookAtTargets(WatchedPeer peer, long now) {
        TrunkProbing probing = peer.way().group().probing();
        if (!open || probing.off()) {
            return false;
        }
        boolean changed = false;
        for (WatchedTarget target : peer.targets()) {
            if (target.overdue(probing, now)) {
                changed |= heard(peer, target, new ProbeResult.Silent());
            }
            if (target.probeDue(now)) {
                probe(peer, target, now);
                changed = true;
            }
        }
        return changed;
    }

    private void probe(WatchedPeer peer, WatchedTarget target, long now) {
        PeerGroup group = peer.way().group();
        ThreadLocalRandom random = ThreadLocalRandom.current();
        String unique = Long.toString(random.nextLong() & Long.MAX_VALUE, 36)
                + Long.toString(random.nextLong() & Long.MAX_VALUE, 36);
        SipRequest options = OptionsRequest.of(target.target(), group, edge.advertised(peer.way().listener()), unique,
                settings.product());
        long number = ++probes;
        long interval = group.probing().interval().toNanos();
        target.asked(number, (long) (interval * random.nextDouble(1 - JITTER, 1 + JITTER)), now, clock.instant());
        var self = getContext().getSelf();
        edge.ask(new ClientTransactionId("z9hG4bKo" + unique, SipMethod.OPTIONS), options, target.target().flow(),
                reply -> self.tell(new Command.Replied(peer, target, number, reply, System.nanoTime())));
    }

    private static ProbeResult result(EdgeReply reply, long waitedNanos) {
        return switch (reply) {
            case EdgeReply.Answered(var response) ->
                    new ProbeResult.Answered(response.status(), response.reason(), waitedNanos);
            case EdgeReply.Silent _ -> new ProbeResult.Silent();
            case EdgeReply.Unsent(var reason) -> new ProbeResult.Unsent(reason);
        };
    }

    /** @return true: there is news in any case, if only of the round trip */
    private boolean heard(WatchedPeer peer, WatchedTarget target, ProbeResult result) {
        boolean wasDown = !target.health().inService();
        Instant at = clock.instant();
        if (target.heard(result, peer.way().group().probing(), at)) {
            transition(peer, target, wasDown);
        }
        return true;
    }

    private void transition(WatchedPeer peer, WatchedTarget target, boolean wasDown) {
        PeerHealth health = target.health();
        Target at = target.target();
        String where = at.flow().remote().getAddress().getHostAddress() + ":" + at.flow().remote().getPort();
        boolean up = health.inService();
        counts.changed(at.peerGroup(), at.peer(), up);
        if (up) {
            LOG.info("trunk {}, peer {}: {} is up", at.peerGroup(), at.peer(), where);
        } else {
            LOG.warn("trunk {}, peer {}: {} is down: {}", at.peerGroup(), at.peer(), where,
                    health.lastFailure().map(PeerHealth.Failure::reason).orElse(""));
        }
        if (up && wasDown) {
            targets.rested(at);
        }
    }

    private boolean doubted(Target doubted, long now) {
        for (WatchedPeer peer : peers) {
            for (WatchedTarget target : peer.targets()) {
                if (target.target().equals(doubted)) {
                    target.doubted(now);
                }
            }
        }
        return false;
    }

    private void publish(long now) {
        Map<String, TrunkState> trunks = new LinkedHashMap<>();
        for (TrunkWay way : settings.ways()) {
            trunks.put(way.group().name(), new TrunkState(way.group(), peers.stream()
                    .filter(peer -> peer.way() == way)
                    .map(peer -> peer.state(now))
                    .sorted(Comparator.comparingInt(state -> state.peer().priority()))
                    .toList()));
        }
        targets.publish(trunks);
        List<PeerPlace> places = peers.stream()
                .filter(WatchedPeer::named)
                .flatMap(peer -> peer.places(now).stream())
                .toList();
        if (!places.equals(told)) {
            told = places;
            edge.peersFoundAt(places);
        }
    }
}
