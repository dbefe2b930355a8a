package io.tandem.cluster.member;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * Which other nodes may still hold a {@link NodeLease}, members or not. One that was granted its lease until it was removed
 * may not know yet that it was: so it is where a single path between two nodes is broken, for Pekko's resolver goes on
 * without both. One writes, anybody asks.
 *
 * @param <N> a node, each life of it another one
 */
public final class OtherLeases<N> {
    /** As whoever grants waits before it calls a node silent; the others may have granted a little later than this node. */
    static final long LASTS_NANOS = Vigil.SILENT.toNanos();

    /** When each was granted its lease last, by {@link System#nanoTime}. */
    private volatile Map<N, Long> granted = Map.of();
    /** Members, but not for long. */
    private final Set<N> dead = new HashSet<>();

    /**
     * What is known of the members now. Those that are none any more stay, until their lease is over.
     *
     * @param at when a member was granted its lease last
     */
    void granted(Collection<N> members, ToLongFunction<N> at, long now) {
        Map<N, Long> next = new HashMap<>(granted);
        next.values().removeIf(time -> now - time >= LASTS_NANOS);
        dead.retainAll(members);
        members.stream()
                .filter(member -> !dead.contains(member))
                .forEach(member -> next.put(member, at.applyAsLong(member)));
        granted = Map.copyOf(next);
    }

    /** Its process is gone, and its lease with it. */
    void dead(N node) {
        dead.add(node);
        Map<N, Long> next = new HashMap<>(granted);
        next.remove(node);
        granted = Map.copyOf(next);
    }

    /** Those whose lease may not be over. */
    public Set<N> held() {
        return held(System.nanoTime());
    }

    Set<N> held(long now) {
        return granted.entrySet()
                .stream()
                .filter(each -> now - each.getValue() < LASTS_NANOS)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}
