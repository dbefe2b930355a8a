package io.tandem.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Several phones ring on the called side; the caller sees one dialog (TSP-117, F-26). */
@Tag("TSP-117")
@Tag("F-26")
class ForkingTest {
    private static final String OTHER = CallOnPaper.ANSWER.replace("10.0.0.8", "10.0.0.7").replace("6000", "7000");
    private static final String OTHER_CODEC = OTHER.replace("RTP/AVP 8", "RTP/AVP 0")
            .replace("rtpmap:8 PCMA",
                    "rtpmap:0 PCMU");

    private final CallOnPaper call = new CallOnPaper().invited();

    private void says(String tag, int status, String sdp, String... headers) {
        call.on(new CallInput.ResponseReceived(call.sentInvite().transaction(),
                CallOnPaper.response(call.sentInvite().request(), status, tag, sdp, headers), CallOnPaper.MPS_FLOW));
    }

    private List<SipResponse> told() {
        return call.responses(CallOnPaper.INVITE_TX);
    }

    private String heardAt() {
        return call.all(CallEffect.Describe.class).getLast().order().address();
    }

    private static String body(SipResponse response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    @Test
    void relaysEveryPhonesProgressUnderTheOneTagOfOurs() {
        says("one", 180, "");
        says("two", 180, "");
        says("three", 183, CallOnPaper.ANSWER);
        says("two", 200, OTHER);

        assertThat(told()).extracting(SipResponse::status).containsExactly(180, 180, 183, 200);
        assertThat(told()).extracting(response -> response.toTag().orElse("")).containsOnly(CallOnPaper.ID.tag(0));
        assertThat(call.state).isInstanceOfSatisfying(CallState.Talking.class,
                talking -> assertThat(talking.callee().dialog().id().remoteTag()).isEqualTo("two"));
    }

    @Test
    @Tag("TSP-166")
    void mediaGoesToThePhoneThatDescribedItselfLastAndInTheEndToTheOneThatAnswered() {
        says("one", 183, CallOnPaper.ANSWER);
        assertThat(heardAt()).isEqualTo("10.0.0.8");
        says("two", 183, OTHER);
        assertThat(heardAt()).isEqualTo("10.0.0.7");
        says("one", 200, CallOnPaper.ANSWER);
        assertThat(heardAt()).isEqualTo("10.0.0.8");
    }

    @Test
    void anAnswerWithoutADescriptionMeansTheOneThatItsOwnPhoneGave() {
        says("one", 183, CallOnPaper.ANSWER, "Require: 100rel", "RSeq: 1");
        says("two", 183, OTHER, "Require: 100rel", "RSeq: 1");
        says("one", 200, "");

        assertThat(heardAt()).isEqualTo("10.0.0.8");
    }

    @Test
    @Tag("TRAP-3")
    void theSecondPhoneThatAnswersIsAcknowledgedAndEnded() {
        says("one", 180, "");
        says("one", 200, CallOnPaper.ANSWER);
        call.forget();
        says("two", 200, OTHER);

        assertThat(call.all(CallEffect.SendAck.class)).singleElement()
                .satisfies(ack -> assertThat(ack.ack().toTag()).contains("two"));
        assertThat(call.sent(SipMethod.BYE, 1)).singleElement()
                .satisfies(bye -> assertThat(bye.request().toTag()).contains("two"));
        assertThat(call.state).isInstanceOf(CallState.Talking.class);
    }

    /** RFC 3261 §13.2.1: the caller would not look at a second description in the dialog that it knows. */
    @Test
    void aCallerThatHoldsADescriptionGetsNoOtherInItsInviteButAnOfferAfterItsAck() {
        says("one", 183, CallOnPaper.ANSWER);
        String first = body(told().getLast());
        says("two", 183, OTHER_CODEC);
        assertThat(body(told().getLast())).isEqualTo(first);
        says("two", 200, OTHER_CODEC);
        assertThat(body(told().getLast())).isEqualTo(first);
        assertThat(call.sent(SipMethod.INVITE, 0)).isEmpty();

        call.on(call.ack(""));
        assertThat(call.sent(SipMethod.INVITE, 0)).singleElement().satisfies(invite -> {
            assertThat(invite.request().toTag()).contains("caller");
            assertThat(new String(invite.request().body(), StandardCharsets.UTF_8)).contains("RTP/AVP 0\r\n")
                    .contains("IN IP4 192.0.2.1")
                    .doesNotContain("PCMA");
        });
    }

    @Test
    void noOfferFollowsWhereTheAnswerSaysTheSameOfUs() {
        says("one", 183, CallOnPaper.ANSWER);
        says("two", 200, OTHER); // another address over there, which the caller never sees
        call.forget().on(call.ack(""));

        assertThat(call.sent(SipMethod.INVITE, 0)).isEmpty();
    }

    @Test
    void aPhoneThatRingsNoMoreIsNotToldToTheCallerAndMediaGoesBackToTheOther() { // RFC 6228
        says("one", 183, CallOnPaper.ANSWER);
        says("two", 183, OTHER);
        call.forget();
        says("two", 199, "", "Reason: SIP;cause=486");

        assertThat(told()).isEmpty();
        assertThat(heardAt()).isEqualTo("10.0.0.8");
        says("one", 200, "");
        assertThat(told()).extracting(SipResponse::status).containsExactly(200);
    }

    /** Found by the simulator (seed 541). */
    @Test
    @Tag("TRAP-10")
    void anAnswerThatCrossedIts199GoesOnInTheSameDialog() {
        says("one", 199, "", "Require: 100rel", "RSeq: 7");
        says("one", 200, CallOnPaper.ANSWER);
        call.on(call.ack("")).on(new CallInput.HangUp("enough"));

        assertThat(call.sent(SipMethod.BYE, 1).getLast().request().cseq().number()).isEqualTo(3);
    }

    @Test
    @Tag("TSP-116")
    void aReliable199IsAcknowledgedAllTheSame() { // RFC 6228 §4
        says("one", 180, "");
        call.forget();
        says("one", 199, "", "Require: 100rel", "RSeq: 7");

        assertThat(call.sent(SipMethod.PRACK, 1)).hasSize(1);
        assertThat(told()).isEmpty();
    }

    @Test
    void morePhonesThanTheBoundAreToldOfAndNotKept() {
        for (int i = 0; i < Early.MOST_FORKS + 4; i++) {
            says("phone" + i, 180, "");
        }
        assertThat(told()).hasSize(Early.MOST_FORKS + 4);
        assertThat(((CallState.Inviting) call.state).early().forks()).hasSize(Early.MOST_FORKS);

        call.forget();
        says("phone19", 180, "", "Require: 100rel", "RSeq: 1");
        assertThat(call.sent(SipMethod.PRACK, 1)).isEmpty();
    }
}
