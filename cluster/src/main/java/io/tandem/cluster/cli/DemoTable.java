package io.tandem.cluster.cli;

import io.tandem.ops.lab.audio.Passage;
import io.tandem.port.CallId;
import java.util.List;
import java.util.Locale;

/** The calls of a demo as a table. Of two figures in a column the first is the caller's voice, the second the callee's. */
final class DemoTable {
    private static final String FORMAT = "%4s  %-20s  %-10s  %9s  %8s  %11s  %11s  %9s  %-16s  %s%n";

    private DemoTable() {}

    static String of(List<DemoCall> calls) {
        StringBuilder text = new StringBuilder();
        text.append(FORMAT.formatted("call", "id", "direction", "set-up ms", "added", "audio", "delay ms", "loss %",
                "in the call", "released by, cause"));
        for (DemoCall call : calls) {
            text.append(FORMAT.formatted(call.number(), call.id().map(CallId::value).orElse("–"),
                    call.direction().label, figure(call.setUpMillis()), figure(call.addedMillis()),
                    both(DemoCall.score(call.fromCaller()), DemoCall.score(call.fromCallee())),
                    both(delay(call.fromCaller()), delay(call.fromCallee())),
                    both(figure(call.fromCaller().lossPercent()), figure(call.fromCallee().lossPercent())),
                    call.course().label, call.release()));
        }
        return text.append(
                """
                        set-up: INVITE to 200 at the caller; added: what of it was not the callee's own %d ms of ringing; a JVM that has just begun
                        is slow, and the first calls pay for it.
                        audio: likeness of what was heard and what was said, caller's voice and callee's; 1 is the same.
                        transfer: the voices are those after it, of who was called by it and of the callee.
                        hold: nothing is said in it, and what would be heard in it would lower the likeness.
                        """
                        .formatted(
                                DemoPlan.ANSWER_AFTER_MILLIS))
                .toString();
    }

    private static String both(String caller, String callee) {
        return caller + " " + callee;
    }

    private static String delay(Passage passage) {
        return figure(passage.delayMillis());
    }

    private static String figure(double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.1f", value);
    }
}
