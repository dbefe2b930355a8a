package io.tandem.sim;

import io.tandem.call.CallEvent;
import io.tandem.call.CallState;
import io.tandem.port.CallId;
import io.tandem.sip.message.SipMessage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Watches a run and says what no run may do: what is on the wire by {@link WireRules}, the rest by {@link RecordRules}. */
final class Witness {
    private final World world;
    private final List<String> violations = new ArrayList<>();
    private final WireRules wire;
    private final RecordRules records;
    private int joined;

    Witness(World world) {
        this.world = world;
        this.wire = new WireRules(this);
        this.records = new RecordRules(world, this);
    }

    void violated(String what) {
        violations.add("at " + world.time().millis() + " ms: " + what);
        world.ladder().noted("VIOLATED: " + what);
    }

    List<String> violations() {
        return List.copyOf(violations);
    }

    Exercised exercised(int endedByHand, int steps) {
        Gateway node = world.gateway();
        return new Exercised(records.calls(), records.answered(), records.changed(), records.transferred(),
                records.replaced(), joined, node.deaths(), records.midway(), node.refusedWrites(), records.silent(),
                endedByHand, steps);
    }

    /** A party has taken a call in the place of its dialog of another call. */
    void joined() {
        joined++;
    }

    boolean isBroken(CallId call) {
        return records.isBroken(call);
    }

    boolean isUnacknowledged(CallId call) {
        return records.isUnacknowledged(call);
    }

    /** A peer has the answer to a change of the session. */
    void exchanged(PeerDialog offering) {
        records.exchanged(offering);
    }

    // What the node does.

    void received(SipMessage message) {
        wire.received(message, world.gateway());
    }

    void sent(SipMessage message) {
        wire.sent(message, world.gateway());
    }

    void began(CallId call) {
        records.began(call);
    }

    void journaled(CallId call, CallEvent stored, CallState next) {
        records.journaled(call, stored, next);
    }

    void stoppedTalking(CallId call, CallState.Talking talked) {
        records.stoppedTalking(call, talked);
    }

    void forgotten(RunningCall call) {
        if (call.timersRun()) {
            violated("the call is forgotten with a timer running");
        }
    }

    void died(Collection<RunningCall> running) {
        wire.died();
        records.died(running);
    }

    void broken(CallId call) {
        wire.broken();
        records.broken(call);
    }

    /** Nothing more will happen. */
    void conclude(int steps) {
        wire.conclude(world.gateway().life());
        records.conclude();
        for (Host host : world.hosts()) {
            if (host.transactionsLeft() > 0) {
                violated(host.transactionsLeft() + " transactions are left at " + host + " after " + steps + " steps");
            }
        }
        if (!world.gateway().media().stillOpen().isEmpty()) {
            violated("a media session is left open: " + world.gateway().media().stillOpen());
        }
        for (RunningCall call : world.gateway().calls()) {
            violated("a call is left: " + call.state().label());
        }
    }
}
