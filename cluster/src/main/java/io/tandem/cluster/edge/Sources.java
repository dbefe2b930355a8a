package io.tandem.cluster.edge;

import io.tandem.port.PeerAddress;
import io.tandem.port.PeerGroup;
import io.tandem.port.PeerGroup.Peer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Who may send to one listener, and which trunk a sender belongs to. Immutable. */
final class Sources {

    /** @param peer the peer's name, or the sender's address where no peer has that one */
    record Sender(String peerGroup, String peer) {}

    private record Allowed(Cidr network, Trunk trunk) {}

    private record Trunk(String name, List<KnownPeer> peers) {}

    private record KnownPeer(InetSocketAddress address, Sender sender) {}

    private final Allowed[] allowed;

    private Sources(List<Allowed> allowed) {
        this.allowed = allowed.toArray(Allowed[]::new);
    }

    /**
     * Throws IllegalArgumentException for a network that is none: configuration was to be checked before.
     *
     * @param places where peers with names were found
     */
    static Sources of(String listener, List<PeerGroup> groups, List<PeerPlace> places) {
        List<Allowed> allowed = new ArrayList<>();
        for (PeerGroup group : groups) {
            if (group.listeners().contains(listener)) {
                Trunk trunk = new Trunk(group.name(), knownPeers(group, places));
                networks(group, trunk.peers()).forEach(network -> allowed.add(new Allowed(network, trunk)));
            }
        }
        return new Sources(allowed);
    }

    private static List<Cidr> networks(PeerGroup group, List<KnownPeer> peers) {
        if (group.allowedSources().isEmpty()) {
            return peers.stream().map(peer -> Cidr.of(peer.address().getAddress())).distinct().toList();
        }
        return group.allowedSources().stream().map(text -> network(group, text)).toList();
    }

    private static Cidr network(PeerGroup group, String text) {
        return Cidr.parse(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        "peer group " + group.name() + ": not a network: " + text));
    }

    private static List<KnownPeer> knownPeers(PeerGroup group, List<PeerPlace> places) {
        List<KnownPeer> known = new ArrayList<>();
        for (Peer peer : group.peers()) {
            Sender sender = new Sender(group.name(), peer.name());
            switch (peer.at()) {
                case PeerAddress.Literal(var address, var port) ->
                        known.add(new KnownPeer(new InetSocketAddress(address, port), sender));
                case PeerAddress.ARecord _,
                    PeerAddress.SrvRecord _,
                    PeerAddress.Domain _ -> places.stream()
                        .filter(place -> place.peerGroup().equals(group.name()) && place.peer().equals(peer.name()))
                        .forEach(place -> known.add(new KnownPeer(place.address(), sender)));
            }
        }
        return known;
    }

    boolean allows(InetAddress source) {
        for (Allowed candidate : allowed) {
            if (candidate.network().contains(source)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The trunk that a source belongs to, among those that allow it: the one with a peer of just that address and port,
     * else one with a peer of that address, else the one with the narrowest network.
     */
    Optional<Sender> senderAt(InetSocketAddress source) {
        return senderAt(source, _ -> true);
    }

    /** The same among the trunks that the filter lets through, by name. */
    Optional<Sender> senderAt(InetSocketAddress source, Predicate<String> trunks) {
        Sender best = null;
        int bestRank = -1;
        for (Allowed candidate : allowed) {
            if (candidate.network().contains(source.getAddress()) && trunks.test(candidate.trunk().name())) {
                int rank = candidate.network().bits();
                Sender sender = null;
                for (KnownPeer peer : candidate.trunk().peers()) {
                    int peerRank = rank(peer.address(), source);
                    if (peerRank > rank) {
                        rank = peerRank;
                        sender = peer.sender();
                    }
                }
                if (rank > bestRank) {
                    bestRank = rank;
                    best = sender != null
                            ? sender
                            : new Sender(candidate.trunk().name(), source.getAddress().getHostAddress());
                }
            }
        }
        return Optional.ofNullable(best);
    }

    /** Above every prefix length where the address is a peer's, and higher where the port is too. */
    private static int rank(InetSocketAddress peer, InetSocketAddress source) {
        if (!peer.getAddress().equals(source.getAddress())) {
            return -1;
        }
        return peer.getPort() == source.getPort() ? 1_001 : 1_000;
    }
}
