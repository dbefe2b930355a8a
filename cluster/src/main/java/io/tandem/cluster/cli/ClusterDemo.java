package io.tandem.cluster.cli;

import io.tandem.port.CallId;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * {@code tandem demo --cluster}: three nodes and a Cassandra, calls on all of them, and one node killed: what becomes of
 * its calls and how long their ends heard nothing (design §4).
 */
final class ClusterDemo {
    private static final String FORMAT = "%4s  %-20s  %-10s  %-10s  %12s  %12s  %s%n";

    private final ClusterDemoPlan plan;
    private final ClusterDemoNetwork network;
    private final PrintWriter out;

    ClusterDemo(ClusterDemoPlan plan, ClusterDemoNetwork network, PrintWriter out) {
        this.plan = plan;
        this.network = network;
        this.out = out;
    }

    /** Starts all, shows all; whether every call was right. */
    boolean show(int storagePort) throws IOException, InterruptedException {
        tell("Starting a Cassandra ...");
        network.startDatabase(storagePort);
        tell("Starting three nodes on " + ClusterDemoPlan.host(0) + " to "
                + ClusterDemoPlan.host(ClusterDemoPlan.NODES - 1)
                + ", files in " + network.directory() + " ...");
        network.startNodes();
        network.startExchanges();
        DemoProvisioning.put(URI.create("http://" + ClusterDemoPlan.host(0) + ":" + plan.ports().provisioning()),
                DemoPlan.ACCOUNT, List.of(DemoPlan.FIRST_NUMBER));
        tell(cluster());
        tell("Placing %d calls, %s a second, %d s each.".formatted(plan.calls(), OptionRange.text(plan.perSecond()),
                plan.hold().toSeconds()));
        ClusterDemoRun run = new ClusterDemoRun(plan, network, this::tell);
        List<ClusterDemoCall> calls = run.calls();
        out.println();
        out.print(table(calls, run.owner()));
        List<String> faults = faults(calls, run.owner());
        faults.forEach(fault -> out.println("wrong: " + fault));
        tell(verdict(calls, faults));
        return faults.isEmpty();
    }

    private void tell(String line) {
        out.println(line);
        out.flush();
    }

    private String cluster() {
        try {
            return ClusterCommand.table(network.node(0).ops().json("/ops/cluster"));
        } catch (OpsClient.Unanswered refused) {
            return refused.getMessage();
        }
    }

    private String table(List<ClusterDemoCall> calls, String owner) {
        StringBuilder text = new StringBuilder();
        text.append(FORMAT.formatted("call", "id", "direction", "node", "caller gap", "callee gap", "fate"));
        for (ClusterDemoCall call : calls) {
            String node = ClusterDemoPlan.host(call.node());
            String now = call.node() == ClusterDemoPlan.VICTIM && !owner.isEmpty() ? owner : node;
            text.append(FORMAT.formatted(call.number(), call.id().map(CallId::value).orElse("–"),
                    call.direction().label, call.survived() ? node : now, millis(call.callerGapMillis()),
                    millis(call.calleeGapMillis()),
                    (call.node() == ClusterDemoPlan.VICTIM && call.survived() ? "moved to " + now + ", " : "")
                            + call.fate()));
        }
        return text
                .append("""
                        gap: the longest time in which that end heard nothing, the 20 ms between two packets included.
                        The last call was placed to the dead node's address right after the kill; its caller repeated the INVITE until
                        somebody was there.
                        """)
                .toString();
    }

    private static String millis(double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.0f ms", value);
    }

    private List<String> faults(List<ClusterDemoCall> calls, String owner) {
        List<String> faults = new ArrayList<>();
        if (owner.isEmpty()) {
            faults.add("nobody has taken the dead node's address");
        }
        for (ClusterDemoCall call : calls) {
            call.faults().forEach(fault -> faults.add("call " + call.number() + ": " + fault));
        }
        if (calls.size() <= plan.calls()) {
            faults.add(plan.calls() + 1 - calls.size() + " calls had no end");
        }
        return faults;
    }

    private String verdict(List<ClusterDemoCall> calls, List<String> faults) {
        if (!faults.isEmpty()) {
            return "Not every call was right.";
        }
        double most = calls.stream()
                .filter(call -> call.survived() && call.node() == ClusterDemoPlan.VICTIM)
                .mapToDouble(call -> Math.max(call.callerGapMillis(), call.calleeGapMillis()))
                .max()
                .orElse(Double.NaN);
        return String.format(Locale.ROOT,
                "The node died, its calls did not: of %d answered calls none was lost, %.1f s of audio were.",
                plan.calls(),
                most / 1_000);
    }
}
