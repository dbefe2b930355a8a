package io.tandem.cluster.failover;

import java.util.Locale;

/**
 * What became of the calls in one case.
 *
 * @param answered calls that were up when it happened
 * @param answeredLost those of them that ended before an end of theirs wanted it, or whose audio stayed away
 * @param gapP50Millis the longest silence at an end of a call of the node, by what is missing of what the other end sent;
 *            NaN when nobody spoke
 * @param heardGapP99Millis the longest time between two packets there, by the clock on the wall: whoever was late, who
 *            speaks included
 * @param inDialogFailed BYEs and re-INVITEs after it that were not answered by a 2xx
 * @param newCalls that began after it; @param newCallsFailed those of them that were not answered, or ended otherwise
 *            than their callers wanted
 * @param newCallSuccess of the calls that began after it, how many were answered within 5 s; 1 is all
 * @param recordsMissing answered calls, new ones included, of which the cluster does not say how they ended
 * @param recordsDouble answered calls of which there are two records, or whose callee was called twice
 * @param answeredUnowned new calls that were answered on an address that nobody had then
 * @param rig how late who measures this was
 * @param more what the happening says of itself, members of a JSON object, each behind a comma
 */
record FailoverFigures(String name, int answered, int answeredLost, double gapP50Millis, double gapP99Millis,
        double heardGapP99Millis, int inDialogFailed, int newCalls, int newCallsFailed, double newCallSuccess,
        int recordsMissing, int recordsDouble, int answeredUnowned, RigFigures rig, String more) {

    String json() {
        return String.format(Locale.ROOT,
                "{\"case\":\"%s\",\"answered\":%d,\"answered_lost\":%d,\"gap_p50_ms\":%.0f,\"gap_p99_ms\":%.0f,"
                        + "\"heard_gap_p99_ms\":%.0f,\"rig_send_late_ms\":%.0f,\"rig_read_late_ms\":%.0f,"
                        + "\"in_dialog_failed\":%d,\"new_calls\":%d,\"new_calls_failed\":%d,\"new_call_success\":%.4f,\"records_missing\":%d,"
                        + "\"records_double\":%d,\"answered_unowned\":%d%s}",
                name, answered, answeredLost, gapP50Millis, gapP99Millis, heardGapP99Millis,
                rig.sendLateMillis(), rig.readLateMillis(), inDialogFailed, newCalls, newCallsFailed,
                newCallSuccess,
                recordsMissing, recordsDouble, answeredUnowned, more);
    }

    /** Whether it is as issue 5 requires it. */
    boolean right() {
        return answeredLost == 0 && gapP99Millis <= FailoverPlan.LIMIT.toMillis() && inDialogFailed == 0
                && newCallSuccess >= 0.99 && recordsMissing == 0 && recordsDouble == 0 && answeredUnowned == 0;
    }
}
