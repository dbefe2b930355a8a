package io.tandem.cluster.member;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;

/** Who of a cluster that has come apart goes on: as Pekko's split brain resolver decides by keep-majority. */
public final class Majority {
    private Majority() {}

    /**
     * Whether those that are left are the majority: more than half; of two halves the one with the lowest address.
     *
     * @param members all of the cluster
     * @param lost those of them that are not there
     */
    public static <T> boolean held(Collection<T> members, Set<T> lost, Comparator<? super T> order) {
        Set<T> left = new HashSet<>(members);
        left.removeAll(lost);
        return 2 * left.size() > members.size()
                || 2 * left.size() == members.size() && members.stream().min(order).filter(left::contains).isPresent();
    }
}
