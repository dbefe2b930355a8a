package io.tandem.cluster.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.ops.lab.CallReport;
import io.tandem.ops.lab.Outcome;
import io.tandem.ops.lab.audio.Passage;
import io.tandem.port.CallId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One call of a demo, over.
 *
 * @param course what was to happen in it; @param between what was not so
 * @param setUpMillis from the caller's INVITE to its 200; NaN without one
 * @param addedMillis what of that was not the callee's ringing
 * @param fromCaller how the caller's voice came over, of a transfer the target's; @param fromCallee how the callee's did
 * @param callerEnd how it ended there; @param calleeEnd likewise, empty when the call did not reach it
 * @param record what the node keeps of the call; empty when it has nothing
 */
record DemoCall(int number, DemoPlan.Direction direction, DemoPlan.Course course, List<String> between,
        Optional<CallId> id, double setUpMillis,
        double addedMillis, Passage fromCaller, Passage fromCallee, Outcome callerEnd, Optional<Outcome> calleeEnd,
        Optional<JsonNode> record) {
    private static final double MOST_LOSS_PERCENT = 5;
    private static final int NORMAL_CLEARING = 16;

    /** @param others the ends of the call but the caller's */
    static DemoCall of(int number, DemoPlan.Direction direction, DemoPlan.Course course, CallReport caller,
            List<CallReport> others, Optional<JsonNode> record) {
        DemoCourse ends = DemoCourse.of(course, caller, others);
        Optional<CallReport> callee = ends.callee();
        double setUp = millis(caller.setUpNanos());
        double ringing = callee.map(report -> millis(report.setUpNanos())).orElse(Double.NaN);
        return new DemoCall(number, direction, course, ends.faults(), caller.gatewayCall(), setUp, setUp - ringing,
                ends.fromCaller(), ends.fromCallee(), caller.outcome(), callee.map(CallReport::outcome), record);
    }

    private static double millis(long nanos) {
        return nanos < 0 ? Double.NaN : nanos / 1e6;
    }

    /** What was not right; empty for a call as it should be. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        end("caller", callerEnd, faults);
        calleeEnd.ifPresentOrElse(outcome -> end("callee", outcome, faults),
                () -> faults.add("never reached the callee"));
        faults.addAll(between);
        voice(course.transfers() ? "target's" : "caller's", fromCaller, faults);
        voice("callee's", fromCallee, faults);
        record(faults);
        return faults;
    }

    private static void end(String who, Outcome outcome, List<String> faults) {
        switch (outcome) {
            case Outcome.Released _ -> {
                // as it should be
            }
            case Outcome.Refused(var status, var phrase) -> faults.add(who + ": refused, " + status + " " + phrase);
            case Outcome.Failed(var why) -> faults.add(who + ": " + why);
        }
    }

    private static void voice(String whose, Passage passage, List<String> faults) {
        if (!passage.hearing().good()) {
            faults.add("the " + whose + " voice scored " + score(passage) + ", " + passage.packetsHeard() + " of "
                    + passage.packetsSpoken() + " packets heard");
        } else if (passage.lossPercent() > MOST_LOSS_PERCENT) {
            faults.add(String.format(Locale.ROOT, "%.1f %% of the %s voice was lost", passage.lossPercent(), whose));
        }
    }

    private void record(List<String> faults) {
        String state = record.map(view -> view.path("state").asText()).orElse("no record");
        int cause = record.map(view -> view.path("cause").path("q850").asInt(-1)).orElse(-1);
        if (!state.equals("Ended")) {
            faults.add("the node's record: " + state);
        } else if (cause != NORMAL_CLEARING) {
            faults.add("the node's record: cause " + cause + ", not " + NORMAL_CLEARING);
        }
    }

    /** Side and cause as the node recorded them. */
    String release() {
        return record.map(view -> view.path("cause"))
                .filter(cause -> !cause.isMissingNode())
                .map(
                        cause -> cause.path("side").asText() + ", " + cause.path("q850").asInt() + " "
                                + cause.path("reason").asText())
                .orElse("–");
    }

    static String score(Passage passage) {
        return String.format(Locale.ROOT, "%.3f", passage.hearing().score());
    }
}
