package io.tandem.cluster.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.ops.lab.CallReport;
import io.tandem.port.CallId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The calls of a demo: placed at their times, their two ends put together by the gateway's call id, judged. */
final class DemoRun {
    private static final long RECORD_PATIENCE_NANOS = 10_000_000_000L;
    private static final long OTHER_END_PATIENCE_NANOS = 5_000_000_000L;
    private static final long ASK_AGAIN_MILLIS = 100;

    private final DemoPlan plan;
    private final DemoNetwork network;
    private final OpsClient ops;
    private final Consumer<String> progress;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<CallId, List<CallReport>> others = new HashMap<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private final List<DemoCall> done = new ArrayList<>();
    private int placed;

    /** A caller's report whose other end has not reported yet. */
    private record Waiting(CallReport caller, long untilNanos) {}

    DemoRun(DemoPlan plan, DemoNetwork network, OpsClient ops, Consumer<String> progress) {
        this.plan = plan;
        this.network = network;
        this.ops = ops;
        this.progress = progress;
    }

    /** Places all calls and waits for their ends; in the order in which they were placed. */
    List<DemoCall> calls() throws InterruptedException {
        long start = System.nanoTime();
        long end = start + plan.beginsAfterNanos(plan.calls()) + plan.patience().toNanos();
        while (done.size() < plan.calls() && System.nanoTime() < end) {
            place(start);
            CallReport report = network.reports().poll(untilNext(start), TimeUnit.NANOSECONDS);
            if (report != null) {
                take(report);
            }
            settle();
            progress.accept(placed + " of " + plan.calls() + " calls placed, " + (placed - done.size()) + " up, "
                    + done.size() + " over");
        }
        return done.stream().sorted(Comparator.comparingInt(DemoCall::number)).toList();
    }

    private void place(long start) {
        while (placed < plan.calls() && placed - done.size() < DemoPlan.AT_ONCE
                && System.nanoTime() - start >= plan.beginsAfterNanos(placed)) {
            var order = plan.order(placed, network.ports());
            if (!network.caller(plan.direction(placed)).place(order)) {
                return; // tried again with the next report
            }
            numbers.put(order.calling() + order.called(), placed++);
        }
    }

    private long untilNext(long start) {
        long most = ASK_AGAIN_MILLIS * 1_000_000;
        long next = plan.beginsAfterNanos(placed) - (System.nanoTime() - start);
        return placed < plan.calls() ? Math.clamp(next, 1_000_000, most) : most;
    }

    private void take(CallReport report) {
        if (report.caller()) {
            waiting.add(new Waiting(report, System.nanoTime() + OTHER_END_PATIENCE_NANOS + plan.hold()
                    .toNanos()));
        } else {
            report.gatewayCall()
                    .ifPresent(id -> others.computeIfAbsent(id, _ -> new ArrayList<>()).add(report));
        }
    }

    /** Judges the calls of which all ends have reported, or one has and the others had time enough. */
    private void settle() throws InterruptedException {
        for (Waiting one : List.copyOf(waiting)) {
            int call = numbers.get(one.caller().calling() + one.caller().called());
            List<CallReport> ends = one.caller().gatewayCall().map(others::get).orElse(List.of());
            if (ends.size() >= plan.course(call).others() || System.nanoTime() > one.untilNanos()) {
                waiting.remove(one);
                one.caller().gatewayCall().ifPresent(others::remove);
                done.add(DemoCall.of(call + 1, plan.direction(call), plan.course(call), one.caller(), ends,
                        record(one.caller().gatewayCall())));
            }
        }
    }

    /** What the node says of the call, once it is over there too. */
    private Optional<JsonNode> record(Optional<CallId> id) throws InterruptedException {
        if (id.isEmpty()) {
            return Optional.empty();
        }
        long until = System.nanoTime() + RECORD_PATIENCE_NANOS;
        while (true) {
            Optional<JsonNode> view = ask("/ops/calls/" + id.get());
            boolean ended = view.filter(call -> call.path("state").asText().equals("Ended")).isPresent();
            if (ended || System.nanoTime() > until) {
                return view;
            }
            TimeUnit.MILLISECONDS.sleep(ASK_AGAIN_MILLIS);
        }
    }

    private Optional<JsonNode> ask(String path) {
        try {
            return Optional.of(ops.json(path));
        } catch (OpsClient.Unanswered notThere) {
            return Optional.empty();
        }
    }
}
