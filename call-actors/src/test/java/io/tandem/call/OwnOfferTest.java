package io.tandem.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.transaction.ServerTransactionId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Calls on paper in which the gateway itself makes an offer: to restore a session that a node's death has split. */
class OwnOfferTest {
    private static final String HELD = CallOnPaper.ANSWER.replace("callee 1 1", "callee 1 2") + "a=inactive\n";
    private static final String BOTH = CallOnPaper.OFFER.replace("caller 1 1", "callee 1 1").replace("4000", "6000");

    private final CallOnPaper call = new CallOnPaper();

    /** The called side was asked to hold by a node that died, and answers the one that came after it. */
    private CallOnPaper answeredTooLate() {
        call.talking().on(call.fromCaller("INVITE", 2, CallOnPaper.OFFER + "a=sendonly\n"));
        CallEffect.SendRequest forgotten = invite(1);
        call.state = CallRules.apply(call.events.getLast());
        call.forget().on(new CallInput.Resumed()).forget();
        return call.on(new CallInput.StrayAnswerReceived(
                CallOnPaper.response(forgotten.request(), 200, null, HELD), forgotten.flow()));
    }

    private CallEffect.SendRequest invite(int leg) {
        return call.sent(SipMethod.INVITE, leg).getLast();
    }

    private void glareTimer() {
        call.on(new CallInput.TimerExpired(CallTimer.GLARE));
    }

    private Duration glareDelay() {
        return call.all(CallEffect.StartTimer.class)
                .stream()
                .filter(start -> start.timer() == CallTimer.GLARE)
                .toList()
                .getLast()
                .delay();
    }

    private List<Integer> statuses(ServerTransactionId transaction) {
        return call.responses(transaction).stream().map(SipResponse::status).toList();
    }

    private CallState.Talking talking() {
        return (CallState.Talking) call.state;
    }

    private static String sdp(SipRequest request) {
        return new String(request.body(), StandardCharsets.UTF_8);
    }

    private static String withoutOrigin(String sdp) {
        return sdp.replaceFirst("o=.*\r\n", "");
    }

    private static long version(String sdp) {
        return Long.parseLong(
                sdp.lines().filter(line -> line.startsWith("o=")).findFirst().orElseThrow().split(" ")[2]);
    }

    @Test
    void restoresTheSessionThatAForgottenReInviteHasSplit() {
        answeredTooLate();

        assertThat(call.all(CallEffect.SendAck.class)).singleElement().satisfies(ack -> assertThat(ack.leg()).isOne());
        SipRequest restoring = invite(1).request();
        String before = sdp(call.sentInvite().request());
        assertThat(withoutOrigin(sdp(restoring))).isEqualTo(withoutOrigin(before));
        assertThat(version(sdp(restoring))).isGreaterThan(version(before) + 1);
        assertThat(restoring.cseq().number()).isGreaterThan(2);

        call.reinvited(1, 200, CallOnPaper.ANSWER);
        assertThat(call.all(CallEffect.SendAck.class)).hasSize(2)
                .last()
                .satisfies(
                        ack -> assertThat(ack.ack().cseq().number()).isEqualTo(restoring.cseq().number()));
        assertThat(call.events.getLast()).isInstanceOf(CallEvent.SessionChanged.class);
        assertThat(talking().exchange()).isEmpty();
        assertThat(call.sent(SipMethod.INVITE, 0)).as("the caller never left it").isEmpty();
    }

    @Test
    void anAnswerThatSaysWhatTheCallKnowsNeedsNoRestoring() { // its ACK alone was lost with the node
        call.talking();
        CallEffect.SendRequest invite = call.sentInvite();
        call.state = CallRules.apply(call.events.getLast());
        call.forget().on(new CallInput.Resumed()).forget();
        call.on(new CallInput.StrayAnswerReceived(
                CallOnPaper.response(invite.request(), 200, "callee", CallOnPaper.ANSWER), invite.flow()));

        assertThat(call.all(CallEffect.SendAck.class)).hasSize(1);
        assertThat(call.all(CallEffect.SendRequest.class)).isEmpty();
    }

