package io.tandem.cluster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tandem.ops.lab.Outcome;
import io.tandem.ops.lab.audio.Hearing;
import io.tandem.ops.lab.audio.Passage;
import io.tandem.port.CallId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When is a call of the demo right? */
class DemoVerdictTest {
    private static final Passage HEARD = new Passage(new Hearing(0.999, 0), 250, 250, 0.5, 0);
    private static final Passage HALF_LOST = new Passage(new Hearing(0.95, 0), 250, 200, 0.5, 20);
    private static final Passage SILENT = new Passage(Hearing.NOTHING, 250, 0, Double.NaN, 100);
    private static final Outcome OURS = new Outcome.Released(true, "");
    private static final Outcome THEIRS = new Outcome.Released(false, "");
    private static final String ENDED = """
            {"state":"Ended","cause":{"side":"caller","status":200,"q850":16,"reason":"normal clearing"}}""";

    @Test
    void aCallThatIsHeardBothWaysAndRecordedIsRight() throws Exception {
        DemoCall call = call(HEARD, HEARD, OURS, Optional.of(THEIRS), ENDED);

        assertThat(call.faults()).isEmpty();
        assertThat(call.release()).isEqualTo("caller, 16 normal clearing");
    }

    @Test
    void aSilentOrLossyDirectionIsAFault() throws Exception {
        assertThat(call(HEARD, SILENT, OURS, Optional.of(THEIRS), ENDED).faults()).containsExactly(
                "the callee's voice scored 0.000, 0 of 250 packets heard");
        assertThat(call(HALF_LOST, HEARD, OURS, Optional.of(THEIRS), ENDED).faults()).containsExactly(
                "20.0 % of the caller's voice was lost");
    }

    @Test
    void aCallThatNobodyTookIsAFaultWithItsStatus() throws Exception {
        assertThat(call(Passage.NONE, Passage.NONE, new Outcome.Refused(503, "Service Unavailable"), Optional.empty(),
                ENDED).faults()).contains("caller: refused, 503 Service Unavailable", "never reached the callee");
    }

    @Test
    void aRecordThatIsMissingOrSaysAnotherCauseIsAFault() throws Exception {
        assertThat(call(HEARD, HEARD, OURS, Optional.of(THEIRS), "{\"state\":\"Talking\"}").faults()).containsExactly(
                "the node's record: Talking");
        assertThat(call(HEARD, HEARD, OURS, Optional.of(THEIRS), ENDED.replace("16", "102")).faults()).containsExactly(
                "the node's record: cause 102, not 16");
    }

    @Test
    void aCounterIsSummedOverItsLabelsAndNotMistakenForAnother() {
        String scrape = """
                # TYPE tandem_calls_ended_total counter
                tandem_calls_ended_total{cause="normal",trunk="core"} 7.0
                tandem_calls_ended_total{cause="busy",trunk="core"} 2.0
                tandem_calls_ended_total_more 5.0
                """;

        assertThat(DemoVerdict.total(scrape, "tandem_calls_ended_total")).isEqualTo(9);
    }

    private static DemoCall call(Passage fromCaller, Passage fromCallee, Outcome caller, Optional<Outcome> callee,
            String json) throws Exception {
        JsonNode view = new ObjectMapper().readTree(json);
        return new DemoCall(1, DemoPlan.Direction.CORE_TO_MPS, DemoPlan.Course.PLAIN, List.of(),
                Optional.of(new CallId("00aaaaaaaaaaaaaaaaaa")), 152,
                2, fromCaller, fromCallee, caller, callee, Optional.of(view));
    }
}
