package io.tandem.sim;

import io.tandem.port.CallId;
import io.tandem.sip.dialog.DialogId;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** One run: everybody who takes part, and the time. */
final class World {
    /** Of our node: its signalling and its media. */
    static final String MEDIA_ADDRESS = "192.0.2.1";
    private static final int MOST_STEPS = 200_000;
    /** Long after every timer and every patience: what is still up then stays up. */
    static final long LATE_MILLIS = 3_600_000;

    /**
     * What came of a run.
     *
     * @param violations empty where all is well
     * @param ladder "" unless it was asked for
     */
    record Outcome(long seed, List<String> violations, Exercised exercised, String ladder) {}

    private final long seed;
    private final VirtualTime time = new VirtualTime();
    private final Plan plan;
    private final Ladder ladder;
    private final Witness witness;
    private final Network network;
    private final Gateway gateway;
    private final CallingPeer caller;
    private final List<Peer> peers = new ArrayList<>();
    private final List<Host> hosts = new ArrayList<>();
    private Optional<CallingPeer> newcomer = Optional.empty();
    private Optional<CallingPeer> consulting = Optional.empty();
    private int endedByHand;

    private World(long seed, boolean drawn) {
        Dice dice = new Dice(seed);
        this.seed = seed;
        plan = Plan.of(dice.split());
        ladder = new Ladder(time, drawn);
        witness = new Witness(this);
        network = new Network(this, dice.split(), plan.quality());
        Sites sites = Sites.of(plan);
        gateway = new Gateway(this, sites);
        hosts.add(gateway);
        caller = join(new CallingPeer(this, "caller", Sites.caller(), Sites.callersListener(plan), Placing.of(plan),
                dice.split()));
        network.join(Sites.listener(true), gateway);
        network.join(Sites.listener(false), gateway);
        ladder.column("tandem", Sites.listener(true));
        for (int i = 0; i < plan.takings().size(); i++) {
            join(new CalledPeer(this, "called" + i, Sites.called(i), Sites.calledListener(plan),
                    plan.takings().get(i), plan.calledDoes(), dice.split()));
        }
        thirds(true, dice);
        thirds(false, dice);
        plan.company()
                .newcomer()
                .ifPresent(coming -> newcomer = Optional.of(join(new CallingPeer(this, "newcomer",
                        Sites.newcomer(), coming.ofCaller() ? Sites.callersListener(plan) : Sites.calledListener(plan),
                        coming.placing(), dice.split()))));
        plan.company().consultation().ifPresent(second -> consult(second, dice));
    }

    private void thirds(boolean atCore, Dice dice) {
        List<Taking> takings = plan.transfers().takings();
        for (int i = 0; i < takings.size(); i++) {
            join(new CalledPeer(this, (atCore ? "core" : "mps") + i, Sites.third(atCore, i), Sites.listener(atCore),
                    takings.get(i), plan.transfers().third(), dice.split()));
        }
    }

    private void consult(Company.Consultation second, Dice dice) {
        consulting = Optional.of(join(new CallingPeer(this, "consulting", Sites.consulting(), Sites.listener(false),
                second.placing(), dice.split())));
        join(new CalledPeer(this, "partner", Sites.partner(), Sites.listener(true), second.taking(),
                second.replacing(), second.partner(), dice.split()));
    }

    private <P extends Peer> P join(P peer) {
        network.join(peer.address(), peer);
        ladder.column(peer.toString(), peer.address());
        peers.add(peer);
        hosts.add(peer);
        return peer;
    }

    /** @param drawn whether its ladder is kept: the run itself is the same */
    static Outcome run(long seed, boolean drawn) {
        World world = new World(seed, drawn);
        return world.run();
    }

    private Outcome run() {
        time.after(1, caller::call);
        plan.company()
                .consultation()
                .ifPresent(second -> time.after(second.afterMillis(), consulting.orElseThrow()::call));
        plan.troubles().forEach(trouble -> trouble.arrange(this));
        time.after(LATE_MILLIS, gateway::wakeBroken);
        time.after(2 * LATE_MILLIS, this::endWhatIsLeft);
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
        return new Outcome(seed, witness.violations(), witness.exercised(endedByHand, steps), ladder.text(plan));
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

    /** Somebody comes for the place of that dialog, as its other end names it. */
    void comesFor(PeerDialog dialog) {
        DialogId id = dialog.id();
        boolean wrong = plan.company().newcomer().filter(Company.Newcomer::wrong).isPresent();
        newcomer.filter(coming -> !coming.asks())
                .ifPresent(coming -> coming.call(Optional.of(id.callId() + ";to-tag=" + id.remoteTag() + ";from-tag="
                        + (wrong ? "nobody" : id.localTag()))));
    }

    /** The second call, while it is up, as whoever has placed it knows it. */
    Optional<PeerDialog> consulted() {
        return consulting.flatMap(CallingPeer::up);
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
