package io.tandem.cluster.member;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Whom the majority has not heard: a node that one alone does not hear may be well, and the one at fault. Times in nanoseconds.
 *
 * @param <M> a member
 */
final class Silence<M> {
    private final Comparator<? super M> order;
    private final long freshNanos;
    private final Map<M, Word<M>> words = new HashMap<>();

    private record Word<M>(Set<M> unheard, long at) {}

    /** @param order by which the cluster breaks ties @param freshNanos so old a word may be */
    Silence(Comparator<? super M> order, long freshNanos) {
        this.order = order;
        this.freshNanos = freshNanos;
    }

    /** What a member said of the others, at that time or later; its last word counts. */
    void says(M member, Set<M> unheard, long at) {
        Word<M> before = words.get(member);
        if (before == null || at - before.at >= 0) {
            words.put(member, new Word<>(Set.copyOf(unheard), at));
        }
    }

    /** Those of the members whom the majority has not heard. @param down those of them whose word counts no more */
    Set<M> proven(Collection<M> members, Set<M> down, long now) {
        words.keySet().retainAll(members);
        Set<M> proven = new HashSet<>();
        for (M member : members) {
            Set<M> others = new HashSet<>(members);
            others.removeIf(voter -> !down.contains(voter) && saysSo(voter, member, now));
            if (!others.equals(Set.copyOf(members)) && Majority.held(members, others, order)) {
                proven.add(member);
            }
        }
        return proven;
    }

    private boolean saysSo(M voter, M member, long now) {
        Word<M> word = words.get(voter);
        return word != null && now - word.at <= freshNanos && word.unheard.contains(member);
    }
}
