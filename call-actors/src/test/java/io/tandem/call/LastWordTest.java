package io.tandem.call;

import static io.tandem.call.BlindTransferTest.PSTN;
import static io.tandem.call.BlindTransferTest.bye;
import static io.tandem.call.BlindTransferTest.notified;
import static io.tandem.call.BlindTransferTest.notifyAnswered;
import static io.tandem.call.BlindTransferTest.refer;
import static io.tandem.call.CallOnPaper.ANSWER;
import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipResponse;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A call ends while a transferor has not heard yet what has come of its REFER: that comes first, its BYE behind it. */
@Tag("TRAP-19")
class LastWordTest {
    private static final int TARGET = 2;

    private final CallOnPaper call = new CallOnPaper().talking().on(refer(PSTN)).targetSays(TARGET, 180, "").forget();

    @Test
    void noByeOvertakesTheLastNotifyWhenTheTransfereeHangsUp() {
        call.on(call.fromCaller("BYE", 2));
        assertThat(notified(call)).containsExactly("SIP/2.0 487 Request Terminated");
        assertThat(call.sent(SipMethod.BYE, 1)).isEmpty();

        CallEffect.SendRequest word = call.sentLast(SipMethod.NOTIFY, 1);
        call.on(notifyAnswered(call, 200));

        assertThat(call.sent(SipMethod.BYE, 1)).singleElement()
                .satisfies(bye -> assertThat(bye.request().cseq().number())
                        .isGreaterThan(word.request().cseq().number()));
        call.on(call.byeAnswered(1));
        assertThat(call.record().cause().side()).isEqualTo("caller");
    }

    @Test
    void nothingIsSaidInADialogBehindItsBye() {
        call.on(call.fromCaller("BYE", 2)).on(bye(12));

        assertThat(call.responses(call.asked().getLast())).extracting(SipResponse::status).containsExactly(200);
        call.on(notifyAnswered(call, 481));
        assertThat(call.sent(SipMethod.BYE, 1)).isEmpty();
        assertThat(call.record().cause().side()).isEqualTo("caller");
    }

    @Test
    void theByeGoesWhenTheNotifyIsNeverAnswered() {
        call.on(call.fromCaller("BYE", 2))
                .on(new CallInput.TransactionTimedOut(call.sentLast(SipMethod.NOTIFY, 1).transaction()));

        assertThat(call.sent(SipMethod.BYE, 1)).hasSize(1);
        assertThat(call.state).isInstanceOf(CallState.Releasing.class);
    }

    @Test
    void theCallDoesNotWaitForEver() {
        call.on(call.fromCaller("BYE", 2)).on(new CallInput.TimerExpired(CallTimer.RELEASE));

        assertThat(call.sent(SipMethod.BYE, 1)).hasSize(1);
        assertThat(call.record().cause().side()).isEqualTo("caller");
    }

    @Test
    void aTransferorThatIsDoneHearsSoBeforeItsByeToo() {
        call.targetSays(TARGET, 200, ANSWER).forget().on(call.fromCaller("BYE", 2));
        assertThat(call.sent(SipMethod.BYE, TARGET)).hasSize(1);
        assertThat(call.sent(SipMethod.BYE, 1)).isEmpty();

        call.on(call.byeAnswered(TARGET));
        assertThat(call.state).as("its BYE is still to come").isInstanceOf(CallState.Releasing.class);
        call.on(notifyAnswered(call, 200));
        assertThat(call.sent(SipMethod.BYE, 1)).hasSize(1);
        assertThat(call.record().cause().side()).isEqualTo("caller");
    }

    @Test
    void aTransferorThatIsDoneMayHangUpItselfMeanwhile() {
        call.targetSays(TARGET, 200, ANSWER).forget().on(call.fromCaller("BYE", 2)).on(call.byeAnswered(TARGET));
        call.on(bye(12));

        assertThat(call.responses(call.asked().getLast())).extracting(SipResponse::status).containsExactly(200);
        assertThat(call.sent(SipMethod.BYE, 1)).isEmpty();
        assertThat(call.record().cause().side()).isEqualTo("caller");
    }
}
