package io.tandem.cluster.trunk;

import io.tandem.port.PeerGroup;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** What is counted of the peers, for the figures and for whoever asks. Thread-safe: its peers are known from the start. */
final class TrunkCounts {
    private record Key(String peerGroup, String peer) {}

    private static final class OfPeer {
        final LongAdder up = new LongAdder();
        final LongAdder down = new LongAdder();
        final LongAdder heard = new LongAdder();
        volatile Instant heardAt;
    }

    private final Map<Key, OfPeer> peers = new HashMap<>();
    private final LongAdder stale = new LongAdder();

    TrunkCounts(List<PeerGroup> groups) {
        groups.forEach(group -> group.peers()
                .forEach(peer -> peers.put(new Key(group.name(), peer.name()), new OfPeer())));
    }

    /** An OPTIONS of theirs came. A sender that is no peer is not counted here. */
    void heard(String peerGroup, String peer, Instant at) {
        OfPeer counted = peers.get(new Key(peerGroup, peer));
        if (counted != null) {
            counted.heard.increment();
            counted.heardAt = at;
        }
    }

    void changed(String peerGroup, String peer, boolean up) {
        OfPeer counted = peers.get(new Key(peerGroup, peer));
        (up ? counted.up : counted.down).increment();
    }

    /** A name could not be renewed, and its last answer served on. */
    void servedStale() {
        stale.increment();
    }

    long stale() {
        return stale.sum();
    }

    long changes(String peerGroup, String peer, boolean up) {
        OfPeer counted = peers.get(new Key(peerGroup, peer));
        return (up ? counted.up : counted.down).sum();
    }

    long heard(String peerGroup, String peer) {
        return peers.get(new Key(peerGroup, peer)).heard.sum();
    }

    Optional<Instant> heardAt(String peerGroup, String peer) {
        return Optional.ofNullable(peers.get(new Key(peerGroup, peer)).heardAt);
    }
}
