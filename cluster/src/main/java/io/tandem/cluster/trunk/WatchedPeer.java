package io.tandem.cluster.trunk;

import io.tandem.cluster.edge.PeerPlace;
import io.tandem.cluster.trunk.TrunkState.PeerState;
import io.tandem.cluster.trunk.TrunkState.ServerState;
import io.tandem.cluster.trunk.TrunkState.TargetState;
import io.tandem.cluster.trunk.dns.Finding.Server;
import io.tandem.port.PeerAddress;
import io.tandem.port.PeerGroup.Peer;
import io.tandem.port.TrunkTargets.Target;
import io.tandem.sip.route.Flow;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongUnaryOperator;

/** A peer, its name and the addresses behind it. On the watch's own thread; times in nanoseconds. */
final class WatchedPeer {
    /** An address that a name has left may still carry calls: it is a source of ours for so long. */
    private static final long PARTING_NANOS = Duration.ofHours(1).toNanos();
    private static final int MOST_PARTED = 64;

    private final TrunkWay way;
    private final Peer peer;
    private final boolean named;
    private final Map<InetSocketAddress, Long> parted = new LinkedHashMap<>();
    private Map<InetSocketAddress, WatchedTarget> targets = new LinkedHashMap<>();
    private NameState name;
    private boolean answered;

    /** @param firstProbe from a time to when an address that appears then is first asked */
    WatchedPeer(TrunkWay way, Peer peer, LongUnaryOperator firstProbe, long now) {
        this.way = way;
        this.peer = peer;
        switch (peer.at()) {
            case PeerAddress.Literal(var address, int port) -> {
                named = false;
                answered = true;
                Server self = new Server(address.getHostAddress(), port, 0, 0, List.of(address));
                name = new NameState(List.of(self), now, now, now, false, 0, Optional.empty());
                place(firstProbe, now);
            }
            case PeerAddress.ARecord _,
                    PeerAddress.SrvRecord _,
                    PeerAddress.Domain _ -> {
                named = true;
                name = NameState.unasked(now);
            }
        }
    }

    TrunkWay way() {
        return way;
    }

    Peer peer() {
        return peer;
    }

    boolean named() {
        return named;
    }

    /** Whether all that is to be known of it at the start is known. */
    boolean answered() {
        return answered;
    }

    NameState name() {
        return name;
    }

    /** When its name wants to be looked at again. */
    long nameDueAt() {
        return name.asking() ? name.staleUntil() : name.nextAskAt();
    }

    Collection<WatchedTarget> targets() {
        return targets.values();
    }

    void asked() {
        name = name.asked();
    }

    /** @return whether its addresses have changed */
    boolean knows(NameState then, boolean isAnswer, LongUnaryOperator firstProbe, long now) {
        boolean moved = !then.servers().equals(name.servers());
        name = then;
        answered |= isAnswer;
        if (moved) {
            place(firstProbe, now);
        }
        return moved;
    }

    /** Addresses that stay keep what is known of them. */
    private void place(LongUnaryOperator firstProbe, long now) {
        Map<InetSocketAddress, WatchedTarget> placed = new LinkedHashMap<>();
        for (Server server : name.servers()) {
            for (InetAddress address : server.addresses()) {
                InetSocketAddress remote = new InetSocketAddress(address, server.port());
                WatchedTarget known = targets.get(remote);
                placed.putIfAbsent(remote,
                        known != null ? known : new WatchedTarget(target(remote), firstProbe.applyAsLong(now)));
            }
        }
        for (InetSocketAddress old : targets.keySet()) {
            if (!placed.containsKey(old) && parted.size() < MOST_PARTED) {
                parted.put(old, now + PARTING_NANOS);
            }
        }
        parted.keySet().removeAll(placed.keySet());
        targets = placed;
    }

    private Target target(InetSocketAddress remote) {
        return new Target(way.group().name(), peer.name(), peer.at().host(), peer.at().port(),
                Flow.to(way.listener(), way.group().transport(), remote).of(way.group().name()));
    }

    /** Where its name leads, and has led not long ago. */
    List<PeerPlace> places(long now) {
        parted.values().removeIf(until -> until - now <= 0);
        List<PeerPlace> places = new ArrayList<>();
        targets.keySet().forEach(at -> places.add(new PeerPlace(way.group().name(), peer.name(), at)));
        parted.keySet().forEach(at -> places.add(new PeerPlace(way.group().name(), peer.name(), at)));
        return places;
    }

    PeerState state(long now) {
        List<ServerState> servers = new ArrayList<>();
        for (Server server : name.servers()) {
            List<TargetState> at = new ArrayList<>();
            for (InetAddress address : server.addresses()) {
                at.add(targets.get(new InetSocketAddress(address, server.port())).state());
            }
            servers.add(new ServerState(server.priority(), server.weight(), List.copyOf(at)));
        }
        return new PeerState(peer, List.copyOf(servers), named && name.stale(now), name.trouble());
    }
}
