package io.tandem.call;

import static io.tandem.call.CallOnPaper.ANSWER;
import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.media.session.OpenResult;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.transaction.ServerTransactionId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An offer of ours that a side is owed outlives the node that was to make it: else the sides stay in two sessions. */
class OwedOfferTest {
    private static final String PCMU = ANSWER.replace("RTP/AVP 8", "RTP/AVP 0")
            .replace("rtpmap:8 PCMA", "rtpmap:0 PCMU");
    private static final int TARGET = 2;

    private final CallOnPaper call = new CallOnPaper();

    /** One phone has described itself early, another one answers: the caller is owed a second description. */
    private CallOnPaper answeredByAnother() {
        call.invited();
        says("one", 183, ANSWER);
        says("two", 200, PCMU);
        return call;
    }

    private CallOnPaper transferred() {
        return call.talking().on(BlindTransferTest.refer(BlindTransferTest.PSTN)).targetSays(TARGET, 200, PCMU);
    }

    private void says(String tag, int status, String sdp) {
        call.on(new CallInput.ResponseReceived(call.sentInvite().transaction(),
                CallOnPaper.response(call.sentInvite().request(), status, tag, sdp), CallOnPaper.MPS_FLOW));
    }

    private CallOnPaper killed() {
        call.state = CallRules.apply(call.events.getLast());
        call.media = new OpenResult.Refused(OpenResult.Reason.ALREADY_OPEN, "");
        return call.forget().on(new CallInput.Resumed());
    }

    private CallOnPaper killedAndWaited() {
        return killed().on(new CallInput.TimerExpired(CallTimer.GLARE));
    }

    private List<OwnOffer> owed() {
        return switch (call.events.getLast()) {
            case CallEvent.CallAnswered answered -> answered.owed();
            case CallEvent.SessionChanged changed -> changed.owed();
            case CallEvent.CallEnded _ -> List.of();
        };
    }

    private static String sdp(SipRequest request) {
        return new String(request.body(), StandardCharsets.UTF_8);
    }

    @Test
    @Tag("F-26")
    @Tag("TSP-117")
    void theCallerHearsOfTheOtherPhoneThoughTheNodeDiesWithItsAnswer() {
        answeredByAnother();
        killedAndWaited();

        assertThat(call.sent(SipMethod.INVITE, 0)).singleElement().satisfies(invite -> {
            assertThat(invite.request().toTag()).contains("caller");
            assertThat(sdp(invite.request())).contains("RTP/AVP 0\r\n").doesNotContain("PCMA");
        });
    }

    @Test
    @Tag("F-26")
    void alsoWhenItDiesBeforeThatOfferIsAnswered() {
        answeredByAnother().on(call.ack(""));
        SipRequest lost = call.sentLast(SipMethod.INVITE, 0).request();
        killedAndWaited();

        SipRequest again = call.sentLast(SipMethod.INVITE, 0).request();
        assertThat(again.cseq().number()).isGreaterThan(lost.cseq().number());
        assertThat(sdp(again).replaceFirst("o=.*\r\n", "")).isEqualTo(sdp(lost).replaceFirst("o=.*\r\n", ""));
        assertThat(sdp(again)).as("RFC 3264 §8").isNotEqualTo(sdp(lost));
    }

    @Test
    void waitsUntilThePeersCanBeReachedAgain() { // the listeners open when all calls are back
        answeredByAnother();
        killed();

        assertThat(call.all(CallEffect.SendRequest.class)).isEmpty();
        assertThat(call.all(CallEffect.StartTimer.class)).filteredOn(timer -> timer.timer() == CallTimer.GLARE)
                .singleElement()
                .satisfies(timer -> assertThat(timer.delay()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(7)));
    }

