package io.tandem.cluster.cli;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** What the survivors' figures say after a node was killed, told once, with the time since then. */
final class ClusterDemoWatch {
    private final List<DemoNode> survivors;
    private final Consumer<String> tell;
    private final long killedNanos;
    private String owner = "";

    ClusterDemoWatch(List<DemoNode> survivors, Consumer<String> tell, long killedNanos) {
        this.survivors = survivors;
        this.tell = tell;
        this.killedNanos = killedNanos;
    }

    /** Asks, until the dead node's calls are up again. */
    void look() {
        for (DemoNode survivor : survivors) {
            if (owner.isEmpty()) {
                ask(survivor);
            }
        }
    }

    private void ask(DemoNode survivor) {
        try {
            long calls = DemoVerdict.total(survivor.ops().text("/ops/metrics"), "tandem_takeover_calls_total");
            if (calls > 0) {
                owner = survivor.host();
                tell.accept(String.format(Locale.ROOT,
                        "+%.1f s: its address %s is at work on the node on %s, with %d calls.",
                        (System.nanoTime() - killedNanos) / 1e9,
                        ClusterDemoPlan.serviceAddress(ClusterDemoPlan.VICTIM), owner, calls));
            }
        } catch (OpsClient.Unanswered later) {
            // asked again
        }
    }

    /** Address of the node that has taken over; empty while none has. */
    String owner() {
        return owner;
    }
}
