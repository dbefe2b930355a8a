package io.tandem.cluster.failover;

import io.tandem.cluster.e2e.Figures;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Random acts from a seeded schedule, under calls that are held and new ones (issue 5, proof 4). */
final class Soak implements Happening {
    private static final Duration REST = Duration.ofSeconds(60);
    /** A call that was placed so long before an act may still be in set-up then. */
    private static final Duration SET_UP = Duration.ofSeconds(10);
    private static final long LOOK_NANOS = 500_000_000;
    private static final List<String> NOTHING_LEFT = List.of("tandem_calls_active", "tandem_call_actors",
            "tandem_media_sessions_active", "tandem_media_ports_used");

    private final long seed;
    private final Duration lasts;
    private final Duration every;
    private final boolean longFreezes;
    private final Consumer<String> tell;
    private final Map<String, Integer> acts = new TreeMap<>();
    private final List<Span> disturbed = new ArrayList<>();
    private int leftOver;
    private int failedUndisturbed;
    private final Map<Long, Integer> failedByMinute = new TreeMap<>();
    private long began;

    /** From before an act to when all was at home again, by {@link System#nanoTime}. */
    private record Span(long from, long to) {
        boolean holds(long nanos) {
            return nanos - from >= 0 && nanos - to <= 0;
        }
    }

    /** @param every from the beginning of one act to that of the next, at least */
    Soak(long seed, Duration lasts, Duration every, boolean longFreezes, Consumer<String> tell) {
        this.seed = seed;
        this.lasts = lasts;
        this.every = every;
        this.longFreezes = longFreezes;
        this.tell = tell;
    }

    @Override
    public String label() {
        return "soak";
    }

    @Override
    public Duration lasts() {
        return lasts;
    }

    @Override
    public void happen(FailoverCluster cluster, FailoverTraffic traffic) throws IOException {
        tell.accept("soak: --seed " + seed);
        Random random = new Random(seed);
        began = System.nanoTime();
        for (Duration due = Duration.ZERO; due.plus(every).compareTo(lasts) <= 0; due = later(due.plus(every), began)) {
            traffic.after(due);
            SoakAct act = SoakAct.draw(random, longFreezes);
            tell.accept(Instant.now() + " " + act);
            long at = System.nanoTime();
            act.happen(cluster);
            Homecoming.supervised(cluster, tell).of(act.node());
            acts.merge(act.label(), 1, Integer::sum);
            disturbed.add(new Span(at - SET_UP.toNanos(), System.nanoTime()));
            tell.accept("all at home after " + (System.nanoTime() - at) / 1_000_000 + " ms");
        }
        traffic.after(lasts);
    }

    /** The schedule waits for what takes its time: an act begins when all are at home. */
    private static Duration later(Duration due, long began) {
        Duration now = Duration.ofNanos(System.nanoTime() - began);
        return now.compareTo(due) > 0 ? now : due;
    }

    @Override
    public List<String> faultsAfterwards(FailoverCluster cluster) {
        long end = System.nanoTime() + REST.toNanos();
        List<String> faults = left(cluster);
        while (!faults.isEmpty() && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(LOOK_NANOS);
            faults = left(cluster);
        }
        leftOver = faults.size();
        return faults;
    }

    /** What a node still has when no call is up: an active call, an actor, a media session or port. */
    private static List<String> left(FailoverCluster cluster) {
        List<String> faults = new ArrayList<>();
        for (int node = 0; node < FailoverPlan.NODES; node++) {
            Figures figures = Figures.of(cluster.node(node));
            for (String name : NOTHING_LEFT) {
                if (figures.sum(name) != 0) {
                    faults.add(Instant.now() + " node " + node + " still has " + name + " " + figures.sum(name));
                }
            }
        }
        return faults;
    }

    @Override
    public void newCallFailed(long placedNanos) {
        failedByMinute.merge(Math.floorDiv(placedNanos - began, Duration.ofMinutes(1).toNanos()), 1, Integer::sum);
        if (disturbed.stream().noneMatch(span -> span.holds(placedNanos))) {
            failedUndisturbed++;
        }
    }

    @Override
    public String figures() {
        tell.accept("new calls that failed, by minute of the acts: " + failedByMinute);
        StringBuilder counts = new StringBuilder();
        acts.forEach((act, count) -> counts.append(counts.isEmpty() ? "" : ",")
                .append('"')
                .append(act)
                .append("\":")
                .append(count));
        return ",\"failed_undisturbed\":" + failedUndisturbed + ",\"left_over\":" + leftOver + ",\"seed\":" + seed
                + ",\"acts\":{" + counts + "}";
    }

    /** That a call in set-up dies with its node is allowed; one that was answered does not. */
    @Override
    public boolean right(FailoverFigures figures) {
        return figures.answeredLost() == 0 && figures.recordsMissing() == 0 && figures.recordsDouble() == 0
                && leftOver == 0 && failedUndisturbed == 0 && !acts.isEmpty();
    }
}
