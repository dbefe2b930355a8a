package io.tandem.sim;

import io.tandem.call.CallEvent;
import io.tandem.call.CallRules;
import io.tandem.call.CallState;
import io.tandem.call.Exchange;
import io.tandem.leg.Leg;
import io.tandem.leg.SessionTimer;
import io.tandem.port.CallId;
import io.tandem.sip.dialog.DialogId;
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
    private final Set<CallId> offersDue = new HashSet<>();
    private int answered;
    private int changed;

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
    }

    void broken(CallId call) {
        broken.add(call);
    }

    /** What is read back is what was decided. */
    void journaled(CallId call, CallEvent stored, CallState next) {
        if (stored instanceof CallEvent.CallAnswered) {
            answered++;
            if (next instanceof CallState.Talking talking && !talking.due().isEmpty()) {
                offersDue.add(call);
            }
        }
        if (stored instanceof CallEvent.SessionChanged) {
            changed++;
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

    /** But for the ACK that is owed: that dies with the process, as the offer's transaction does. */
    private static boolean same(CallState.Talking stored, CallState.Talking live) {
        boolean asks = live.exchange().filter(Exchange.Own.class::isInstance).isPresent();
        return stored.facts().equals(live.facts()) && stored.answeredAt().equals(live.answeredAt())
                && same(stored.caller(), live.caller(), asks) && same(stored.callee(), live.callee(), asks)
                && stored.media().equals(live.media());
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

    void conclude() {
        for (CallId call : calls) {
            List<CallEvent> events = world.gateway().journal().of(call);
            boolean excused = lost.contains(call) || broken.contains(call) && events.isEmpty();
            if (!excused) {
                oneRecord(call, events);
            }
            boolean agrees = !offersDue.contains(call); // else once an offer of ours has been answered, if it comes to that
            if (agrees && !events.isEmpty() && events.getFirst() instanceof CallEvent.CallAnswered began) {
                oneCodec(began);
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

    /** Of the first session; what changes it since is looked at when it happens. */
    private void oneCodec(CallEvent.CallAnswered call) {
        Optional<PeerDialog> there = calledDialog(call);
        Optional<PeerDialog> here = world.caller().dialogOf(call);
        if (there.isEmpty()) {
            witness.violated("no called peer knows the dialog that was answered");
        } else if (here.isPresent() && !here.get().changed() && !there.get().changed()) {
            agree(here.get(), there.get());
        }
    }

    /** One exchange at a time, so at this moment both know the same. A process that has died may have left one open. */
    void exchanged(PeerDialog offering) {
        if (world.gateway().process() > 1) {
            return;
        }
        for (CallId call : calls) {
            List<CallEvent> events = world.gateway().journal().of(call);
            if (!events.isEmpty() && events.getFirst() instanceof CallEvent.CallAnswered began) {
                Optional<PeerDialog> here = world.caller().dialogOf(began);
                Optional<PeerDialog> there = calledDialog(began);
                boolean ofThisCall = here.equals(Optional.of(offering)) || there.equals(Optional.of(offering));
                if (ofThisCall && here.isPresent() && there.isPresent()) {
                    agree(here.get(), there.get());
                }
            }
        }
    }

    /** Whether that call is up for us though its caller has never acknowledged the answer. */
    boolean isUnacknowledged(CallId call) {
        List<CallEvent> events = world.gateway().journal().of(call);
        return !events.isEmpty() && events.getFirst() instanceof CallEvent.CallAnswered began
                && world.caller().dialogOf(began).filter(PeerDialog::isAcknowledged).isEmpty();
    }

    private Optional<PeerDialog> calledDialog(CallEvent.CallAnswered call) {
        DialogId ours = call.callee().dialog().id();
        DialogId theirs = new DialogId(ours.callId(), ours.remoteTag(), ours.localTag());
        return world.called().stream().flatMap(peer -> peer.dialog(theirs).stream()).findFirst();
    }

    private void agree(PeerDialog here, PeerDialog there) {
        boolean known = !here.agreed().isEmpty() && !there.agreed().isEmpty();
        if (known && !here.agreed().equals(there.agreed())) {
            witness.violated("the caller has agreed on " + here.agreed() + ", the called side on " + there.agreed());
        }
    }
}
