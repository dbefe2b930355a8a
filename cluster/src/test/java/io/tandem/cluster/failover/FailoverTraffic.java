package io.tandem.cluster.failover;

import io.tandem.cluster.NodeHosts;
import io.tandem.cluster.NodePlan;
import io.tandem.media.sdp.Codec;
import io.tandem.ops.lab.AgentSettings;
import io.tandem.ops.lab.CallOrder;
import io.tandem.ops.lab.CallReport;
import io.tandem.port.CallId;
import io.tandem.ops.lab.LabAgent;
import io.tandem.ops.lab.Manner;
import io.tandem.ops.lab.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.concurrent.locks.LockSupport;

/**
 * The calls of one case: two agents that speak and two that do not, one thread each, and one that places calls when they
 * are due.
 */
final class FailoverTraffic implements AutoCloseable {
    private static final int MEDIA_PORTS = 4_000;
    private static final int CALLER_MEDIA = 40_000;
    private static final int CALLED_MEDIA = 45_000;

    /** @param overNanos when it came, by {@link System#nanoTime} */
    record Told(CallReport report, long overNanos) {
        String key() {
            return report.calling() + '>' + report.called();
        }
    }

    private final FailoverPlan plan;
    private final NodePlan nodes;
    private final NodeHosts hosts;
    private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();
    private final Map<Integer, Integer> refusals = new ConcurrentHashMap<>();
    private final List<LabAgent> agents = new ArrayList<>();
    private final LabAgent coreCaller;
    private final LabAgent mpsCaller;
    private final long[] placedNanos;
    private final Thread placing;
    private volatile Consumer<CallId> heldCallFailed = _ -> {
    };
    private volatile boolean closed;
    private long start;

    FailoverTraffic(FailoverPlan plan, NodePlan nodes, NodeHosts hosts) throws IOException {
        this.plan = plan;
        this.hosts = hosts;
        this.nodes = nodes;
        placedNanos = new long[plan.calls()];
        coreCaller = agent(settings("core-caller", 0, CALLER_MEDIA).in(Manner.CORE));
        agent(microsofts(settings("mps-1", nodes.mpsPeerPort(), CALLED_MEDIA)));
        mpsCaller = agent(microsofts(settings("mps-caller", 0, CALLER_MEDIA)).silent());
        agent(settings("core-1", nodes.corePeerPort(), CALLED_MEDIA).in(Manner.CORE).silent());
        placing = Thread.ofPlatform().name("placing").daemon().unstarted(this::place);
    }

    private AgentSettings microsofts(AgentSettings agent) {
        AgentSettings plain = agent.in(Manner.MICROSOFT);
        return plan.secured() ? plain.protectedMedia() : plain;
    }

    private AgentSettings settings(String name, int port, int firstMediaPort) {
        InetAddress host = InetAddress.ofLiteral(hosts.peer());
        return new AgentSettings(name, new InetSocketAddress(host, port), host, firstMediaPort,
                firstMediaPort + MEDIA_PORTS - 1, List.of(Codec.PCMA), FailoverPlan.answering(), MEDIA_PORTS / 2)
                .saying(AgentSettings.Sound.STAMPED);
    }

    /** Who is told at once of a call that was to be held and ended by itself: what its node remembers of it may not be there later. */
    void whenAHeldCallFails(Consumer<CallId> told) {
        heldCallFailed = told;
    }

    private void over(CallReport report) {
        if (report.caller() && report.outcome() instanceof Outcome.Failed && !plan.isNew(call(report))) {
            report.gatewayCall().ifPresent(heldCallFailed);
        }
        if (!plan.throughout() || !elsewhere(report)) {
            told.add(new Told(report, System.nanoTime()));
        }
    }

    /** A new call that a node refuses because it is about to stop tries the others (RFC 3263 §4.3). */
    private boolean elsewhere(CallReport report) {
        if (!report.caller() || !(report.outcome() instanceof Outcome.Refused(int status, _)) || status != 503) {
            return false;
        }
        int call = call(report);
        int before = refusals.merge(call, 1, Integer::sum);
        return plan.isNew(call) && before < FailoverPlan.NODES
                && mpsCaller.place(plan.order(call, (FailoverPlan.node(call) + before) % FailoverPlan.NODES, hosts,
                        nodes.corePort(), nodes.mpsPort()));
    }

    private static int call(CallReport report) {
        return FailoverPlan.call(
                report.called().equals(FailoverPlan.NUMBER) ? report.calling() : report.called());
    }

    /** How many calls were refused by 503 at least once. */
    int refusedOnce() {
        return refusals.size();
    }

    private LabAgent agent(AgentSettings settings) throws IOException {
        LabAgent agent = LabAgent.start(settings, this::over);
        agents.add(agent);
        return agent;
    }

    /** Begins to place calls; returns at the moment of the event, with that moment. */
    long untilTheEvent() {
        start = System.nanoTime();
        placing.start();
        return waitFor(plan.event());
    }

    /** Waits for that moment after the event. */
    void after(Duration event) {
        waitFor(plan.event().plus(event));
    }

    private long waitFor(Duration fromStart) {
        long due = start + fromStart.toNanos();
        for (long wait = due - System.nanoTime(); wait > 0 && !closed; wait = due - System.nanoTime()) {
            LockSupport.parkNanos(wait);
        }
        return System.nanoTime();
    }

    private void place() {
        List<Integer> calls = new ArrayList<>();
        for (int call = 0; call < plan.calls(); call++) {
            calls.add(call);
        }
        calls.sort(Comparator.comparing(plan::begins));
        for (int call : calls) {
            placedNanos[call] = waitFor(plan.begins(call));
            CallOrder order = order(call);
            if (closed || !caller(call).place(order)) {
                return; // what was not placed has no report, and is missed
            }
        }
    }

    private LabAgent caller(int call) {
        return plan.isNew(call) || !plan.speaks(call) ? mpsCaller : coreCaller;
    }

    private CallOrder order(int call) {
        return plan.order(call, hosts, nodes.corePort(), nodes.mpsPort());
    }

    /** By which the reports of that call's ends are known. */
    String key(int call) {
        CallOrder order = order(call);
        return order.calling() + '>' + order.called();
    }

    /** When the call was placed, by {@link System#nanoTime}. */
    long placedNanos(int call) {
        return placedNanos[call];
    }

    /**
     * What both ends of all calls had to say; ends that say nothing until all should be over are missing. Not by the number of
     * what was said: a call that reached its callee and was refused all the same, and went elsewhere, has several callees.
     */
    List<Told> collect() throws InterruptedException {
        List<Told> all = new ArrayList<>();
        int over = 0;
        long end = start + plan.over().toNanos();
        while (over < plan.calls() && System.nanoTime() - end < 0) {
            over += take(all) ? 1 : 0;
        }
        while (agents.stream().anyMatch(agent -> agent.calls() > 0) && System.nanoTime() - end < 0) {
            take(all);
        }
        while (!told.isEmpty() || take(all)) { // an end is over a moment before it says so
            told.drainTo(all);
        }
        return all;
    }

    /** Whether a caller has said how its call ended. */
    private boolean take(List<Told> all) throws InterruptedException {
        Told next = told.poll(100, TimeUnit.MILLISECONDS);
        if (next == null) {
            return false;
        }
        all.add(next);
        return next.report().caller();
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(placing);
        agents.forEach(LabAgent::close);
    }
}
