package io.tandem.sim;

import io.tandem.call.CallEvent;
import io.tandem.call.CallRules;
import io.tandem.call.CallState;
import io.tandem.call.Exchange;
import io.tandem.call.Transfer;
import io.tandem.leg.Leg;
import io.tandem.leg.SessionTimer;
import io.tandem.port.CallId;
import io.tandem.sip.dialog.Dialog;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What holds of calls and their journal: one record each, the state that it gives back, one codec on both sides. */
final class RecordRules {
    private final World world;
    private final Witness witness;
    private final Set<CallId> calls = new LinkedHashSet<>();
    private final Set<CallId> lost = new HashSet<>();
    private final Set<CallId> broken = new HashSet<>();
    /** Calls that ended, or whose process died, with an exchange open: their sides may know different sessions. */
    private final Set<CallId> unsettled = new HashSet<>();
    private int answered;
    private int changed;
    private int transferred;
    private int replaced;
    private int midway;
    private int silent;

    RecordRules(World world, Witness witness) {
        this.world = world;
        this.witness = witness;
    }

    int calls() {
        return calls.size();
    }

    int answered() {
        return answered;
    }

    /** Changes of a session that were journaled. */
    int changed() {
        return changed;
    }

    /** Sides whose place another has taken. */
    int transferred() {
        return transferred;
    }

    /** Sides whose place one has taken who came by itself. */
    int replaced() {
        return replaced;
    }

    /** Deaths of the process with a call's session being changed. */
    int midway() {
        return midway;
    }

    /** Calls that were ended because neither side sent media. */
    int silent() {
        return silent;
    }

    boolean isBroken(CallId call) {
        return broken.contains(call);
    }

    void began(CallId call) {
        calls.add(call);
    }

    /** Calls that were not answered die with their process (design §3). */
    void died(Collection<RunningCall> running) {
        running.stream()
                .map(RunningCall::id)
                .filter(id -> world.gateway().journal().of(id).isEmpty())
                .forEach(lost::add);
        midway += running.stream().anyMatch(RecordRules::exchanges) ? 1 : 0;
        running.stream()
                .filter(call -> call.state() instanceof CallState.Talking talking && isOpen(talking))
                .map(RunningCall::id)
                .forEach(unsettled::add);
    }

    private static boolean exchanges(RunningCall call) {
        return call.state() instanceof CallState.Talking talking && talking.exchange().isPresent();
    }

    /** What it was doing is undone, and its sides may know different sessions. */
    void broken(CallId call) {
        broken.add(call);
        unsettled.add(call);
    }

    /** What is read back is what was decided. */
    void journaled(CallId call, CallEvent stored, CallState next) {
        if (stored instanceof CallEvent.CallAnswered) {
            answered++;
        }
        if (stored instanceof CallEvent.SessionChanged) {
            changed++;
            joined(call).ifPresent(newer -> {
                if (newer.dialog().role() == Dialog.Role.UAS) {
                    replaced++;
                } else {
                    transferred++;
                }
            });
        }
        if (stored instanceof CallEvent.CallEnded ended) {
            ended(call, ended);
        }
        boolean same = switch (CallRules.apply(stored)) {
            case CallState.Talking talking -> next instanceof CallState.Talking live && same(talking, live);
            case CallState other -> other.equals(next);
        };
        if (!same) {
            witness.violated("the journal gives back another state of " + call + ": " + CallRules.apply(stored)
                    + " instead of " + next);
        }
    }

    /** Nobody is cut off for want of media who sends some, or is on hold (TSP-165). */
    private void ended(CallId call, CallEvent.CallEnded ended) {
        if (!ended.cause().forWantOfMedia()) {
            return;
        }
        silent++;
        boolean held = ended.media().filter(media -> !media.hold().sides().isEmpty()).isPresent();
        if (held || !world.gateway().media().isSilent()) {
            witness.violated(call + " is ended for want of media " + (held ? "on hold" : "that comes"));
        }
    }

