package io.tandem.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.transaction.ServerTransactionId;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The races of RFC 5407 §3, with the gateway where a side of them is. "Moratorium" is between the 2xx and its ACK,
 * "mortal" after the BYE. Not here: 3.1.1 (the transaction layer answers a repeated INVITE: {@code TransactionTests}),
 * 3.1.3 (a BYE in the early dialog, in {@code CallRulesTest}); 3.3.3 is with the transfers.
 */
class Rfc5407Test {
    private static final String HOLD = CallOnPaper.OFFER.replace("caller 1 1", "caller 1 2") + "a=sendonly\n";
    private static final String PCMA = CallOnPaper.OFFER.replace("RTP/AVP 8 0", "RTP/AVP 8")
            .replace("a=rtpmap:0 PCMU/8000\n", "");

    private final CallOnPaper call = new CallOnPaper();

    private List<Integer> statuses(ServerTransactionId transaction) {
        return call.responses(transaction).stream().map(SipResponse::status).toList();
    }

    private CallInput.RequestReceived sends(CallInput.RequestReceived request) {
        call.on(request);
        return request;
    }

    @Test
    @DisplayName("3.1.2 Callee receives CANCEL (Early state) while in the moratorium state")
    void aCancelThatCrossesTheAnswerChangesNothing() {
        call.answered().forget().on(call.cancel());
        assertThat(call.effects).isEmpty();

        CallInput.RequestReceived bye = sends(call.on(call.ack("")).fromCaller("BYE", 2));
        assertThat(statuses(bye.transaction())).containsExactly(200);
        assertThat(call.sent(SipMethod.BYE, 1)).hasSize(1);
    }

    @Test
    @DisplayName("3.1.4 Callee receives re-INVITE (Established state) while in the moratorium state (case 1)")
    void aReInviteMayOvertakeTheAckOfAnInviteWithAnOffer() {
        call.answered().forget();
        CallInput.RequestReceived hold = sends(call.fromCaller("INVITE", 2, HOLD));
        call.on(call.ack("")); // late, of the INVITE before
        call.reinvited(1, 200, CallOnPaper.ANSWER + "a=inactive\n");

        assertThat(statuses(hold.transaction())).containsExactly(200);
    }

    @Test
    @Tag("TSP-112")
    @DisplayName("3.1.5 Callee receives re-INVITE (Established state) while in the moratorium state (case 2)")
    void aReInviteThatOvertakesTheAckWithTheAnswerHasToWait() {
        call.on(CallOnPaper.invite("+441632960000", "")).calleeSays(200, CallOnPaper.ANSWER);
        CallInput.RequestReceived early = sends(call.fromCaller("INVITE", 2, HOLD));
        assertThat(statuses(early.transaction())).containsExactly(500);

        call.on(call.ack(PCMA));
        CallInput.RequestReceived again = sends(call.fromCaller("INVITE", 3, HOLD));
        call.reinvited(1, 200, CallOnPaper.ANSWER + "a=inactive\n");
        assertThat(statuses(again.transaction())).containsExactly(200);
    }

    @Test
    @DisplayName("3.1.6 Callee receives BYE (Established state) while in the moratorium state")
    void aByeThatOvertakesTheAckEndsTheCall() {
        CallInput.RequestReceived bye = sends(call.answered().forget().fromCaller("BYE", 2));
        call.on(call.ack("")).on(call.byeAnswered(1));

        assertThat(statuses(bye.transaction())).containsExactly(200);
        assertThat(call.record().cause().side()).isEqualTo("caller");
    }

    @Test
    @Tag("TRAP-2")
    @DisplayName("3.2.1 UA receives BYE (Established state) while in the mortal state")
    void byesThatCrossAreBothAnswered() {
        call.talking().on(call.fromCaller("BYE", 2));
        CallInput.RequestReceived crossing = sends(call.fromCallee("BYE", 7));

        assertThat(statuses(crossing.transaction())).containsExactly(200);
        assertThat(call.record().cause().side()).isEqualTo("caller");
    }