    @Test
    void tellsTheOtherSideWhereTheAnswerTakesBackAFormat() { // both legs agree on the codec
        call.invited().calleeSays(200, BOTH).on(call.ack(""));
        CallState.Talking both = talking();
        call.state = both.wanting(OwnOffer.again(1, OwnOffer.Purpose.RESTORE));
        call.forget().on(new CallInput.MediaAnswered(call.media));
        call.reinvited(1, 200, CallOnPaper.ANSWER.replace("RTP/AVP 8", "RTP/AVP 0").replace("8 PCMA", "0 PCMU"));

        assertThat(sdp(invite(0).request())).contains("RTP/AVP 0\r\n");
        call.reinvited(0, 200, CallOnPaper.OFFER.replace("RTP/AVP 8 0", "RTP/AVP 0"));
        assertThat(call.sent(SipMethod.INVITE, 1)).as("which had said no more than that").hasSize(1);
        assertThat(talking().media().codecs()).containsExactly("PCMU");
    }

    @Test
    @Tag("TRAP-11")
    void aClashIsTriedAgainAfterTheTimeThatTheOwnerOfTheCallIdWaits() { // RFC 3261 §14.1
        answeredTooLate().reinvited(1, 491, "");

        assertThat(glareDelay()).isBetween(Duration.ofMillis(2_100), Duration.ofMillis(4_000));
        assertThat(glareDelay().toMillis() % 10).isZero();
        assertThat(call.sent(SipMethod.INVITE, 1)).hasSize(1);
        glareTimer();
        assertThat(call.sent(SipMethod.INVITE, 1)).hasSize(2);
        call.reinvited(1, 200, CallOnPaper.ANSWER);
        assertThat(talking().exchange()).isEmpty();
    }

    @Test
    @Tag("TRAP-11")
    void whoDidNotMakeTheCallIdTriesAgainWithinTwoSeconds() { // RFC 3261 §14.1
        call.talking();
        call.state = talking().wanting(OwnOffer.again(0, OwnOffer.Purpose.RESTORE));
        call.on(new CallInput.MediaAnswered(call.media)).reinvited(0, 491, "");

        assertThat(glareDelay()).isBetween(Duration.ZERO, Duration.ofMillis(2_000));
    }

    @Test
    void theTimesAreSpreadInStepsOfTenMilliseconds() {
        assertThat(OwnOffer.glareDelay(true, 0)).isEqualTo(Duration.ofMillis(2_100));
        assertThat(OwnOffer.glareDelay(true, 190)).isEqualTo(Duration.ofMillis(4_000));
        assertThat(OwnOffer.glareDelay(true, -1)).isEqualTo(Duration.ofMillis(4_000));
        assertThat(OwnOffer.glareDelay(false, 0)).isEqualTo(Duration.ZERO);
        assertThat(OwnOffer.glareDelay(false, 200)).isEqualTo(Duration.ofMillis(2_000));
    }

    @Test
    void aPeerThatAlwaysClashesIsNotAskedForEver() {
        answeredTooLate();
        for (int i = 0; i < 20; i++) {
            if (talking().exchange().isPresent()) {
                call.reinvited(1, 491, "");
                glareTimer();
            }
        }

        assertThat(call.sent(SipMethod.INVITE, 1)).hasSize(OwnOffer.MOST_ATTEMPTS);
        assertThat(talking().due()).isEmpty();
    }

    @Test
    void aReInviteOfEitherSideClashesWithOurs() { // RFC 3261 §14.2
        answeredTooLate();
        CallInput.RequestReceived ofCallee = call.fromCallee("INVITE", 7, HELD);
        CallInput.RequestReceived ofCaller = call.fromCaller("INVITE", 3, CallOnPaper.OFFER);
        call.on(ofCallee).on(ofCaller);

        assertThat(statuses(ofCallee.transaction())).containsExactly(491);
        assertThat(statuses(ofCaller.transaction())).containsExactly(491);
    }

    @Test
    void aReInviteThatCrossesWhileOursRestsMakesOursNeedless() {
        answeredTooLate().reinvited(1, 491, "");
        CallInput.RequestReceived crossing = call.fromCallee("INVITE", 7, CallOnPaper.ANSWER);
        call.on(crossing).reinvited(0, 200, CallOnPaper.OFFER);
        assertThat(statuses(crossing.transaction())).containsExactly(200);
        glareTimer();

        assertThat(call.sent(SipMethod.INVITE, 1)).hasSize(1);
    }

