package io.tandem.cluster.member;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Nodes that watch each other, in virtual time: milliseconds. What a node has to do while it is frozen it does when it
 * thaws; what is sent while its way is broken is lost, or comes when it is whole again.
 */
final class VigilWorld {
    private static final long NANOS = 1_000_000;
    private static final int USUAL_DELAY = 30;
    private static final int LONGEST_DELAY = 200;
    /** What one node has decided all know so soon: some rounds of gossip. */
    private static final int SPREAD = 300;

    /** A span of time, its end not in it. */
    record Span(long from, long to) {
        boolean has(long time) {
            return time >= from && time < to;
        }
    }

    private record Event(long at, long order, int node, Runnable work) {}

    private final int count;
    private final SplittableRandom random;
    private final PriorityQueue<Event> events = new PriorityQueue<>(
            Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
    private final List<Vigil<Integer>> vigils = new ArrayList<>();
    private final List<List<Integer>> members = new ArrayList<>();
    private final List<Set<Integer>> down = new ArrayList<>();
    private final Set<Integer> leaving = new HashSet<>();
    private final Set<Integer> gone = new HashSet<>();
    private final Set<Integer> lapsed = new HashSet<>();
    private final Map<Integer, Span> frozen = new HashMap<>();
    private final Map<List<Integer>, Span> broken = new HashMap<>();
    private final long[] grantedAt;
    private final TreeMap<Integer, Long> verdicts = new TreeMap<>();
    private final List<String> faults = new ArrayList<>();
    private long lapsedFrom = Long.MAX_VALUE;
    private long orders;
    private long now;

    VigilWorld(int count, SplittableRandom random) {
        this(count, random, Duration.ZERO);
    }

    VigilWorld(int count, SplittableRandom random, Duration settling) {
        this.count = count;
        this.random = random;
        grantedAt = new long[count];
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(i);
        }
        for (int i = 0; i < count; i++) {
            vigils.add(new Vigil<>(i, Comparator.naturalOrder(), settling));
            members.add(all);
            down.add(new HashSet<>());
            int node = i;
            at(random.nextInt((int) Vigil.BEAT.toMillis()), node, () -> beat(node));
        }
    }

    void freeze(int node, Span when) {
        frozen.put(node, when);
    }

    /** It says so, answers a little longer, and is no member soon after that. */
    void leave(int node, long time) {
        at(time, node, () -> leaving.add(node));
        at(time + SPREAD, node, () -> gone.add(node));
        for (int other = 0; other < count; other++) {
            int there = other;
            at(time + 2 * SPREAD + random.nextInt(USUAL_DELAY), other, () -> members.set(there,
                    members.get(there).stream().filter(member -> member != node).toList()));
        }
    }

    /** Nodes that were without their lease at one of their beats after that time. */
    Set<Integer> lapsedAfter(long time) {
        lapsedFrom = time;
        return lapsed;
    }

    /** One way. */
    void cut(int from, int to, Span when) {
        broken.put(List.of(from, to), when);
    }

    /** When a majority declared that node silent, if it did. */
    Map<Integer, Long> verdicts() {
        return verdicts;
    }

    /** Moments at which a node had its lease though others may have taken what it had. */
    List<String> faults() {
        return faults;
    }

    void run(long until) {
        while (!events.isEmpty() && events.peek().at() <= until) {
            Event event = events.poll();
            now = event.at();
            Span ice = frozen.get(event.node());
            if (ice != null && ice.has(now)) {
                events.add(new Event(ice.to(), event.order(), event.node(), event.work()));
            } else if (!gone.contains(event.node())) {
                event.work().run();
                look(event.node());
            }
        }
    }

    private void at(long time, int node, Runnable work) {
        events.add(new Event(time, orders++, node, work));
    }

    private void send(int from, int to, Runnable work) {
        int delay = random.nextInt(10) == 0 ? random.nextInt(LONGEST_DELAY) : random.nextInt(USUAL_DELAY);
        Span cut = broken.get(List.of(from, to));
        if (cut == null || !cut.has(now)) {
            at(now + delay, to, work);
        } else if (random.nextBoolean()) {
            at(cut.to() + delay, to, work);
        }
    }

    private void beat(int node) {
        Vigil<Integer> vigil = vigils.get(node);
        vigil.beat(members.get(node), Set.copyOf(down.get(node)), Set.copyOf(leaving), now * NANOS);
        long asked = now;
        grantedAt[node] = vigil.grantedAt(now * NANOS).orElse(-1_000 * NANOS * NANOS) / NANOS;
        if (now > lapsedFrom && now - grantedAt[node] >= NodeLease.LASTS.toMillis()) {
            lapsed.add(node);
        }
        for (int other : members.get(node)) {
            if (other != node) {
                boolean hears = vigil.hears(other, now * NANOS);
                send(node, other, () -> asked(other, node, asked, hears));
            }
        }
        at(now + Vigil.BEAT.toMillis() + random.nextInt(40), node, () -> beat(node));
    }

    private void asked(int node, int by, long asked, boolean hears) {
        Vigil.Answer<Integer> answer = vigils.get(node).answer(by, hears, now * NANOS);
        send(node, by, () -> vigils.get(by).answered(node, asked * NANOS, answer));
    }

    /** What the node now knows it acts on. */
    private void look(int node) {
        if (!verdicts.containsKey(node)) {
            for (int silent : vigils.get(node).givenUp(now * NANOS)) {
                if (down.get(node).add(silent)) {
                    giveUp(node, silent);
                }
            }
        }
        verdicts.forEach((gone, at) -> {
            if (faults.isEmpty() && now - grantedAt[gone] < NodeLease.LASTS.toMillis()) {
                faults.add(verdicts + ": node " + gone + ", given up at " + at + ", has a lease at " + now
                        + ", granted at " + grantedAt[gone] + "; frozen " + frozen + ", broken " + broken);
            }
        });
    }

    /** All who are of the cluster still learn it, and when all have, it is a member no more. */
    private void giveUp(int by, int gone) {
        if (verdicts.containsKey(by) || verdicts.putIfAbsent(gone, now) != null) {
            return;
        }
        for (int node = 0; node < count; node++) {
            int there = node;
            learn(there, now + (node == by ? 0 : random.nextInt(SPREAD)), () -> down.get(there).add(gone));
            learn(there, now + SPREAD + random.nextInt(USUAL_DELAY), () -> members.set(there,
                    members.get(there).stream().filter(member -> member != gone).toList()));
        }
    }

    private void learn(int node, long time, Runnable what) {
        at(time, node, () -> {
            if (!verdicts.containsKey(node)) {
                what.run();
            }
        });
    }
}
