package io.tandem.call;

import io.tandem.port.NumberDirectory.Lookup;
import io.tandem.port.Service;
import java.util.List;
import java.util.Optional;

/** Events of one ordinary call, the same in every run. */
public final class SampleCalls {
    private SampleCalls() {}

    /** An answered call that the caller ended: one {@code CallAnswered}, one {@code CallEnded}. */
    public static List<CallEvent> events() {
        CallOnPaper call = new CallOnPaper();
        call.lookup = new Lookup.Held("+441632960000", "acme", Service.OPERATOR_CONNECT, Optional.empty());
        call.answered();
        call.on(call.fromCaller("BYE", 2)).on(call.byeAnswered(1));
        return List.of(call.events.getFirst().withStory("0 M 0 < s 1 INVITE|INVITE\n"),
                call.events.getLast().withStory("10000 N over\n"));
    }
}
