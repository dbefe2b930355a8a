package io.tandem.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.media.session.DescribeRemote;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.transaction.ServerTransactionId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Calls on paper in which an INVITE brings no offer: Microsoft gets one of ours, the core makes its own (TSP-112). */
@Tag("TSP-112")
class DelayedOfferTest {
    private static final String TWO = CallOnPaper.ANSWER.replace("RTP/AVP 8", "RTP/AVP 8 0")
            + "a=rtpmap:0 PCMU/8000\n";
    private static final String PCMU = CallOnPaper.OFFER.replace("RTP/AVP 8 0", "RTP/AVP 0")
            .replace("a=rtpmap:8 PCMA/8000\n", "");
    private static final String PCMA = CallOnPaper.OFFER.replace("RTP/AVP 8 0", "RTP/AVP 8")
            .replace("a=rtpmap:0 PCMU/8000\n", "");

    private final CallOnPaper call = new CallOnPaper();

    private CallOnPaper invitedWithoutOffer() {
        return call.on(CallOnPaper.invite("+441632960000", ""));
    }

    private static String sdp(SipMessage message) {
        return new String(message.body(), StandardCharsets.UTF_8);
    }

    private SipResponse answerToCaller() {
        return call.responses(CallOnPaper.INVITE_TX).getLast();
    }

    private SipResponse last(int cseqOfCaller) {
        return call.responses(new ServerTransactionId(1, 100 + cseqOfCaller)).getLast();
    }

    private List<CallEffect.SendRequest> reInvites(int leg) {
        return call.sent(SipMethod.INVITE, leg)
                .stream()
                .filter(send -> send.request().toTag().isPresent())
                .toList();
    }

    private CallState.Talking talking() {
        return (CallState.Talking) call.state;
    }

    private void dies() {
        call.state = CallRules.apply(call.events.getLast());
        call.forget().on(new CallInput.Resumed()).forget();
    }

    @Test
    void microsoftGetsAnOfferOfOurs() {
        invitedWithoutOffer();

        assertThat(sdp(call.sentInvite().request())).contains("m=audio 20002 RTP/AVP 8 0 101\r\n",
                "c=IN IP4 192.0.2.1\r\n", "a=rtpmap:8 PCMA/8000\r\n", "a=rtpmap:0 PCMU/8000\r\n",
                "a=rtpmap:101 telephone-event/8000\r\n", "a=fmtp:101 0-15\r\n", "a=ptime:20\r\n", "a=sendrecv\r\n");
    }

    @Test
    void itsAnswerIsTheCallersOfferAndIsAcknowledgedAtOnce() {
        invitedWithoutOffer().forget().calleeSays(200, CallOnPaper.ANSWER);

        assertThat(call.all(CallEffect.SendAck.class)).singleElement().satisfies(ack -> {
            assertThat(ack.leg()).isOne();
            assertThat(ack.ack().hasBody()).isFalse();
        });
        assertThat(answerToCaller().status()).isEqualTo(200);
        assertThat(sdp(answerToCaller())).contains("m=audio 20000 RTP/AVP 8\r\n");

        call.on(call.ack(PCMA));
        assertThat(call.all(CallEffect.Describe.class)).extracting(CallEffect.Describe::order)
                .extracting(DescribeRemote::rtpPort)
                .containsExactly(6_000, 4_000);
        assertThat(reInvites(1)).as("both say the same").isEmpty();
        assertThat(call.events.getLast()).isInstanceOf(CallEvent.SessionChanged.class);
    }

    @Test
    void theAnswerThatCameEarlyIsTheOfferWhereThe200HasNone() { // and a 18x without 100rel carries none to the caller
        invitedWithoutOffer().calleeSays(183, CallOnPaper.ANSWER);
        assertThat(answerToCaller().status()).isEqualTo(183);
        assertThat(answerToCaller().hasBody()).isFalse();

        call.calleeSays(200, "");
        assertThat(sdp(answerToCaller())).contains("m=audio 20000 RTP/AVP 8\r\n");
    }

