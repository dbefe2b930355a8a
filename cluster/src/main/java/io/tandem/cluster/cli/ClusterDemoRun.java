package io.tandem.cluster.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.ops.lab.CallReport;
import io.tandem.port.CallId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The calls of the demo of a cluster: placed, put in danger, put together by the gateway's call id, judged. */
final class ClusterDemoRun {
    private static final long LOOK_MILLIS = 50;
    private static final long UP_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long RECORD_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(10);
    /** So that the audio from before is there to be missed. */
    private static final long TALK_MILLIS = 3_000;

    private final ClusterDemoPlan plan;
    private final ClusterDemoNetwork network;
    private final Consumer<String> tell;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<Integer, CallReport> callers = new HashMap<>();
    private final Map<CallId, CallReport> callees = new HashMap<>();
    private String owner = "";

    ClusterDemoRun(ClusterDemoPlan plan, ClusterDemoNetwork network, Consumer<String> tell) {
        this.plan = plan;
        this.network = network;
        this.tell = tell;
    }

    /** Returns the calls that have ended, in the order in which they were placed. */
    List<ClusterDemoCall> calls() throws IOException, InterruptedException {
        placeAll();
        awaitUp();
        TimeUnit.MILLISECONDS.sleep(TALK_MILLIS);
        DemoNode victim = network.node(ClusterDemoPlan.VICTIM);
        tell.accept(
                "%d calls are up, %d on each node. kill -9 %d: the node on %s, which has service address %s.".formatted(
                        plan.calls(), plan.calls() / ClusterDemoPlan.NODES, victim.pid(), victim.host(),
                        ClusterDemoPlan.serviceAddress(ClusterDemoPlan.VICTIM)));
        long killed = System.nanoTime();
        victim.kill();
        place(plan.calls());
        collect(new ClusterDemoWatch(network.survivors(), tell, killed));
        return judged();
    }

    private void placeAll() throws InterruptedException {
        long start = System.nanoTime();
        for (int call = 0; call < plan.calls(); call++) {
            long wait = plan.beginsAfterNanos(call) - (System.nanoTime() - start);
            TimeUnit.NANOSECONDS.sleep(wait);
            place(call);
        }
    }

    private void place(int call) {
        var order = plan.order(call);
        if (network.caller(plan.direction(call)).place(order)) {
            numbers.put(order.calling() + order.called(), call);
        }
    }

    private void awaitUp() throws IOException, InterruptedException {
        long end = System.nanoTime() + UP_LIMIT_NANOS;
        while (up() < plan.calls()) {
            if (System.nanoTime() - end > 0) {
                throw new IOException(up() + " of " + plan.calls() + " calls are up; of the others there is "
                        + network.reports().stream().map(CallReport::outcome).distinct().toList());
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    private long up() {
        long sum = 0;
        for (int node = 0; node < ClusterDemoPlan.NODES; node++) {
            try {
                sum += DemoVerdict.total(network.node(node).ops().text("/ops/metrics"), "tandem_calls_active");
            } catch (OpsClient.Unanswered later) {
                return 0;
            }
        }
        return sum;
    }

    /** Until both ends of each call have reported, or time is up. */
    private void collect(ClusterDemoWatch watch) throws InterruptedException {
        long end = System.nanoTime() + plan.patience().toNanos();
        while (callers.size() + callees.size() < 2 * numbers.size() && System.nanoTime() - end < 0) {
            watch.look();
            CallReport report = network.reports().poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            if (report == null) {
                continue;
            }
            if (report.caller()) {
                callers.put(numbers.get(report.calling() + report.called()), report);
            } else {
                report.gatewayCall().ifPresent(id -> callees.put(id, report));
            }
        }
        owner = watch.owner();
    }

    private List<ClusterDemoCall> judged() throws InterruptedException {
        List<ClusterDemoCall> calls = new ArrayList<>();
        for (int call = 0; call <= plan.calls(); call++) {
            CallReport caller = callers.get(call);
            if (caller != null) {
                calls.add(new ClusterDemoCall(call + 1, plan.node(call), call < plan.calls(), plan.direction(call),
                        caller,
                        caller.gatewayCall().map(callees::get), record(caller.gatewayCall())));
            }
        }
        return calls;
    }

    /** What the cluster says of the call, once it is over there too. */
    private Optional<JsonNode> record(Optional<CallId> id) throws InterruptedException {
        if (id.isEmpty()) {
            return Optional.empty();
        }
        long end = System.nanoTime() + RECORD_LIMIT_NANOS;
        while (true) {
            Optional<JsonNode> view = ask("/ops/calls/" + id.get());
            if (view.filter(call -> call.path("state").asText().equals("Ended")).isPresent()
                    || System.nanoTime() - end > 0) {
                return view;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    private Optional<JsonNode> ask(String path) {
        try {
            return Optional.of(network.node(0).ops().json(path));
        } catch (OpsClient.Unanswered notThere) {
            return Optional.empty();
        }
    }

    /** Address of the node that has taken over; empty when none has. */
    String owner() {
        return owner;
    }
}
