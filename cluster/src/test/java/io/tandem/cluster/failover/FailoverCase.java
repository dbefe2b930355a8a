package io.tandem.cluster.failover;

import io.tandem.cluster.TestCassandra;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/** What happens to the cluster while calls are up. */
enum FailoverCase implements Happening {
    /** One node is killed, by SIGKILL. */
    KILL(Set.of(FailoverPlan.VICTIM), Duration.ZERO, Duration.ZERO) {
        @Override
        public void happen(FailoverCluster cluster, FailoverTraffic traffic) {
            cluster.node(FailoverPlan.VICTIM).kill();
        }
    },
    /** The same of the node that keeps the book of addresses and says where shards are: both have to come up elsewhere first. */
    OLDEST(Set.of(0), Duration.ZERO, Duration.ZERO) {
        @Override
        public void happen(FailoverCluster cluster, FailoverTraffic traffic) {
            cluster.node(0).kill();
        }
    },
    /** Another one ten seconds later; what it has taken over moves for the second time. */
    TWO(Set.of(FailoverPlan.VICTIM, FailoverPlan.VICTIM + 1), Duration.ofSeconds(10), Duration.ZERO) {
        @Override
        public void happen(FailoverCluster cluster, FailoverTraffic traffic) {
            cluster.node(FailoverPlan.VICTIM).kill();
            traffic.after(lasts);
            cluster.node(FailoverPlan.VICTIM + 1).kill();
        }
    },
    /**
     * One node is stopped by SIGSTOP and goes on 20 s later. Only where an address really moves: on loopback the frozen
     * process keeps its ports.
     */
    FREEZE(Set.of(FailoverPlan.VICTIM), Duration.ofSeconds(20), Duration.ZERO) {
        @Override
        public void happen(FailoverCluster cluster, FailoverTraffic traffic) throws IOException {
            cluster.node(FailoverPlan.VICTIM).freeze();
            try {
                traffic.after(lasts);
            } finally {
                cluster.node(FailoverPlan.VICTIM).thaw();
            }
        }
    },
    /**
     * The database says nothing for half a minute: calls that are up go on and may end, new ones are refused (503). Those
     * that come a little later than it does are served.
     */
    CASSANDRA(Set.of(0, 1, 2), Duration.ofSeconds(30), Duration.ofSeconds(35)) {
        @Override
        public void happen(FailoverCluster cluster, FailoverTraffic traffic) throws IOException {
            TestCassandra.server().freeze();
            try {
                traffic.after(lasts);
            } finally {
                TestCassandra.server().thaw();
            }
        }
    };

    private final Set<Integer> hit;
    final Duration lasts;
    private final Duration newCallsAfter;

    FailoverCase(Set<Integer> hit, Duration lasts, Duration newCallsAfter) {
        this.hit = hit;
        this.lasts = lasts;
        this.newCallsAfter = newCallsAfter;
    }

    @Override
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Set<Integer> hit() {
        return hit;
    }

    @Override
    public Duration lasts() {
        return lasts;
    }

    @Override
    public Duration newCallsAfter() {
        return newCallsAfter;
    }
}
