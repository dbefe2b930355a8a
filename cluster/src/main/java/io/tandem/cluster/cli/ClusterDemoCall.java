package io.tandem.cluster.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.ops.lab.CallReport;
import io.tandem.ops.lab.Outcome;
import io.tandem.ops.lab.audio.Ear;
import io.tandem.port.CallId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One call of the demo of a cluster, over.
 *
 * @param node whose address it was placed to
 * @param survived whether it was up when the node was killed
 * @param callee the other end; empty when the call did not reach it
 * @param record what the cluster keeps of the call; empty when it has nothing
 */
record ClusterDemoCall(int number, int node, boolean survived, DemoPlan.Direction direction, CallReport caller,
        Optional<CallReport> callee, Optional<JsonNode> record) {
    /** What the issue of a takeover may take (design §4). */
    static final double MOST_GAP_MILLIS = 5_000;
    private static final int NORMAL_CLEARING = 16;

    Optional<CallId> id() {
        return caller.gatewayCall();
    }

    /** The longest time in which the caller heard nothing; NaN when it never heard anything. */
    double callerGapMillis() {
        return gapMillis(Optional.of(caller));
    }

    /** The same of the callee. */
    double calleeGapMillis() {
        return gapMillis(callee);
    }

    private static double gapMillis(Optional<CallReport> end) {
        return end.flatMap(CallReport::speech)
                .map(CallReport.Speech::ear)
                .map(Ear::longestSilence)
                .map(silence -> silence.nanos() / 1e6)
                .orElse(Double.NaN);
    }

    /** What was not right; empty for a call as it should be. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        end("caller", caller, faults);
        callee.ifPresentOrElse(report -> end("callee", report, faults), () -> faults.add("never reached the callee"));
        gap("caller", callerGapMillis(), faults);
        gap("callee", calleeGapMillis(), faults);
        String state = record.map(view -> view.path("state").asText()).orElse("none");
        int cause = record.map(view -> view.path("cause").path("q850").asInt(-1)).orElse(-1);
        if (!state.equals("Ended") || cause != NORMAL_CLEARING) {
            faults.add("its record: " + state + ", cause " + cause + "; right would be Ended, " + NORMAL_CLEARING);
        }
        return faults;
    }

    private static void end(String who, CallReport report, List<String> faults) {
        switch (report.outcome()) {
            case Outcome.Released _ -> {
                // as it should be
            }
            case Outcome.Refused(var status, var phrase) -> faults.add(who + ": refused, " + status + " " + phrase);
            case Outcome.Failed(var why) -> faults.add(who + ": " + why);
        }
    }

    private static void gap(String who, double millis, List<String> faults) {
        if (!(millis <= MOST_GAP_MILLIS)) {
            faults.add(who + (Double.isNaN(millis)
                    ? " heard nothing"
                    : String.format(Locale.ROOT, " heard nothing for %.0f ms", millis)));
        }
    }

    /** What became of it, in words. */
    String fate() {
        if (!faults().isEmpty()) {
            return String.join("; ", faults());
        }
        return (survived ? "went on, " : "") + "hung up by the caller, one record";
    }
}