    /** But for the ACK that is owed: that dies with the process, as the offer's transaction does. */
    private static boolean same(CallState.Talking stored, CallState.Talking live) {
        boolean asks = live.exchange().filter(Exchange.Own.class::isInstance).isPresent();
        return stored.facts().equals(live.facts()) && stored.answeredAt().equals(live.answeredAt())
                && same(stored.caller(), live.caller(), asks) && same(stored.callee(), live.callee(), asks)
                && stored.media().equals(live.media()) && stored.owed().equals(live.owed());
    }

    /** @param asks a re-INVITE of ours has gone out in the same breath: after a restart its number is leapt over */
    private static boolean same(Leg.Confirmed stored, Leg.Confirmed live, boolean asks) {
        boolean dialog = stored.dialog().equals(live.dialog())
                || asks && stored.dialog().skip(1).equals(live.dialog());
        return dialog && stored.number() == live.number() && stored.path().equals(live.path())
                && journaled(stored.timer()).equals(journaled(live.timer()));
    }

    /** When a refresh is due is not journaled: it follows from the session's end, and a restart finds it due again. */
    private static SessionTimer journaled(SessionTimer timer) {
        return SessionTimer.ending(timer.seconds(), timer.ours(), timer.shared(), timer.least(), timer.endsAt());
    }

    /** The leg that has taken the place of another one by the last event. */
    private Optional<Leg.Confirmed> joined(CallId call) {
        List<Ends> ends = world.gateway()
                .journal()
                .of(call)
                .stream()
                .flatMap(event -> Ends.in(event).stream())
                .toList();
        return ends.size() < 2 ? Optional.empty() : ends.getLast().newcomer(ends.get(ends.size() - 2));
    }

    /** What is due goes out as soon as nothing stands in its way: the ACK of the caller, mostly. */
    void stoppedTalking(CallId call, CallState.Talking talked) {
        if (isOpen(talked)) {
            unsettled.add(call);
        }
        if (talked.exchange().isEmpty() && !talked.due().isEmpty() && !talked.due().getFirst().resting()) {
            witness.violated("an offer of ours is due, nothing stands in its way, and it is not made");
        }
    }

    /** A side whose transferor has hung up talks to nobody until the target answers. */
    private static boolean isOpen(CallState.Talking talking) {
        boolean alone = talking.transfer().flatMap(Transfer::refer).filter(Transfer.Refer::left).isPresent();
        return alone || talking.exchange().isPresent() || !talking.due().isEmpty();
    }

    void conclude() {
        for (CallId call : calls) {
            List<CallEvent> events = world.gateway().journal().of(call);
            boolean excused = lost.contains(call) || broken.contains(call) && events.isEmpty();
            if (!excused) {
                oneRecord(call, events);
            }
            if (!unsettled.contains(call)) {
                events.reversed()
                        .stream()
                        .flatMap(event -> Ends.in(event).stream())
                        .findFirst()
                        .ifPresent(this::oneCodec);
            }
        }
    }

    private void oneRecord(CallId call, List<CallEvent> events) {
        long records = events.stream().filter(CallEvent.CallEnded.class::isInstance).count();
        if (records != 1 || !(events.getLast() instanceof CallEvent.CallEnded)) {
            witness.violated("call " + call + " has " + records + " records among its " + events.size() + " events");
        }
        if (events.stream().filter(CallEvent.CallAnswered.class::isInstance).count() > 1) {
            witness.violated("call " + call + " is answered twice");
        }
    }

    /** Of the last session; those that a side has changed are looked at when it happens. */
    private void oneCodec(Ends ends) {
        Optional<PeerDialog> there = dialogOf(ends.callee());
        Optional<PeerDialog> here = dialogOf(ends.caller());
        if (there.isEmpty()) {
            witness.violated("no called peer knows the dialog that was answered");
        } else if (here.isPresent() && isKnown(here.get()) && isKnown(there.get())) {
            agree(here.get(), there.get());
        }
    }

