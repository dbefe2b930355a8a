package io.tandem.cluster.address;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * Chooses who takes an address over: the node with the fewest addresses, so that the load of a dead one is shared, and
 * among equals the winner of a rendezvous hash, so that who is asked twice says the same.
 */
final class Spread {

    private Spread() {}

    /** @param held how many addresses a node has */
    static Optional<NodeRun> choose(char address, Collection<NodeRun> nodes, ToIntFunction<NodeRun> held) {
        return nodes.stream()
                .min(Comparator.comparingInt(held)
                        .thenComparing(node -> -score(address, node.at()), Long::compareUnsigned)
                        .thenComparing(NodeRun::at)
                        .thenComparingLong(NodeRun::run));
    }

    /** FNV-1a over both, then MurmurHash3's finalizer: near texts must not give near scores. */
    static long score(char address, String node) {
        long hash = 0xcbf29ce484222325L;
        hash = (hash ^ address) * 0x100000001b3L;
        for (int i = 0; i < node.length(); i++) {
            hash = (hash ^ node.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
        return hash ^ hash >>> 33;
    }
}
