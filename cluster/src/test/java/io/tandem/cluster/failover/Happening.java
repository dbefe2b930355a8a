package io.tandem.cluster.failover;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** What happens to the cluster while calls are up, and what is required of it. */
interface Happening {

    String label();

    /** The nodes that something happens to: their calls' audio is what is measured. */
    default Set<Integer> hit() {
        return Set.of(0, 1, 2);
    }

    /** From its beginning to its end. */
    Duration lasts();

    /** New calls are expected to be answered from so long after its beginning on. */
    default Duration newCallsAfter() {
        return Duration.ZERO;
    }

    /** Does it, from now on; returns when nothing more happens. */
    void happen(FailoverCluster cluster, FailoverTraffic traffic) throws IOException;

    /** Whether anybody had the right to answer a new call on that service address then, by {@link System#nanoTime}. */
    default boolean mayAnswer(int address, long atNanos) {
        return true;
    }

    /** Told of each new call that failed, by when it was placed ({@link System#nanoTime}), before it says its figures. */
    default void newCallFailed(long placedNanos) {}

    /** What it wants to say of itself in the figures, as members of a JSON object, each behind a comma. */
    default String figures() {
        return "";
    }

    /** Looks at the cluster when all calls are over; a line for each thing that should not be. */
    default List<String> faultsAfterwards(FailoverCluster cluster) {
        return List.of();
    }

    /** Whether it is as issue 5 requires it. */
    default boolean right(FailoverFigures figures) {
        return figures.right();
    }
}
