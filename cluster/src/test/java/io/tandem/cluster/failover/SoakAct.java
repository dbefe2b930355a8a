package io.tandem.cluster.failover;

import io.tandem.cluster.NodeProcess;
import io.tandem.cluster.TestCassandra;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/**
 * One thing that happens in a soak.
 *
 * @param node that it happens to; of no meaning for {@link Kind#DATABASE}
 * @param pause from the bad half of it to the good one
 */
record SoakAct(Kind kind, int node, Duration pause) {
    private static final Duration DATABASE_BACK = Duration.ofSeconds(10);
    private static final long LOOK_NANOS = 100_000_000L;

    enum Kind {
        /** kill -9, and a new process. */
        KILL,
        /** SIGTERM, and a new process. */
        STOP,
        /** SIGSTOP and SIGCONT. */
        FREEZE,
        /** The database says nothing for a while. */
        DATABASE
    }

    /** @param longFreezes whether a frozen node's addresses can go elsewhere: on loopback it keeps its ports */
    static SoakAct draw(RandomGenerator random, boolean longFreezes) {
        Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
        int node = random.nextInt(FailoverPlan.NODES);
        int most = kind == Kind.FREEZE && !longFreezes ? 1_500 : 10_000;
        return new SoakAct(kind, node, Duration.ofMillis(random.nextInt(500, most)));
    }

    String label() {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return kind == Kind.DATABASE
                ? "database away for " + pause.toMillis() + " ms"
                : label() + " of node " + node + ", back after " + pause.toMillis() + " ms";
    }

    /** Returns when it is over; what was away may not be at home yet. */
    void happen(FailoverCluster cluster) throws IOException {
        NodeProcess process = cluster.node(node);
        switch (kind) {
            case KILL -> {
                process.kill();
                await();
                cluster.startAgain(node);
            }
            case STOP -> {
                process.stop();
                await();
                cluster.startAgain(node);
            }
            case FREEZE -> {
                process.freeze();
                try {
                    await();
                } finally {
                    process.thaw();
                }
            }
            case DATABASE -> {
                TestCassandra.server().freeze();
                try {
                    await();
                } finally {
                    TestCassandra.server().thaw();
                }
                awaitWrites(cluster);
            }
        }
    }

    /** The act is over when all nodes have seen that it answers again, which they ask every second. */
    private static void awaitWrites(FailoverCluster cluster) {
        long end = System.nanoTime() + DATABASE_BACK.toNanos();
        while (System.nanoTime() - end < 0 && cluster.anyWithoutDatabase()) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private void await() {
        long end = System.nanoTime() + pause.toNanos();
        for (long rest = pause.toNanos(); rest > 0; rest = end - System.nanoTime()) {
            LockSupport.parkNanos(rest);
        }
    }
}
