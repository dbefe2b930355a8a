package io.tandem.cluster.cli;

import io.tandem.cluster.boot.StartFailure;
import io.tandem.ops.lab.Observations;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tandem demo}: a node, both sides of it, and real calls with real audio. */
@Command(name = "demo", mixinStandardHelpOptions = true, description = "Starts a node and a simulated network on either side of it, and places calls with real audio.")
final class DemoCommand implements Callable<Integer> {
    private static final String LOG_SETTINGS = "logback.configurationFile";

    @Spec
    CommandSpec spec;

    @Option(names = "--calls", paramLabel = "N", defaultValue = "10", description = "How many calls, alternately in either direction; default: ${DEFAULT-VALUE}.")
    int calls;

    @Option(names = "--cps", paramLabel = "R", defaultValue = "2", description = "How many calls begin in a second; default: ${DEFAULT-VALUE}.")
    double perSecond;

    @Option(names = "--hold", paramLabel = "SECONDS", description = "How long each call talks; default: 5, with --cluster 25.")
    Integer hold;

    @Option(names = "--cluster", description = "Three nodes as processes of their own and a Cassandra instead of one node; one of them is killed while its calls talk.")
    boolean cluster;

    @Option(names = "--exit", description = "Ends after the calls: with 0 when every one was right, else with 1. Without it the node stays up.")
    boolean exit;

    @Override
    public Integer call() throws IOException, StartFailure, InterruptedException {
        int holdSeconds = hold();
        if (System.getProperty(LOG_SETTINGS) == null) {
            System.setProperty(LOG_SETTINGS, "logback-demo.xml"); // before the first logger: warnings only, on stderr
        }
        PrintWriter out = spec.commandLine().getOut();
        return cluster ? inCluster(holdSeconds, out) : onOneNode(holdSeconds, out);
    }

    private int inCluster(int holdSeconds, PrintWriter out) throws IOException, InterruptedException {
        ClusterDemoPlan plan = new ClusterDemoPlan(calls, perSecond, Duration.ofSeconds(holdSeconds), DemoPorts.free(),
                DemoPorts.free(9042));
        try (ClusterDemoNetwork network = new ClusterDemoNetwork(plan)) {
            Runtime.getRuntime().addShutdownHook(new Thread(network::close, "demo-stop"));
            boolean right = new ClusterDemo(plan, network, out).show(DemoPorts.free(7000));
            if (!exit) {
                out.printf("%nThe others stay up until Ctrl-C: ./tandem cluster --ops http://%s:%d%n",
                        ClusterDemoPlan.host(0), plan.ports().ops());
                out.flush();
                stayUp();
            }
            return right ? ExitCode.RIGHT : ExitCode.FAILED;
        }
    }

    private int onOneNode(int holdSeconds, PrintWriter out) throws IOException, StartFailure, InterruptedException {
        DemoPlan plan = new DemoPlan(calls, perSecond, Duration.ofSeconds(holdSeconds));
        out.println("Starting a node on a fresh data directory, an operator's core and a Microsoft side ...");
        out.flush();
        try (DemoNetwork network = DemoNetwork.start(plan)) {
            Thread hook = new Thread(network::close, "demo-stop");
            Runtime.getRuntime().addShutdownHook(hook);
            int code = show(plan, network, out);
            if (!exit) {
                stayUp();
            }
            return code;
        }
    }

    private int hold() {
        OptionRange range = new OptionRange(spec);
        range.require("--cps", perSecond, 0.1, 100);
        if (!cluster) {
            range.require("--calls", calls, 1, DemoPlan.MOST_CALLS);
            return hold(range, 5, 1);
        }
        range.require("--calls", calls, ClusterDemoPlan.NODES, DemoPlan.AT_ONCE);
        // All are up when the node is killed, and still are when its address is at work elsewhere.
        return hold(range, 25, (int) (calls / perSecond) + ClusterDemoPlan.LEAST_HOLD_SECONDS);
    }

    private int hold(OptionRange range, int usual, int least) {
        int seconds = hold == null ? Math.max(usual, least) : hold;
        range.require("--hold", seconds, least, 3_600);
        return seconds;
    }

