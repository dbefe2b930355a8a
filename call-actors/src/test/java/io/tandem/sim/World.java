package io.tandem.sim;

import io.tandem.port.CallId;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** One run: everybody who takes part, and the time. */
final class World {
    /** Of our node: its signalling and its media. */
    static final String MEDIA_ADDRESS = "192.0.2.1";
    private static final int MOST_STEPS = 200_000;
    /** Long after every timer and every patience: what is still up then stays up. */
    private static final long LATE_MILLIS = 3_600_000;

    /**
     * What came of a run.
     *
     * @param violations empty where all is well
     * @param transferred sides whose place another has taken
     * @param endedByHand calls that a dead process had left up without the ACK of their caller: nobody would have ended them
     * @param ladder "" unless it was asked for
     */
    record Outcome(long seed, List<String> violations, int calls, int answered, int changed, int transferred,
            int endedByHand, int steps,
            String ladder) {}

    private final long seed;
    private final VirtualTime time = new VirtualTime();
    private final Plan plan;
    private final Ladder ladder;
    private final Witness witness;
    private final Network network;
    private final Gateway gateway;
    private final CallingPeer caller;
    private final List<CalledPeer> called = new ArrayList<>();
    private final List<CalledPeer> thirds = new ArrayList<>();
    private final List<Peer> peers = new ArrayList<>();
    private final List<Host> hosts = new ArrayList<>();
    private int endedByHand;

    private World(long seed, boolean drawn) {
        Dice dice = new Dice(seed);
        this.seed = seed;
        plan = Plan.of(dice.split());
        ladder = new Ladder(time, drawn, plan.takings().size(),
                2 * plan.transfers().takings().size());
        witness = new Witness(this);
        network = new Network(this, dice.split(), plan.quality());
        Sites sites = Sites.of(plan);
        gateway = new Gateway(this, sites);
        caller = new CallingPeer(this, Sites.caller(), Sites.callersListener(plan), dice.split());
        for (int i = 0; i < plan.takings().size(); i++) {
            called.add(new CalledPeer(this, "called" + i, Sites.called(i), Sites.calledListener(plan),
                    plan.takings().get(i), Plan.both(plan.calledInCall(), plan.transfers().called()), dice.split()));
        }
        List<Taking> takings = plan.transfers().takings();
        for (int i = 0; i < 2 * takings.size(); i++) {
            thirds.add(new CalledPeer(this, "third" + i, Sites.third(plan, i), Sites.thirdsListener(plan, i),
                    takings.get(i % takings.size()), plan.transfers().third(), dice.split()));
        }
        peers.add(caller);
        peers.addAll(called);
        peers.addAll(thirds);
        hosts.add(gateway);
        hosts.addAll(peers);
        join();
    }

    private void join() {
        network.join(Sites.callersListener(plan), gateway);
        network.join(Sites.calledListener(plan), gateway);
        network.join(Sites.caller(), caller);
        for (int i = 0; i < called.size(); i++) {
            network.join(Sites.called(i), called.get(i));
        }
        for (int i = 0; i < thirds.size(); i++) {
            network.join(Sites.third(plan, i), thirds.get(i));
        }
    }

    /** @param drawn whether its ladder is kept: the run itself is the same */
    static Outcome run(long seed, boolean drawn) {
        World world = new World(seed, drawn);
        return world.run();
    }

    private Outcome run() {
        time.after(1, caller::call);
        plan.troubles().forEach(trouble -> trouble.arrange(this));
        time.after(LATE_MILLIS, this::endWhatIsLeft);
        int steps = 0;
        try {
            while (steps < MOST_STEPS && step()) {
                steps++;
            }
            if (steps >= MOST_STEPS) {
                witness.violated("it never ends");
            }
            witness.conclude(steps);
        } catch (RuntimeException | AssertionError broken) {
            witness.violated(broken + " at " + List.of(broken.getStackTrace())
                    .stream()
                    .limit(6)
                    .map(StackTraceElement::toString)
                    .collect(Collectors.joining(", ")));
        }
        return new Outcome(seed, witness.violations(), witness.calls(), witness.answered(), witness.changed(),
                witness.transferred(), endedByHand, steps,
                ladder.text(plan));
    }

    private boolean step() {
        long next = time.nextNanos();
        for (Host host : hosts) {
            next = Math.min(next, host.advance());
        }
        next = Math.min(next, time.nextNanos()); // what the hosts have just planned may be due sooner
        if (next == Long.MAX_VALUE) {
            return false;
        }
        time.reach(next);
        return true;
    }

    /** A process that died knew alone that the caller's ACK had not come: both are still there, so the call goes on. */
    private void endWhatIsLeft() {
        for (RunningCall call : gateway.calls()) {
            CallId id = call.id();
            boolean excused = witness.isBroken(id) || gateway.process() > 1 && witness.isUnacknowledged(id);
            if (!excused) {
                witness.violated("the call does not end by itself: " + call.state().label());
            }
            endedByHand++;
        }
        gateway.hangUpAll("nobody is left in it");
    }

    Plan plan() {
        return plan;
    }

    VirtualTime time() {
        return time;
    }

    Network network() {
        return network;
    }

    Ladder ladder() {
        return ladder;
    }

    Witness witness() {
        return witness;
    }

    Gateway gateway() {
        return gateway;
    }

    CallingPeer caller() {
        return caller;
    }

    List<Peer> peers() {
        return peers;
    }

    List<Host> hosts() {
        return hosts;
    }

    static boolean isNode(InetSocketAddress address) {
        return address.getHostString().equals(MEDIA_ADDRESS);
    }
}
