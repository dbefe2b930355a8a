package io.tandem.ops.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.call.CallView.EndCause;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** MET-63. */
class CallOutcomeTest {

    @ParameterizedTest
    @CsvSource({"callee, 486, true, BUSY", "callee, 600, false, BUSY", "callee, 480, false, NO_ANSWER",
            "gateway, 480, true, NO_ANSWER", "caller, 487, true, NO_ANSWER", "caller, 487, false, CANCELLED",
            "gateway, 408, true, NO_ANSWER", "gateway, 408, false, FAILED", "callee, 603, true, REJECTED",
            "callee, 403, false, REJECTED", "callee, 488, false, REJECTED", "gateway, 403, false, SCREENED",
            "gateway, 488, false, FAILED", "gateway, 484, false, NUMBER", "callee, 404, false, NUMBER",
            "callee, 604, false, NUMBER", "callee, 503, false, FAILED", "gateway, 503, false, FAILED"})
    void anUnansweredAttemptIsToldByStatusAndByWhoRefused(String side, int status, boolean rang, CallOutcome expected) {
        assertThat(CallOutcome.of(false, rang, new EndCause(side, status, 0, ""))).isEqualTo(expected);
    }

    @Test
    void anAnsweredCallIsNormalWhenAPartyEndsIt() {
        assertThat(CallOutcome.of(true, true, new EndCause("callee", 200, 16, ""))).isEqualTo(CallOutcome.NORMAL);
        assertThat(CallOutcome.of(true, true, new EndCause("gateway", 200, 16, ""))).isEqualTo(CallOutcome.ABNORMAL);
    }
}