    @Test
    @Tag("TSP-127")
    void theTransfereeHearsOfTheNewPartyThoughTheNodeDiesWithTheTransfer() { // RFC 5589 §6
        transferred();
        killedAndWaited();

        assertThat(call.sent(SipMethod.INVITE, 0)).singleElement()
                .satisfies(invite -> assertThat(sdp(invite.request())).contains("RTP/AVP 0\r\n"));
        call.reinvited(0, 200, CallOnPaper.OFFER.replace("RTP/AVP 8 0", "RTP/AVP 0"));
        assertThat(((CallState.Talking) call.state).media().codecs()).containsExactly("PCMU");
        assertThat(((CallState.Talking) call.state).callee().number()).isEqualTo(TARGET);
    }

    @Test
    void nothingIsOwedOnceTheSideHasAnswered() {
        answeredByAnother().on(call.ack("")).reinvited(0, 200, CallOnPaper.OFFER.replace("RTP/AVP 8 0", "RTP/AVP 0"));

        assertThat(owed()).isEmpty();
        killedAndWaited();
        assertThat(call.all(CallEffect.SendRequest.class)).isEmpty();
    }

    @Test
    void anAnswerToTheDeadNodesOfferIsAcknowledgedAndTheOfferMadeAllTheSame() {
        answeredByAnother().on(call.ack(""));
        CallEffect.SendRequest lost = call.sentLast(SipMethod.INVITE, 0);
        killed();
        call.on(new CallInput.StrayAnswerReceived(CallOnPaper.response(lost.request(), 200, null,
                CallOnPaper.OFFER.replace("RTP/AVP 8 0", "RTP/AVP 0")), lost.flow()));
        assertThat(call.all(CallEffect.SendAck.class)).hasSize(1);

        call.on(new CallInput.TimerExpired(CallTimer.GLARE));
        assertThat(call.sent(SipMethod.INVITE, 0)).hasSize(1);
    }

    @Test
    void aSessionThatIsToBeRestoredIsOwedToo() { // the side has its ACK, and does not answer a second time
        call.talking().on(call.fromCaller("INVITE", 2, CallOnPaper.OFFER + "a=sendonly\n"));
        CallEffect.SendRequest forgotten = call.sentLast(SipMethod.INVITE, 1);
        killed();
        call.on(new CallInput.StrayAnswerReceived(CallOnPaper.response(forgotten.request(), 200, null,
                ANSWER.replace("callee 1 1", "callee 1 2") + "a=inactive\n"), forgotten.flow()));
        assertThat(call.sent(SipMethod.INVITE, 1)).hasSize(1);
        killedAndWaited();

        assertThat(call.sent(SipMethod.INVITE, 1)).hasSize(1);
    }

    @Test
    void whatASideAgreesOnMeanwhileMakesItNeedless() {
        answeredByAnother().on(call.ack(""));
        killed();
        call.on(call.fromCaller("INVITE", 2, CallOnPaper.OFFER)).reinvited(1, 200, PCMU).on(call.ack(2, "")).forget();
        call.on(new CallInput.TimerExpired(CallTimer.GLARE));

        assertThat(call.all(CallEffect.SendRequest.class)).isEmpty();
    }

    @Test
    @Tag("TSP-113")
    void whatANewcomerAsksIsNotOwedToAnybody() { // RFC 3891: its INVITE dies with the node
        call.talking();
        SipRequest invite = CallOnPaper.parsed(CallOnPaper.invite("+441632960000", CallOnPaper.OFFER)
                .invite()
                .toBuilder()
                .add(HeaderName.REPLACES, "secret-topology@10.0.0.9;to-tag=" + CallOnPaper.ID.tag(0)
                        + ";from-tag=caller")
                .build()
                .toBytes());
        call.on(new CallInput.InviteReceived(new ServerTransactionId(7, 7), invite, CallOnPaper.CORE_FLOW, "core",
                "core-1"));
        assertThat(call.sent(SipMethod.INVITE, 1)).hasSize(2);
        CallInput.RequestReceived update = call.fromCaller("UPDATE", 2);
        call.on(new CallInput.RequestReceived(update.transaction(), update.request()
                .toBuilder()
                .set(HeaderName.CONTACT, "<sip:caller@10.0.0.9:5099>")
                .build(), update.flow()));

        assertThat(call.events.getLast()).isInstanceOf(CallEvent.SessionChanged.class);
        assertThat(owed()).isEmpty();
    }
}
