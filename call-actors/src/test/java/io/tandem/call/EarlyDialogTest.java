package io.tandem.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipResponse;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Requests in dialogs that are not confirmed yet: RFC 3311 §5.2, RFC 3261 §12.2.2 and §14.2, RFC 6086. */
class EarlyDialogTest {
    private final CallOnPaper call = new CallOnPaper();

    private SipResponse toLast() {
        return call.responses(call.asked().getLast()).getLast();
    }

    private CallOnPaper agreedWithCaller() {
        call.on(ReliableProvisionalTest.invite(HeaderName.REQUIRE, "100rel")).calleeSays(183, CallOnPaper.ANSWER);
        long told = ((CallState.Inviting) call.state).early().telling().rseq();
        return call.on(ReliableProvisionalTest.prack(call, 2, told + " 1 INVITE"));
    }

    @Test
    void anOfferOfTheCallersWaitsWhileItsFirstOneHasNoAnswerThatItIsSureToHold() {
        call.invited().calleeSays(183, CallOnPaper.ANSWER).on(call.fromCaller("UPDATE", 2, CallOnPaper.OFFER));

        assertThat(toLast().status()).isEqualTo(500);
        assertThat(toLast().headers().contains(HeaderName.RETRY_AFTER)).isTrue();
    }

    @Test
    void anOfferOfTheCallersIsRefusedOnceTheFirstIsAnsweredAndTheSessionStays() {
        agreedWithCaller().on(call.fromCaller("UPDATE", 3, CallOnPaper.OFFER));

        assertThat(toLast().status()).isEqualTo(488);
        call.calleeSays(200, CallOnPaper.ANSWER);
        assertThat(call.state).isInstanceOf(CallState.Talking.class);
    }

    @Test
    void anUpdateWithoutAnOfferMovesTheTargetOfItsSide() {
        call.invited().calleeSays(180, "").on(call.fromCaller("UPDATE", 2)).on(call.fromCallee("UPDATE", 5));
        assertThat(toLast().status()).isEqualTo(200);
        assertThat(toLast().headers().contains(HeaderName.CONTACT)).isTrue();

        call.calleeSays(200, CallOnPaper.ANSWER);
        assertThat(((CallState.Talking) call.state).caller().dialog().remoteCSeq()).isEqualTo(2);
        assertThat(((CallState.Talking) call.state).callee().dialog().remoteCSeq()).isEqualTo(5);
    }

    @Test
    void anOfferOfTheCalledSideMeetsOurs() {
        call.invited().calleeSays(183, CallOnPaper.ANSWER).on(call.fromCallee("UPDATE", 5, CallOnPaper.OFFER));
        assertThat(toLast().status()).isEqualTo(491);

        call.targetSays(1, 183, CallOnPaper.ANSWER, "Require: 100rel", "RSeq: 1")
                .on(call.fromCallee("UPDATE", 6, CallOnPaper.OFFER));
        assertThat(toLast().status()).isEqualTo(488); // ours is answered; the caller has nobody to be asked by
    }

    @Test
    void aSecondInviteBeforeTheFirstIsAnsweredIsRefusedOnEitherSide() { // RFC 3261 §14.2
        call.invited().calleeSays(180, "").on(call.fromCaller("INVITE", 2, CallOnPaper.OFFER));
        assertThat(toLast().status()).isEqualTo(500);
        assertThat(toLast().headers().contains(HeaderName.RETRY_AFTER)).isTrue();

        call.on(call.fromCallee("INVITE", 5, CallOnPaper.OFFER));
        assertThat(toLast().status()).isEqualTo(491);
    }

    @Test
    @Tag("F-24")
    void infoCrossesEarlyDialogsBothWaysWithItsAnswer() {
        call.invited().calleeSays(183, CallOnPaper.ANSWER).on(call.fromCaller("INFO", 2));
        CallEffect.SendRequest toCalled = call.sent(SipMethod.INFO, 1).getFirst();
        assertThat(toCalled.request().toTag()).contains("callee");
        assertThat(toCalled.request().requestUri().text()).isEqualTo("sip:callee@10.0.0.8:5090");
        call.on(new CallInput.ResponseReceived(toCalled.transaction(),
                CallOnPaper.response(toCalled.request(), 200, null, ""), CallOnPaper.MPS_FLOW));
        assertThat(toLast().status()).isEqualTo(200);

        call.on(call.fromCallee("INFO", 5));
        CallEffect.SendRequest toCaller = call.sent(SipMethod.INFO, 0).getFirst();
        assertThat(toCaller.request().toTag()).contains("caller");
        call.on(new CallInput.TransactionTimedOut(toCaller.transaction()));
        assertThat(toLast().status()).isEqualTo(408);
    }

    @Test
    @Tag("TRAP-10")
    void whatWasSaidEarlyCountsInTheDialogThatIsConfirmed() {
        call.invited().calleeSays(180, "").on(call.fromCaller("INFO", 2)).on(call.fromCallee("INFO", 5));
        call.calleeSays(200, CallOnPaper.ANSWER).on(call.ack("")).on(new CallInput.HangUp("enough"));

        assertThat(call.sent(SipMethod.BYE, 0).getFirst().request().cseq().number()).isEqualTo(2);
        assertThat(call.sent(SipMethod.BYE, 1).getFirst().request().cseq().number()).isEqualTo(3);
    }

    @Test
    void infoHasToWaitWhileNobodyRings() {
        call.invited().on(call.fromCaller("INFO", 2));

        assertThat(toLast().status()).isEqualTo(500); // a 481 would end the caller's dialog (RFC 5057 §5.1)
        assertThat(toLast().headers().contains(HeaderName.RETRY_AFTER)).isTrue();
    }

    @Test
    void whatStillWaitsIsAnsweredWhenTheCallIsAnsweredOrEnds() {
        call.invited().calleeSays(180, "").on(call.fromCaller("INFO", 2)).calleeSays(200, CallOnPaper.ANSWER);
        assertThat(toLast().status()).isEqualTo(500);

        CallOnPaper other = new CallOnPaper();
        other.invited().calleeSays(180, "").on(other.fromCaller("INFO", 2)).on(other.cancel());
        assertThat(other.responses(other.asked().getLast())).extracting(SipResponse::status).containsExactly(487);
    }

    @Test
    void noMoreThanSoManyWait() {
        call.invited().calleeSays(180, "");
        for (int i = 0; i <= PassingRules.MOST_WAITING; i++) {
            call.on(call.fromCaller("INFO", 2 + i));
        }
        assertThat(toLast().status()).isEqualTo(500);
        assertThat(call.sent(SipMethod.INFO, 1)).hasSize(PassingRules.MOST_WAITING);
    }

    @Test
    void aRequestBehindItsTimeIsRefused() {
        call.invited().calleeSays(180, "").on(call.fromCaller("INFO", 5)).on(call.fromCaller("INFO", 4));

        assertThat(toLast().status()).isEqualTo(500);
        assertThat(call.sent(SipMethod.INFO, 1)).hasSize(1);
    }

    @Test
    void aGoodbyeOfTheCalledSideIsNone() { // RFC 3261 §15
        call.invited().calleeSays(180, "").on(call.fromCallee("BYE", 5));

        assertThat(toLast().status()).isEqualTo(481);
        assertThat(call.state).isInstanceOf(CallState.Inviting.class);
    }
}
