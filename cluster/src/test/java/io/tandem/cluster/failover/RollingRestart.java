package io.tandem.cluster.failover;

import io.tandem.cluster.NodeProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/** Each node in its turn is stopped by SIGTERM, started again, and gets its address back, as in an upgrade (issue 5). */
final class RollingRestart implements Happening {
    private final Duration lasts;
    private final Consumer<String> tell;
    private int restarts;
    private boolean inTime = true;
    private int refusedOnce;

    /** @param lasts so long calls are held and placed; longer than it takes */
    RollingRestart(Duration lasts, Consumer<String> tell) {
        this.lasts = lasts;
        this.tell = tell;
    }

    @Override
    public String label() {
        return "rolling";
    }

    @Override
    public Duration lasts() {
        return lasts;
    }

    @Override
    public void happen(FailoverCluster cluster, FailoverTraffic traffic) throws IOException {
        long began = System.nanoTime();
        for (int node = 0; node < FailoverPlan.NODES; node++) {
            long at = System.nanoTime();
            NodeProcess process = cluster.node(node);
            int code = process.stop();
            if (code != 0) {
                throw new AssertionError("node " + node + " ended with " + code + " on SIGTERM:\n" + process.log());
            }
            long stopped = System.nanoTime();
            process.start();
            long ready = System.nanoTime();
            new Homecoming(cluster).of(node);
            restarts++;
            tell.accept("node " + node + ": stopped after " + millis(at, stopped) + " ms, ready again after "
                    + millis(at, ready) + ", its address at home after " + millis(at, System.nanoTime()));
        }
        if (System.nanoTime() - began > lasts.toNanos()) {
            tell.accept("it took longer than the calls were held: --seconds should be more");
            inTime = false;
        }
        traffic.after(lasts);
        refusedOnce = traffic.refusedOnce();
    }

    private static long millis(long from, long to) {
        return (to - from) / 1_000_000;
    }

    @Override
    public String figures() {
        return ",\"restarts\":" + restarts + ",\"refused_once\":" + refusedOnce;
    }

    @Override
    public boolean right(FailoverFigures figures) {
        return figures.right() && figures.newCallsFailed() == 0 && restarts == FailoverPlan.NODES && inTime;
    }
}