    @Test
    @DisplayName("3.2.2 UA receives re-INVITE (Established state) while in the mortal state")
    void aReInviteThatCrossesOurByeIsOfADialogThatIsOver() {
        call.talking().on(call.fromCaller("BYE", 2));
        CallInput.RequestReceived crossing = sends(call.fromCallee("INVITE", 7, CallOnPaper.ANSWER));

        assertThat(statuses(crossing.transaction())).containsExactly(481);
        call.on(call.byeAnswered(1));
        assertThat(call.state).isInstanceOf(CallState.Ended.class);
    }

    @Test
    @DisplayName("3.2.3 UA receives 200 OK for re-INVITE (Established state) while in the mortal state")
    void anAnswerToAReInviteThatCrossesOurByeIsAcknowledged() {
        CallInput.RequestReceived hold = sends(call.talking().fromCaller("INVITE", 2, HOLD));
        CallEffect.SendRequest ours = call.sent(SipMethod.INVITE, 1).getLast();
        call.on(call.fromCaller("BYE", 3)).forget();
        call.on(new CallInput.ResponseReceived(ours.transaction(),
                CallOnPaper.response(ours.request(), 200, null, CallOnPaper.ANSWER), ours.flow()));

        assertThat(call.all(CallEffect.SendAck.class)).singleElement()
                .satisfies(
                        ack -> assertThat(ack.ack().cseq().number()).isEqualTo(ours.request().cseq().number()));
        assertThat(call.responses(hold.transaction())).as("answered with the BYE").isEmpty();
    }

    @Test
    @DisplayName("3.2.4 Callee receives ACK (Moratorium state) while in the mortal state")
    void anAckThatComesAfterTheGoodbyeIsTaken() {
        call.answered().on(call.fromCallee("BYE", 7));
        List<CallEffect> before = List.copyOf(call.effects);
        assertThat(call.on(call.ack("")).effects).isEqualTo(before);

        call.on(call.byeAnswered(0));
        assertThat(call.record().cause().side()).isEqualTo("callee");
    }

    @Test
    @DisplayName("3.3.1 Re-INVITE crossover")
    void reInvitesThatCrossAreBothRefusedAndOneComesAgain() {
        call.talking().forget();
        CallInput.RequestReceived ofCaller = sends(call.fromCaller("INVITE", 2, HOLD));
        CallInput.RequestReceived ofCallee = sends(call.fromCallee("INVITE", 7, CallOnPaper.ANSWER));
        assertThat(statuses(ofCallee.transaction())).containsExactly(491);
        call.reinvited(1, 491, "");
        assertThat(statuses(ofCaller.transaction())).containsExactly(491);

        CallInput.RequestReceived again = sends(call.fromCaller("INVITE", 3, HOLD));
        call.reinvited(1, 200, CallOnPaper.ANSWER + "a=inactive\n");
        assertThat(statuses(again.transaction())).containsExactly(200);
    }

    @Test
    @Tag("TRAP-13")
    @DisplayName("3.3.2 UPDATE and re-INVITE crossover")
    void anUpdateWithAnOfferThatCrossesAReInviteIsRefusedAndOneWithoutIsNot() {
        call.talking().forget();
        CallInput.RequestReceived hold = sends(call.fromCaller("INVITE", 2, HOLD));
        CallInput.RequestReceived offering = sends(call.fromCallee("UPDATE", 7, CallOnPaper.ANSWER));
        CallInput.RequestReceived plain = sends(call.fromCallee("UPDATE", 8));
        call.reinvited(1, 200, CallOnPaper.ANSWER + "a=inactive\n");

        assertThat(statuses(offering.transaction())).containsExactly(491);
        assertThat(statuses(plain.transaction())).containsExactly(200);
        assertThat(statuses(hold.transaction())).containsExactly(200);
    }
}