    private int show(DemoPlan plan, DemoNetwork network, PrintWriter out) throws IOException, InterruptedException {
        URI api = URI.create("http://" + DemoPorts.HOST + ":" + network.ports().provisioning());
        URI opsPort = URI.create("http://" + DemoPorts.HOST + ":" + network.ports().ops());
        DemoProvisioning.put(api, DemoPlan.ACCOUNT, List.of(DemoPlan.FIRST_NUMBER, DemoPlan.SECOND_NUMBER));
        out.printf("Node is up, data in %s; account %s has %s and %s.%nPlacing %d calls, %s a second, %d s each.%n",
                network.directory(), DemoPlan.ACCOUNT, DemoPlan.FIRST_NUMBER, DemoPlan.SECOND_NUMBER, calls,
                OptionRange.text(perSecond), plan.hold().toSeconds());
        out.flush();
        try (OpsClient ops = new OpsClient(opsPort)) {
            DemoProgress progress = new DemoProgress(out);
            List<DemoCall> done = new DemoRun(plan, network, ops, progress).calls();
            progress.close();
            out.println();
            out.print(DemoTable.of(done));
            List<String> faults = new ArrayList<>(DemoVerdict.of(plan, done, ops));
            faults.addAll(microsoft(network.seenByMicrosoft(), out));
            String ladder = ladder(done, ops, out);
            faults.forEach(fault -> out.println("wrong: " + fault));
            out.println(faults.isEmpty() ? "All " + calls + " calls were right." : "Not every call was right.");
            if (!exit) {
                places(api, opsPort, ladder, out);
            }
            out.flush();
            return faults.isEmpty() ? ExitCode.RIGHT : ExitCode.FAILED;
        }
    }

    /** Says how the Microsoft side was reached; returns what the gateway did against its rules. */
    private static List<String> microsoft(Observations seen, PrintWriter out) {
        seen.secured().forEach(session -> out.println("Microsoft side: mutual TLS, " + session));
        return Stream.concat(seen.violations().stream(), seen.broken().stream())
                .map(what -> "towards Microsoft: " + what)
                .toList();
    }

    /** Draws the first call that was wrong, else the last in which something happened; returns its path. */
    private static String ladder(List<DemoCall> done, OpsClient ops, PrintWriter out) {
        Optional<DemoCall> wrong = done.stream()
                .filter(call -> call.id().isPresent()
                        && !call.faults().isEmpty())
                .findFirst();
        Optional<DemoCall> shown = wrong.or(() -> done.stream()
                .filter(call -> call.id().isPresent())
                .reduce((one, next) -> next.course() == DemoPlan.Course.PLAIN
                        && one.course() != DemoPlan.Course.PLAIN ? one : next));
        if (shown.isEmpty()) {
            return "/ops/calls";
        }
        String path = "/ops/calls/" + shown.get().id().get() + "/ladder";
        out.printf("%nCall %d:%n%n", shown.get().number());
        try {
            out.println(ops.text(path));
        } catch (OpsClient.Unanswered refused) {
            out.println(refused.getMessage());
        }
        return path;
    }

    private static void places(URI api, URI ops, String ladder, PrintWriter out) {
        out.printf("""

                The node stays up until Ctrl-C. To look at:
                  accounts    %s/accounts
                  numbers     %s/accounts/%s/numbers
                  calls       %s/ops/calls
                  a ladder    %s%s?format=svg
                  metrics     %s/ops/metrics
                """, api, api, DemoPlan.ACCOUNT, ops, ops, ladder, ops);
    }

    private static void stayUp() throws InterruptedException {
        new CountDownLatch(1).await(); // Ctrl-C ends it, and the hook stops everything
    }

    /** One line that is written over where it can be, and nothing else otherwise. */
    private static final class DemoProgress implements Consumer<String> {
        private final PrintWriter out;
        private final boolean terminal = System.console() != null && System.console().isTerminal();
        private String last = "";

        DemoProgress(PrintWriter out) {
            this.out = out;
        }

        @Override
        public void accept(String line) {
            if (terminal && !line.equals(last)) {
                out.print("\r" + line + " ".repeat(Math.max(0, last.length() - line.length())));
                out.flush();
            }
            last = line;
        }

        void close() {
            out.println(terminal ? "" : last);
        }
    }
}
