package io.tandem.cluster.failover;

import java.io.IOException;
import java.util.Set;

/** What happens to the cluster while calls are up. */
enum FailoverCase {
    /** One node is killed, by SIGKILL. */
    KILL(Set.of(FailoverPlan.VICTIM)) {
        @Override
        void happen(FailoverCluster cluster, FailoverTraffic traffic) {
            cluster.node(FailoverPlan.VICTIM).kill();
        }
    };

    /** The nodes that something happens to: their calls' audio is what is measured. */
    final Set<Integer> hit;

    FailoverCase(Set<Integer> hit) {
        this.hit = hit;
    }

    String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** Does it, from now on. */
    abstract void happen(FailoverCluster cluster, FailoverTraffic traffic) throws IOException;
}