    /**
     * Whoever has an offer out that the network never brought an answer to may know less than the other side, and so may one
     * whose exchange a process has left open that died.
     */
    private boolean isKnown(PeerDialog dialog) {
        return !dialog.open() && (!dialog.changed() || world.gateway().process() == 1);
    }

    /**
     * One exchange at a time, so at this moment both know the same. A call that is over, or whose process has died, may have
     * left one open: what was under way then is heard of afterwards.
     */
    void exchanged(PeerDialog offering) {
        if (world.gateway().process() > 1) {
            return;
        }
        for (CallId call : calls) {
            if (unsettled.contains(call)) {
                continue;
            }
            ends(call).ifPresent(ends -> {
                Optional<PeerDialog> here = dialogOf(ends.caller());
                Optional<PeerDialog> there = dialogOf(ends.callee());
                boolean ofThisCall = here.equals(Optional.of(offering)) || there.equals(Optional.of(offering));
                if (ofThisCall && here.isPresent() && there.isPresent()) {
                    agree(here.get(), there.get());
                }
            });
        }
    }

    /** Who talks to whom; empty while one side knows already what the other has yet to be told. */
    private Optional<Ends> ends(CallId call) {
        for (RunningCall running : world.gateway().calls()) {
            if (running.id().equals(call) && running.state() instanceof CallState.Talking talking) {
                return waits(talking) ? Optional.empty() : Optional.of(new Ends(talking.caller(), talking.callee()));
            }
        }
        return world.gateway()
                .journal()
                .of(call)
                .reversed()
                .stream()
                .flatMap(event -> Ends.in(event).stream())
                .findFirst();
    }

    /**
     * A new party's session has yet to be told to the other side, an offer of ours is due or out, or the answer to one is on
     * its way in an ACK: whoever writes that ACK has agreed, and the other side hears it behind it.
     */
    private static boolean waits(CallState.Talking talking) {
        boolean answering = talking.exchange().orElse(null) instanceof Exchange.Answered;
        boolean newParty = !talking.facts().transfers().isEmpty() && isOpen(talking) && !answering;
        boolean unheard = talking.exchange().orElse(null) instanceof Exchange.Answered answered
                && answered.owed().isPresent();
        return newParty || unheard || !talking.owed().isEmpty();
    }

    /** Whether that call is up for us though its caller has never acknowledged the answer. */
    boolean isUnacknowledged(CallId call) {
        List<CallEvent> events = world.gateway().journal().of(call);
        return !events.isEmpty() && events.getFirst() instanceof CallEvent.CallAnswered began
                && dialogOf(began.caller()).filter(PeerDialog::isAcknowledged).isEmpty();
    }

    private Optional<PeerDialog> dialogOf(Leg.Confirmed leg) {
        return world.peers().stream().flatMap(peer -> peer.dialogOf(leg).stream()).findFirst();
    }

    private record Ends(Leg.Confirmed caller, Leg.Confirmed callee) {
        static Optional<Ends> in(CallEvent event) {
            return switch (event) {
                case CallEvent.CallAnswered answered -> Optional.of(new Ends(answered.caller(), answered.callee()));
                case CallEvent.SessionChanged changed -> Optional.of(new Ends(changed.caller(), changed.callee()));
                case CallEvent.CallEnded _ -> Optional.empty();
            };
        }

        Optional<Leg.Confirmed> newcomer(Ends before) {
            return caller.number() != before.caller.number()
                    ? Optional.of(caller)
                    : callee.number() != before.callee.number() ? Optional.of(callee) : Optional.empty();
        }
    }

    private void agree(PeerDialog here, PeerDialog there) {
        boolean known = !here.agreed().isEmpty() && !there.agreed().isEmpty();
        if (known && !here.agreed().equals(there.agreed())) {
            witness.violated(
                    here.peer() + " has agreed on " + here.agreed() + ", " + there.peer() + " on " + there.agreed());
        }
    }
}
