package io.tandem.cluster.member;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * When each other member was heard last, and how often in a row its port has refused us since. Times in nanoseconds; of a
 * question that was answered the time counts at which it was sent.
 *
 * @param <M> a member
 */
final class Pulse<M> {
    /** So many refusals in a row prove that the process is gone, and is not just making room for another socket. */
    static final int PROOF = 2;

    private final M self;
    private final Comparator<? super M> order;
    private final Map<M, Long> heard = new HashMap<>();
    private final Map<M, Integer> refusals = new HashMap<>();

    /** @param order by which the cluster breaks ties */
    Pulse(M self, Comparator<? super M> order) {
        this.self = self;
        this.order = order;
    }

    /** Those are the members now; one that is new has just been heard. */
    void members(Collection<M> members, long now) {
        heard.keySet().retainAll(members);
        refusals.keySet().retainAll(members);
        members.forEach(member -> heard.putIfAbsent(member, now));
    }

    /** It has answered what it was asked at that time. */
    void answered(M member, long askedAt) {
        if (heard.computeIfPresent(member, (_, before) -> Math.max(before, askedAt)) != null) {
            refusals.remove(member);
        }
    }

    /** Its port has answered, if only by a connection: there is a process. */
    void connected(M member) {
        refusals.remove(member);
    }

    void refused(M member) {
        if (heard.containsKey(member)) {
            refusals.merge(member, 1, Integer::sum);
        }
    }

    /** The others that were not heard for so long. */
    List<M> late(long now, long afterNanos) {
        return heard.entrySet()
                .stream()
                .filter(entry -> !entry.getKey().equals(self) && now - entry.getValue() > afterNanos)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Those whose process is proven dead, as far as the rest can go on without them. @param lost unreachable anyway */
    Set<M> dead(Set<M> lost) {
        Set<M> dead = new HashSet<>();
        refusals.forEach((member, count) -> {
            if (count >= PROOF) {
                dead.add(member);
            }
        });
        Set<M> gone = new HashSet<>(lost);
        gone.addAll(dead);
        return Majority.held(heard.keySet(), gone, order) ? dead : Set.of();
    }

    /** The latest time at which this node was heard by the majority, as far as it knows; now while it is the majority. */
    long majorityAt(long now) {
        List<Long> times = new ArrayList<>(heard.values());
        heard.computeIfPresent(self, (_, _) -> now);
        times.add(now);
        times.sort(Comparator.reverseOrder());
        for (long time : times) {
            Set<M> silent = new HashSet<>();
            heard.forEach((member, at) -> {
                if (at - time < 0) {
                    silent.add(member);
                }
            });
            if (Majority.held(heard.keySet(), silent, order)) {
                return time;
            }
        }
        return times.getLast();
    }

    boolean isAlone() {
        return heard.size() <= 1;
    }
}