    @Test
    void oursWaitsForAnExchangeThatBeganWhileItRested() {
        answeredTooLate().reinvited(1, 491, "");
        call.on(call.fromCallee("INVITE", 7, CallOnPaper.ANSWER));
        glareTimer();
        assertThat(call.sent(SipMethod.INVITE, 1)).hasSize(1);
        call.reinvited(0, 488, "");

        assertThat(call.sent(SipMethod.INVITE, 1)).hasSize(2);
    }

    @Test
    void aSideThatNoLongerKnowsTheDialogEndsTheCall() { // RFC 3261 §12.2.1.2
        answeredTooLate().reinvited(1, 481, "").on(call.byeAnswered(0));

        assertThat(call.record().cause().status()).isEqualTo(481);
    }

    @Test
    void aSideThatNeverAnswersEndsTheCall() {
        answeredTooLate().on(new CallInput.TransactionTimedOut(invite(1).transaction()));
        call.on(call.byeAnswered(0)).on(call.byeAnswered(1));

        assertThat(call.record().cause().status()).isEqualTo(408);
    }

    @Test
    void anyOtherRefusalLeavesTheSessionAsItWas() { // RFC 3261 §14.1
        answeredTooLate().reinvited(1, 488, "");

        assertThat(talking().exchange()).isEmpty();
        assertThat(talking().due()).isEmpty();
        assertThat(call.sent(SipMethod.BYE, 1)).isEmpty();
    }

    @Test
    void whoSaysNotNowIsAskedOnceMoreWhenItSaid() {
        answeredTooLate().reinvited(1, 500, "", "Retry-After: 7");
        assertThat(glareDelay()).isEqualTo(Duration.ofSeconds(7));
        glareTimer();
        call.reinvited(1, 500, "", "Retry-After: 7");

        assertThat(call.sent(SipMethod.INVITE, 1)).hasSize(2);
        assertThat(talking().due()).isEmpty();
    }

    @Test
    void anAnswerThatCannotBeKeptIsAcknowledgedAllTheSame() {
        answeredTooLate();
        CallEffect.SendRequest ours = invite(1);
        call.forget()
                .on(new CallInput.JournalFailed("disk full", new CallInput.ResponseReceived(ours.transaction(),
                        CallOnPaper.response(ours.request(), 200, null, CallOnPaper.ANSWER), ours.flow())));

        assertThat(call.all(CallEffect.SendAck.class)).hasSize(1);
        assertThat(talking().exchange()).isEmpty();
    }

    @Test
    void aGoodbyeCrossesOurs() { // RFC 5407 §3.1.2: its 2xx is acknowledged in a call that is being released
        answeredTooLate();
        CallEffect.SendRequest ours = invite(1);
        CallInput.RequestReceived bye = call.fromCaller("BYE", 9);
        call.on(bye).forget();
        call.on(new CallInput.ResponseReceived(ours.transaction(),
                CallOnPaper.response(ours.request(), 200, null, CallOnPaper.ANSWER), ours.flow()));

        assertThat(call.all(CallEffect.SendAck.class)).hasSize(1);
        assertThat(call.all(CallEffect.SendRequest.class)).isEmpty();
    }

    @Test
    void aSideThatForgetsToDescribeAnUnchangedSessionIsUnderstood() {
        call.talking().on(call.fromCaller("INVITE", 2, CallOnPaper.OFFER)).reinvited(1, 200, "");

        SipResponse answer = call.responses(new ServerTransactionId(1, 102)).getLast();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(call.responses(CallOnPaper.INVITE_TX).getLast().body());
    }

    @Test
    void aSideThatForgetsToDescribeAChangedSessionIsNot() {
        call.talking().on(call.fromCaller("INVITE", 2, CallOnPaper.OFFER + "a=sendonly\n")).reinvited(1, 200, "");

        assertThat(statuses(new ServerTransactionId(1, 102))).containsExactly(488);
    }
}
