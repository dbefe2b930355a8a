package io.tandem.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipResponse;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Races of RFC 5407 between the first response and the ACK ("Early" and "Moratorium"). The gateway is the called side of
 * one dialog and the calling side of another, so each is looked at from both. §3.1.1, a repeated INVITE, never leaves the
 * transaction layer (InviteServerTransactionTest).
 */
class Rfc5407EarlyTest {
    private final CallOnPaper call = new CallOnPaper();

    private SipResponse toLast() {
        return call.responses(call.asked().getLast()).getLast();
    }

    private void says(String tag, int status, String sdp) {
        call.on(new CallInput.ResponseReceived(call.sentInvite().transaction(),
                CallOnPaper.response(call.sentInvite().request(), status, tag, sdp), CallOnPaper.MPS_FLOW));
    }

    @Test
    @DisplayName("3.1.2 CANCEL meets our 200: the call is up, and goes on")
    void aCancelThatCrossesTheAnswerEndsNothing() {
        call.invited().calleeSays(180, "").calleeSays(200, CallOnPaper.ANSWER).forget().on(call.cancel());

        assertThat(call.effects).isEmpty();
        assertThat(call.state).isInstanceOf(CallState.Talking.class);
        call.on(call.ack("")).on(call.fromCaller("BYE", 2)); // as a caller that wanted to cancel does
        assertThat(toLast().status()).isEqualTo(200);
        assertThat(call.sent(SipMethod.BYE, 1)).hasSize(1);
    }

    @Test
    @Tag("TRAP-3")
    @DisplayName("3.1.2 the other way: our CANCEL meets the called side's 200, which is acknowledged and ended")
    void anAnswerThatCrossesOurCancelIsEnded() {
        call.invited().calleeSays(180, "").on(call.cancel()).forget().calleeSays(200, CallOnPaper.ANSWER);

        assertThat(call.all(CallEffect.SendAck.class)).hasSize(1);
        assertThat(call.sent(SipMethod.BYE, 1)).hasSize(1);
        assertThat(call.responses(CallOnPaper.INVITE_TX)).isEmpty();
    }

    @Test
    @DisplayName("3.1.3 BYE of the early dialog meets our 200: it ends the dialog that the 200 has confirmed")
    void aByeThatCrossesTheAnswerEndsTheCall() {
        call.invited().calleeSays(180, "").calleeSays(200, CallOnPaper.ANSWER).forget().on(call.fromCaller("BYE", 2));

        assertThat(toLast().status()).isEqualTo(200);
        assertThat(call.sent(SipMethod.BYE, 1)).hasSize(1);
        call.on(call.ack("")); // late, and no more than that
        assertThat(call.sent(SipMethod.BYE, 1)).hasSize(1);
    }

    @Test
    @DisplayName("3.1.3, appendix A: BYE in the early dialog is 200, the INVITE 487, and an answer that crosses is ended")
    void aByeInTheEarlyDialogGivesUp() {
        call.invited().calleeSays(180, "").on(call.fromCaller("BYE", 2));
        assertThat(toLast().status()).isEqualTo(200);
        assertThat(call.responses(CallOnPaper.INVITE_TX).getLast().status()).isEqualTo(487);
        assertThat(call.all(CallEffect.Cancel.class)).hasSize(1);

        call.forget().calleeSays(200, CallOnPaper.ANSWER);
        assertThat(call.all(CallEffect.SendAck.class)).hasSize(1);
        assertThat(call.sent(SipMethod.BYE, 1)).hasSize(1);
    }

    @Test
    @DisplayName("3.1.6 BYE of the called side before our ACK has arrived there")
    void aByeOfTheCalledSideBeforeTheAckOfTheCallerEndsTheCall() {
        call.answered().forget().on(call.fromCallee("BYE", 7));

        assertThat(toLast().status()).isEqualTo(200);
        assertThat(call.sent(SipMethod.BYE, 0)).hasSize(1);
    }

    @Test
    @DisplayName("appendix E: a new To-tag is a new dialog; the second answer is ended, a late ringing left alone")
    void eachTagIsADialogOfItsOwn() {
        call.invited();
        says("one", 180, "");
        says("two", 200, CallOnPaper.ANSWER);
        call.forget();
        says("one", 180, "");
        assertThat(call.effects).isEmpty();
        says("one", 200, CallOnPaper.ANSWER);
        assertThat(call.sent(SipMethod.BYE, 1)).singleElement()
                .satisfies(bye -> assertThat(bye.request().toTag()).contains("one"));
    }

    // The same places with acknowledged provisional responses (RFC 3262), which RFC 5407 leaves out.

    @Test
    @Tag("TSP-116")
    @DisplayName("CANCEL meets a PRACK: whichever comes first, the INVITE is 487 and the PRACK is answered")
    void aCancelThatCrossesAPrack() {
        call.on(ReliableProvisionalTest.invite(HeaderName.REQUIRE, "100rel")).calleeSays(180, "");
        String told = call.responses(CallOnPaper.INVITE_TX).getLast().headers().first(HeaderName.RSEQ).orElseThrow();
        call.on(call.cancel()).on(ReliableProvisionalTest.prack(call, 2, told + " 1 INVITE"));

        assertThat(call.responses(CallOnPaper.INVITE_TX).getLast().status()).isEqualTo(487);
        assertThat(toLast().finalResponse()).isTrue();
        assertThat(call.all(CallEffect.StopTimer.class)).contains(new CallEffect.StopTimer(CallTimer.PROVISIONAL));
    }

    @Test
    @Tag("TSP-116")
    @DisplayName("an answer meets our PRACK, whose 200 comes behind it")
    void anAnswerThatOvertakesThe200OfOurPrack() {
        call.invited().targetSays(1, 183, CallOnPaper.ANSWER, "Require: 100rel", "RSeq: 1");
        CallEffect.SendRequest prack = call.sent(SipMethod.PRACK, 1).getFirst();
        call.calleeSays(200, "")
                .forget()
                .on(new CallInput.ResponseReceived(prack.transaction(),
                        CallOnPaper.response(prack.request(), 200, null, ""), CallOnPaper.MPS_FLOW));

        assertThat(call.effects).isEmpty();
        assertThat(call.state).isInstanceOf(CallState.Talking.class);
    }

    @Test
    @Tag("TSP-116")
    @DisplayName("a PRACK that nobody answers, or that is refused, ends nothing: the called side decides")
    void aPrackWithoutAnAnswerEndsNothing() {
        call.invited().targetSays(1, 180, "", "Require: 100rel", "RSeq: 1");
        CallEffect.SendRequest prack = call.sent(SipMethod.PRACK, 1).getFirst();
        call.forget()
                .on(new CallInput.TransactionTimedOut(prack.transaction()))
                .on(new CallInput.ResponseReceived(prack.transaction(),
                        CallOnPaper.response(prack.request(), 481, null, ""), CallOnPaper.MPS_FLOW));

        assertThat(call.effects).isEmpty();
        call.calleeSays(200, CallOnPaper.ANSWER);
        assertThat(call.state).isInstanceOf(CallState.Talking.class);
    }
}