    @Test
    void theNextPeerIsAskedThoughTheFirstHadAnsweredEarly() { // the caller has seen nothing of that
        call.peers = 2;
        invitedWithoutOffer().calleeSays(183, CallOnPaper.ANSWER).targetSays(1, 503, "");
        assertThat(sdp(call.invites().get(1).request())).contains("m=audio 20002 RTP/AVP 8 0 101\r\n");

        call.targetSays(2, 200, "");
        assertThat(answerToCaller().status()).as("the second has not answered early").isEqualTo(488);
    }

    @Test
    void microsoftIsAskedAgainWhereTheCallerTakesLess() { // both legs agree on the codec
        invitedWithoutOffer().calleeSays(200, TWO).on(call.ack(PCMU));

        assertThat(sdp(reInvites(1).getFirst().request())).contains("m=audio 20002 RTP/AVP 0\r\n", " 2 IN IP4 ");
        call.reinvited(1, 200, CallOnPaper.ANSWER.replace("RTP/AVP 8", "RTP/AVP 0").replace("8 PCMA", "0 PCMU"));
        assertThat(talking().exchange()).isEmpty();
        assertThat(talking().media().codecs()).containsExactly("PCMU");
        assertThat(reInvites(0)).isEmpty();
    }

    @Test
    void anAckWithoutAnAnswerEndsTheCall() { // RFC 3261 §13.2.1
        invitedWithoutOffer().calleeSays(200, CallOnPaper.ANSWER).on(call.ack(""));
        call.on(call.byeAnswered(0)).on(call.byeAnswered(1));

        assertThat(call.record().cause().status()).isEqualTo(488);
    }

    @Test
    void anAnswerThatTakesNothingIsEndedAndTheCallerIsTold() {
        invitedWithoutOffer().calleeSays(200, "");

        assertThat(answerToCaller().status()).isEqualTo(488);
        assertThat(call.sent(SipMethod.BYE, 1)).hasSize(1);
    }

    @Test
    void anAckThatComesAfterTheNodeHasDiedStillBringsTheAnswer() {
        invitedWithoutOffer().calleeSays(200, CallOnPaper.ANSWER);
        dies();
        call.on(call.ack(PCMA));

        assertThat(talking().media().caller()).hasValueSatisfying(at -> assertThat(at.rtpPort()).isEqualTo(4_000));
        assertThat(call.events.getLast()).isInstanceOf(CallEvent.SessionChanged.class);
    }

    @Test
    void anAckThatDiedWithTheNodeIsMadeUpForByAnOfferOfOurs() {
        invitedWithoutOffer().calleeSays(200, CallOnPaper.ANSWER);
        dies();
        call.on(new CallInput.TimerExpired(CallTimer.CHECK));

        assertThat(sdp(reInvites(0).getFirst().request())).contains("m=audio 20000 RTP/AVP 8\r\n");
        call.reinvited(0, 200, PCMA);
        assertThat(talking().media().caller()).hasValueSatisfying(at -> assertThat(at.rtpPort()).isEqualTo(4_000));
    }

    @Test
    void theCoreMakesItsOwnOfferAndTheAckBringsTheAnswer() { // RFC 3261 §13.2.1
        fromMicrosoft();
        assertThat(call.sentInvite().request().hasBody()).isFalse();

        call.forget().calleeSays(200, CallOnPaper.ANSWER);
        assertThat(call.all(CallEffect.SendAck.class)).isEmpty();
        assertThat(sdp(answerToCaller())).contains("m=audio 20000");
        call.on(call.ack(PCMA));
        assertThat(call.all(CallEffect.SendAck.class)).singleElement()
                .satisfies(
                        ack -> assertThat(sdp(ack.ack())).contains("m=audio 20002"));
    }

    @Test
    void anOfferOfTheCoreWhoseAnswerDiedWithTheNodeEndsTheCall() {
        fromMicrosoft().calleeSays(200, CallOnPaper.ANSWER);
        dies();
        call.on(new CallInput.TimerExpired(CallTimer.CHECK));
        call.on(call.byeAnswered(0)).on(call.byeAnswered(1));

        assertThat(call.record().cause().status()).isEqualTo(500);
    }

