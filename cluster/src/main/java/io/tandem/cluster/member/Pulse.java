package io.tandem.cluster.member;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
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
    /** When this node asked what each has answered by granting it its lease. */
    private final Map<M, Long> granted = new HashMap<>();

    /** @param order by which the cluster breaks ties */
    Pulse(M self, Comparator<? super M> order) {
        this.self = self;
        this.order = order;
    }

    /** Those are the members now; one that is new has just been heard. */
    void members(Collection<M> members, long now) {
        heard.keySet().retainAll(members);
        refusals.keySet().retainAll(members);
        granted.keySet().retainAll(members);
        members.forEach(member -> heard.putIfAbsent(member, now));
    }

    /** It has answered what it was asked at that time. */
    void answered(M member, long askedAt) {
        if (heard.computeIfPresent(member, (_, before) -> Math.max(before, askedAt)) != null) {
            refusals.remove(member);
        }
    }

    /** It has granted this node its lease, from that time on. */
    void granted(M member, long askedAt) {
        if (heard.containsKey(member)) {
            granted.merge(member, askedAt, (before, now) -> now - before > 0 ? now : before);
        }
    }

    /** When it was heard last. @param now of one that is no member */
    long heardAt(M member, long now) {
        return heard.getOrDefault(member, now);
    }

    /** It was heard after that time. */
    boolean heardSince(M member, long time) {
        Long at = heard.get(member);
        return at != null && at - time > 0;
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

    /** The latest time for which the majority has granted this node its lease; now while it is the majority. */
    OptionalLong grantedAt(long now) {
        Map<M, Long> grants = new HashMap<>(granted);
        grants.put(self, now);
        return grants.values()
                .stream()
                .sorted(Comparator.<Long>comparingLong(time -> time - now).reversed())
                .mapToLong(Long::longValue)
                .filter(time -> isMajoritySince(time, grants))
                .findFirst();
    }

    private boolean isMajoritySince(long time, Map<M, Long> grants) {
        Set<M> without = new HashSet<>(heard.keySet());
        without.removeIf(member -> grants.containsKey(member) && grants.get(member) - time >= 0);
        return Majority.held(heard.keySet(), without, order);
    }

    boolean isAlone() {
        return heard.size() <= 1;
    }
}
