package io.tandem.ops.lab;

import io.tandem.media.sdp.Codec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/** Offers calls at a rate for a time, signalling only, and counts what becomes of them. */
public final class LabLoad {
    private static final int PATIENCE_MILLIS = 10_000;
    /** For the BYEs of the last calls: as long as a transaction may take (64·T1). */
    private static final Duration LAST_PATIENCE = Duration.ofSeconds(32);
    private static final int ASK_AGAIN_MILLIS = 100;
    private static final double WARM_UP_PER_SECOND = 500;
    private static final int MOST_REASONS = 20;

    /**
     * What to offer.
     *
     * @param calling what each From says; @param called what each Request-URI says
     * @param calls how many in all
     * @param hold from the answer to the BYE
     * @param climb how long the rate takes from nothing to its full, in a straight line
     */
    public record Plan(InetSocketAddress gateway, String calling, String called, double perSecond, int calls,
            Duration hold, Duration climb) {

        /** When that call begins, from the start; the first is 0. */
        long dueNanos(int call) {
            double climbSeconds = climb.toNanos() / 1e9;
            double climbing = perSecond * climbSeconds / 2;
            double seconds = call < climbing
                    ? Math.sqrt(2 * climbSeconds * call / perSecond)
                    : climbSeconds + (call - climbing) / perSecond;
            return (long) (seconds * 1e9);
        }
    }

    /**
     * What came of it.
     *
     * @param attempts calls that were due; those that the agent itself had no room for have failed
     * @param answered and released in order
     * @param failures how many failed by which reason
     * @param setUpP50Millis INVITE to 200; NaN without an answer
     */
    public record Figures(int attempts, int answered, int failed, Map<String, Integer> failures, double setUpP50Millis,
            double setUpP99Millis, double setUpMaxMillis, double seconds) {}

    private final Plan plan;
    private final long[] setUpNanos;
    private final Map<String, Integer> failures = new TreeMap<>();
    private int answered;
    private int over;

    private LabLoad(Plan plan) {
        this.plan = plan;
        setUpNanos = new long[plan.calls()];
    }

    /** Runs the whole plan on an agent with these settings; waits for the end of the last call. */
    public static Figures run(AgentSettings settings, Plan plan) throws IOException, InterruptedException {
        LabLoad load = new LabLoad(plan);
        try (LabAgent agent = LabAgent.start(settings.silent(), load::take)) {
            greet(agent, plan.gateway());
            long start = System.nanoTime();
            load.offer(agent, start);
            load.awaitAll();
            return load.figures((System.nanoTime() - start) / 1e9);
        }
    }

    /**
     * Calls between two agents of this process, over UDP: a JVM that has just begun is slow, and what it is slow at
     * would be taken for the gateway's.
     */
    public static void warmUp(InetAddress address, int calls) throws IOException, InterruptedException {
        AgentSettings settings = new AgentSettings("warm-up", new InetSocketAddress(address, 0), address, 1_024, 1_025,
                List.of(Codec.PCMA), new Answering(0, 0, Answering.WAITS), calls).silent();
        try (LabAgent callee = LabAgent.start(settings, _ -> {
            // The caller counts.
        })) {
            run(settings, new Plan(callee.address(), "+447700900001", "+441632960000", WARM_UP_PER_SECOND, calls,
                    Duration.ZERO, Duration.ZERO));
        }
    }

    /** An OPTIONS first: the connection is there, and its handshake done, before the first call. */
    private static void greet(LabAgent agent, InetSocketAddress gateway) throws InterruptedException {
        try {
            agent.ask(gateway).get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException unanswered) {
            // The calls will tell.
        }
    }

    private void offer(LabAgent agent, long start) {
        CallOrder order = new CallOrder(plan.calling(), plan.called(), plan.gateway(), PATIENCE_MILLIS,
                (int) plan.hold().toMillis());
        for (int call = 0; call < plan.calls(); call++) {
            long due = start + plan.dueNanos(call);
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            if (!agent.place(order)) {
                failed("not placed: as many calls as this agent may have");
            }
        }
    }

    private synchronized void awaitAll() throws InterruptedException {
        long end = System.nanoTime() + plan.hold().plus(LAST_PATIENCE).plusMillis(PATIENCE_MILLIS).toNanos();
        while (over < plan.calls() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.timedWait(this, ASK_AGAIN_MILLIS);
        }
    }

    private void take(CallReport report) {
        switch (report.outcome()) {
            case Outcome.Released _ -> released(report.setUpNanos());
            case Outcome.Refused(var status, var phrase) -> failed(status + " " + phrase);
            case Outcome.Failed(var why) -> failed(why);
        }
    }

    private synchronized void released(long nanos) {
        setUpNanos[answered++] = nanos;
        over++;
    }

    private synchronized void failed(String why) {
        failures.merge(failures.size() < MOST_REASONS || failures.containsKey(why) ? why : "other", 1, Integer::sum);
        over++;
    }

    private synchronized Figures figures(double seconds) {
        long[] sorted = Arrays.copyOf(setUpNanos, answered);
        Arrays.sort(sorted);
        return new Figures(plan.calls(), answered, plan.calls() - answered, Map.copyOf(failures),
                percentile(sorted, 50),
                percentile(sorted, 99), percentile(sorted, 100), rounded(seconds));
    }

    private static double percentile(long[] sorted, int percent) {
        return sorted.length == 0
                ? Double.NaN
                : rounded(sorted[Math.max(0, (int) Math.ceil(sorted.length * percent / 100.0) - 1)] / 1e6);
    }

    private static double rounded(double value) {
        return Double.parseDouble(String.format(Locale.ROOT, "%.3f", value));
    }
}