    private CallOnPaper fromMicrosoft() {
        CallInput.InviteReceived invite = CallOnPaper.invite("+441632960000", "");
        return call.on(new CallInput.InviteReceived(invite.transaction(), invite.invite(), CallOnPaper.MPS_FLOW,
                "teams", "mps-1"));
    }

    @Test
    @Tag("TRAP-16")
    void aReInviteOfTheCoreWithoutAnOfferGetsWhatMicrosoftLastDescribed() {
        call.talking().forget().on(call.fromCaller("INVITE", 2));

        assertThat(last(2).status()).isEqualTo(200);
        assertThat(sdp(last(2))).contains("m=audio 20000 RTP/AVP 8\r\n", "a=sendrecv\r\n");
        call.on(call.ack(2, PCMA));
        assertThat(reInvites(1)).as("nothing has changed").isEmpty();
        assertThat(talking().exchange()).isEmpty();
    }

    @Test
    @Tag("TRAP-16")
    void holdAndResumeInThatWayReachMicrosoft() { // Oracle, Cisco CUBE
        call.talking().on(call.fromCaller("INVITE", 2)).on(call.ack(2, PCMA + "a=sendonly\n"));
        assertThat(sdp(reInvites(1).getLast().request())).contains("a=inactive\r\n");
        call.reinvited(1, 200, CallOnPaper.ANSWER + "a=inactive\n");
        assertThat(talking().media().hold().byCaller()).isTrue();

        call.on(call.fromCaller("INVITE", 3));
        assertThat(sdp(last(3))).as("what it held with is no reason to offer less").contains("a=sendrecv\r\n");
        call.on(call.ack(3, PCMA));
        assertThat(sdp(reInvites(1).getLast().request())).contains("a=sendrecv\r\n");
        call.reinvited(1, 200, CallOnPaper.ANSWER);
        assertThat(talking().media().hold().byCaller()).isFalse();
        assertThat(reInvites(0)).isEmpty();
    }

    @Test
    void whileTheAnswerIsOwedBothSidesHaveToWait() { // RFC 3261 §14.2
        call.talking().on(call.fromCaller("INVITE", 2));
        CallInput.RequestReceived ofCallee = call.fromCallee("INVITE", 7, CallOnPaper.ANSWER);
        CallInput.RequestReceived ofCaller = call.fromCaller("INVITE", 3, PCMA);
        call.on(ofCallee).on(ofCaller);

        assertThat(call.responses(ofCallee.transaction())).extracting(SipResponse::status).containsExactly(491);
        assertThat(call.responses(ofCaller.transaction())).extracting(SipResponse::status).containsExactly(500);
    }

    @Test
    void microsoftsOwnHoldStaysWhenTheCoreAsks() {
        call.talking().on(call.fromCallee("INVITE", 7, CallOnPaper.ANSWER + "a=sendonly\n"));
        call.reinvited(0, 200, PCMA + "a=recvonly\n");
        call.on(new CallInput.AckReceived(call.fromCallee("ACK", 7).request())).on(call.fromCaller("INVITE", 2));

        assertThat(sdp(last(2))).contains("a=sendonly\r\n");
    }

    @Test
    void aReInviteOfMicrosoftWithoutAnOfferAsksTheCore() {
        call.talking().forget().on(call.fromCallee("INVITE", 7));

        assertThat(reInvites(0).getFirst().request().hasBody()).isFalse();
    }

    @Test
    void anOfferIsAnsweredInItsAckThoughTheJournalRefusesIt() { // RFC 3264 §4; simulated seeds 11850, 15234
        call.talking().on(call.fromCallee("INVITE", 7)).reinvited(0, 200, PCMA);
        CallInput ack = new CallInput.AckReceived(call.fromCallee("ACK", 7, CallOnPaper.ANSWER).request());
        call.forget().on(new CallInput.JournalFailed("disk full", ack));

        assertThat(call.all(CallEffect.SendAck.class)).singleElement().satisfies(sent -> {
            assertThat(sent.leg()).isZero();
            assertThat(sdp(sent.ack())).contains("m=audio 20000 ");
        });
        assertThat(call.state).isInstanceOf(CallState.Talking.class);
    }
}
