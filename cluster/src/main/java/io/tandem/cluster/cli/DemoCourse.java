package io.tandem.cluster.cli;

import io.tandem.ops.lab.CallEvent;
import io.tandem.ops.lab.CallReport;
import io.tandem.ops.lab.Outcome;
import io.tandem.ops.lab.audio.Passage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether that happened in a call which was to happen, as its ends saw it.
 *
 * @param callee who was called first; @param target who was called by a transfer
 */
record DemoCourse(DemoPlan.Course course, CallReport caller, Optional<CallReport> callee,
        Optional<CallReport> target) {
    private static final int OK = 200;

    /** @param others all ends but the caller's: the callee is the one that the caller called */
    static DemoCourse of(DemoPlan.Course course, CallReport caller, List<CallReport> others) {
        Optional<CallReport> callee = others.stream()
                .filter(end -> end.called().equals(caller.called()))
                .findFirst();
        return new DemoCourse(course, caller, callee, others.stream()
                .filter(end -> !end.called().equals(caller.called()))
                .findFirst());
    }

    /** The voice that the callee hears at the end: the target speaks before the callee has agreed to hear it. */
    Passage fromCaller() {
        if (course.transfers()) {
            return callee.flatMap(end -> target.map(speaker -> speaker.passageTo(end).sinceHeard()))
                    .orElse(Passage.NONE);
        }
        return callee.map(caller::passageTo).orElse(Passage.NONE);
    }

    /** The callee's voice at the end; what was lost of it counts over the whole call. */
    Passage fromCallee() {
        Passage toCaller = callee.map(end -> end.passageTo(caller)).orElse(Passage.NONE);
        if (!course.transfers() || callee.isEmpty() || target.isEmpty()) {
            return course.transfers() ? Passage.NONE : toCaller;
        }
        Passage after = callee.get().passageTo(target.get());
        return after.afterOther(toCaller);
    }

    List<String> faults() {
        List<String> faults = new ArrayList<>();
        if (course.transfers()) {
            transfer(faults);
        } else {
            plain("caller", true, caller, faults);
            callee.ifPresent(report -> plain("callee", false, report, faults));
        }
        return faults;
    }

    /** A hold must be seen by both ends, and in it neither may speak. */
    private void plain(String who, boolean acts, CallReport report, List<String> faults) {
        boolean holds = course == DemoPlan.Course.HOLD;
        List<CallEvent> right = holds
                ? List.of(new CallEvent.Held(acts), new CallEvent.Resumed(acts))
                : List.of();
        if (!report.events().equals(right)) {
            faults.add(who + ": in the call there was " + report.events() + "; right would be " + right);
        } else if (paused(report) != holds) {
            faults.add(who + (holds ? ": spoke on hold" : ": a pause that nobody ordered"));
        }
    }

    private static boolean paused(CallReport report) {
        return report.speech().filter(speech -> !speech.mouth().silentFrames().isEmpty()).isPresent();
    }

    /** The transferor holds, refers, hears that it is done, and leaves; the transferee goes on with the target. */
    private void transfer(List<String> faults) {
        List<CallEvent> told = caller.events();
        if (!told.contains(new CallEvent.Held(true))) {
            faults.add("transferor: never held the call");
        }
        if (told.stream().noneMatch(CallEvent.Referred.class::isInstance)) {
            faults.add("transferor: its REFER was not taken; there was " + told);
        }
        if (!told.contains(new CallEvent.Notified(OK))) {
            faults.add("transferor: was not told that the target has answered; there was " + told);
        }
        if (!(caller.outcome() instanceof Outcome.Released(var byUs, var _)) || !byUs) {
            faults.add("transferor: did not hang up; " + caller.outcome());
        }
        target.ifPresentOrElse(end -> ended(end, faults), () -> faults.add("the target was never called"));
        callee.ifPresent(end -> transferee(end, faults));
    }

    private void transferee(CallReport end, List<String> faults) {
        List<CallEvent> seen = end.events();
        int held = seen.indexOf(new CallEvent.Held(false));
        if (held < 0 || seen.lastIndexOf(new CallEvent.Resumed(false)) < held) {
            faults.add("transferee: in the call there was " + seen + "; right would be held, then resumed");
        }
        before("transferor's", caller.passageTo(end), faults);
        before("transferee's", end.passageTo(caller), faults);
    }

    private static void before(String whose, Passage passage, List<String> faults) {
        if (!passage.hearing().good()) {
            faults.add("before the transfer the " + whose + " voice scored " + DemoCall.score(passage));
        }
    }

    private static void ended(CallReport target, List<String> faults) {
        if (!(target.outcome() instanceof Outcome.Released)) {
            faults.add("target: " + target.outcome());
        }
    }
}
