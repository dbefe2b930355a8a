package io.tandem.call;

import static io.tandem.call.BlindTransferTest.PSTN;
import static io.tandem.call.BlindTransferTest.bye;
import static io.tandem.call.BlindTransferTest.refer;
import static io.tandem.call.CallOnPaper.ANSWER;
import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.call.Transferral.Kind;
import io.tandem.call.Transferral.Outcome;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.transaction.ServerTransactionId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every transfer that was accepted is counted once, when its end is known. */
class TransferCountTest {
    private static final int TARGET = 2;

    private final CallOnPaper call = new CallOnPaper().talking();

    private void assertCounted(Kind kind, Outcome outcome) {
        assertThat(call.all(CallEffect.Transferred.class)).containsExactly(new CallEffect.Transferred(kind, outcome));
    }

    @ParameterizedTest
    @CsvSource({"200,COMPLETED", "486,REFUSED", "603,REFUSED", "480,FAILED", "503,FAILED"})
    void countsABlindOneByWhatTheTargetSays(int status, Outcome outcome) {
        call.on(refer(PSTN)).targetSays(TARGET, 180, "").targetSays(TARGET, status, status == 200 ? ANSWER : "");
        call.on(bye(12)).on(call.fromCaller("BYE", 2));

        assertCounted(Kind.BLIND, outcome);
    }

    @Test
    void countsAnAttendedOne() {
        call.on(refer("<sip:+441632960222@192.0.2.1?Replaces=abc%40pbx%3Bto-tag%3D1%3Bfrom-tag%3D2>"))
                .targetSays(TARGET, 200, ANSWER);

        assertCounted(Kind.ATTENDED, Outcome.COMPLETED);
    }

    @Test
    void countsOneThatTheEndOfTheCallHasOvertaken() {
        call.on(refer(PSTN)).on(call.fromCaller("BYE", 2));

        assertCounted(Kind.BLIND, Outcome.ABANDONED);
    }

    @Test
    void countsANewcomerThatHasReplacedASide() {
        SipRequest invite = CallOnPaper.parsed(CallOnPaper.invite("+441632960000", CallOnPaper.OFFER)
                .invite()
                .toBuilder()
                .add(HeaderName.REPLACES, "secret-topology@10.0.0.9;to-tag=" + CallOnPaper.ID.tag(0)
                        + ";from-tag=caller")
                .build()
                .toBytes());
        call.on(new CallInput.InviteReceived(new ServerTransactionId(7, 7), invite, CallOnPaper.CORE_FLOW, "core",
                "core-1")).reinvited(1, 200, ANSWER);

        assertCounted(Kind.REPLACED, Outcome.COMPLETED);
    }

    @Test
    void countsNoneThatWasNotAccepted() {
        call.on(refer("")).on(call.fromCaller("BYE", 2));

        assertThat(call.all(CallEffect.Transferred.class)).isEmpty();
    }
}
