package io.tandem.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.call.CallMedia.Hold;
import io.tandem.media.session.DescribeRemote;
import io.tandem.media.session.MediaEnd;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.transaction.ServerTransactionId;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The service flows of RFC 5359 §2 that go through the gateway: Alice calls from the core, Bob is on Microsoft's side,
 * Carol on either. Not here: 2.6 (transfer of instant messages: there are none), 2.10 and 2.11 (a conference is mixed and
 * joined at its focus; the gateway sees a call to it), 2.14 (who may call out: {@code ForwardingTest},
 * {@code IdentityTest} and Direct Routing's own tests), 2.15 to 2.18 (park, pickup, redial and click to dial subscribe to
 * dialogs or refer outside of one: 405 or 481 here).
 */
class Rfc5359Test {
    private static final String BOB_HOLDS = CallOnPaper.ANSWER.replace("callee 1 1", "callee 1 2") + "a=sendonly\n";
    private static final String ALICE_HELD = CallOnPaper.OFFER.replace("caller 1 1", "caller 1 2") + "a=recvonly\n";
    private static final String BOB_IS_BACK = CallOnPaper.ANSWER.replace("callee 1 1", "callee 1 3");
    private static final String ALICE_IS_BACK = CallOnPaper.OFFER.replace("caller 1 1", "caller 1 3");

    private final CallOnPaper call = new CallOnPaper();
    private final PaperWire wire = new PaperWire(call);

    private static String sdp(SipMessage message) {
        return new String(message.body(), StandardCharsets.UTF_8);
    }

    private static CallInput.AckReceived ackOfBob(CallOnPaper call, int cseq) {
        return new CallInput.AckReceived(call.fromCallee("ACK", cseq).request());
    }

    private static Hold hold(CallOnPaper call) {
        return ((CallState.Talking) call.state).media().hold();
    }

    private void aliceAndBobTalk() {
        call.talking();
        wire.sends("INVITE to called (sendrecv)", "ACK to called", "200 to caller (sendrecv)");
    }

    @Test
    @DisplayName("2.1 Call Hold")
    void bobHoldsAliceAndTakesHerBack() {
        aliceAndBobTalk();
        call.on(call.fromCallee("INVITE", 7, BOB_HOLDS));
        wire.sends("INVITE to caller (sendonly)");
        call.reinvited(0, 200, ALICE_HELD);
        wire.sends("ACK to caller", "200 to called (recvonly)");
        call.on(ackOfBob(call, 7));
        wire.sends();
        assertThat(hold(call)).isEqualTo(new Hold(false, true));

        call.on(call.fromCallee("INVITE", 8, BOB_IS_BACK));
        wire.sends("INVITE to caller (sendrecv)");
        call.reinvited(0, 200, ALICE_IS_BACK).on(ackOfBob(call, 8));
        wire.sends("ACK to caller", "200 to called (sendrecv)");
        assertThat(hold(call)).isEqualTo(Hold.NONE);

        call.on(call.fromCaller("BYE", 2)).on(call.byeAnswered(1));
        wire.sends("200 to its BYE to caller", "BYE to called");
    }

    /** What Alice says as sendonly, Bob's side is told as inactive: so Microsoft wants it. */
    @Test
    @Tag("TSP-150")
    @DisplayName("2.1 Call Hold, by the side towards Microsoft")
    void aliceHoldsBobAndTakesHimBack() {
        aliceAndBobTalk();
        call.on(call.fromCaller("INVITE", 2, CallOnPaper.OFFER.replace("1 1 IN", "1 2 IN") + "a=sendonly\n"));
        wire.sends("INVITE to called (inactive)");
        call.reinvited(1, 200, CallOnPaper.ANSWER.replace("1 1 IN", "1 2 IN") + "a=inactive\n").on(call.ack(2, ""));
        wire.sends("ACK to called", "200 to caller (inactive)");
        assertThat(hold(call)).isEqualTo(new Hold(true, false));

        call.on(call.fromCaller("INVITE", 3, ALICE_IS_BACK));
        wire.sends("INVITE to called (sendrecv)");
        call.reinvited(1, 200, BOB_IS_BACK).on(call.ack(3, ""));
        wire.sends("ACK to called", "200 to caller (sendrecv)");
        assertThat(hold(call)).isEqualTo(Hold.NONE);
    }

    /** Bob's call to Carol is a call of its own, and what becomes of it does not touch the one that is held. */
    @Test
    @DisplayName("2.2 Consultation Hold")
    void bobAsksCarolWhileAliceIsHeld() {
        aliceAndBobTalk();
        call.on(call.fromCallee("INVITE", 7, BOB_HOLDS)).reinvited(0, 200, ALICE_HELD).on(ackOfBob(call, 7));
        wire.sends("INVITE to caller (sendonly)", "ACK to caller", "200 to called (recvonly)");

        CallOnPaper consultation = new CallOnPaper();
        PaperWire toCarol = new PaperWire(consultation);
        CallInput.InviteReceived invite = CallOnPaper.invite("+447700900002", CallOnPaper.OFFER);
        consultation.on(new CallInput.InviteReceived(invite.transaction(), invite.invite(), CallOnPaper.MPS_FLOW,
                "teams", "mps-1"));
        toCarol.sends("INVITE to called (sendrecv)");
        consultation.calleeSays(180, "").calleeSays(200, CallOnPaper.ANSWER).on(consultation.ack(""));
        toCarol.sends("180 to caller", "ACK to called", "200 to caller (sendrecv)");
        assertThat(consultation.invites().getFirst().flow()).isEqualTo(CallOnPaper.CORE_FLOW);
        consultation.on(consultation.fromCaller("BYE", 2)).on(consultation.byeAnswered(1));
        toCarol.sends("200 to its BYE to caller", "BYE to called");
        consultation.record();

        call.on(call.fromCallee("INVITE", 8, BOB_IS_BACK)).reinvited(0, 200, ALICE_IS_BACK).on(ackOfBob(call, 8));
        wire.sends("INVITE to caller (sendrecv)", "ACK to caller", "200 to called (sendrecv)");
        assertThat(hold(call)).isEqualTo(Hold.NONE);
    }

    /** The music comes from where Bob's re-INVITE says; Alice hears it from the port that she knows. */
    @Test
    @Tag("TSP-150")
    @DisplayName("2.3 Music on Hold")
    void aliceHearsTheMusicServerThatBobNames() {
        aliceAndBobTalk();
        String music = BOB_HOLDS.replace("10.0.0.8", "10.0.0.80").replace("m=audio 6000", "m=audio 8000");
        call.on(call.fromCallee("INVITE", 7, music));
        wire.sends("INVITE to caller (sendonly)");
        assertThat(sdp(call.sent(SipMethod.INVITE, 0).getLast().request())).contains("c=IN IP4 192.0.2.1",
                "m=audio 20000 ").doesNotContain("10.0.0.80");
        call.reinvited(0, 200, ALICE_HELD).on(ackOfBob(call, 7));
        wire.sends("ACK to caller", "200 to called (recvonly)");
        assertThat(bobsMedia()).isEqualTo("10.0.0.80:8000");

        call.on(call.fromCallee("INVITE", 8, BOB_IS_BACK)).reinvited(0, 200, ALICE_IS_BACK).on(ackOfBob(call, 8));
        wire.sends("INVITE to caller (sendrecv)", "ACK to caller", "200 to called (sendrecv)");
        assertThat(bobsMedia()).isEqualTo("10.0.0.8:6000");
    }

    /** Where the relay was last told that Bob's side sends from and is sent to. */
    private String bobsMedia() {
        DescribeRemote last = call.all(CallEffect.Describe.class)
                .stream()
                .map(CallEffect.Describe::order)
                .filter(order -> order.end() == MediaEnd.CALLEE)
                .toList()
                .getLast();
        return last.address() + ":" + last.rtpPort();
    }

    /** The REFER ends at the gateway, which calls Carol in Alice's name; Bob hears what becomes of it, and leaves. */
    @Test
    @Tag("TSP-127")
    @DisplayName("2.4 Transfer - Unattended")
    void bobHandsAliceToCarolAndLeaves() {
        aliceAndBobTalk();
        CallInput.RequestReceived refer = call.fromCallee("REFER", 7);
        call.on(new CallInput.RequestReceived(refer.transaction(), refer.request()
                .toBuilder()
                .set(HeaderName.REFER_TO, "<sip:+447700900002@192.0.2.1>")
                .set(HeaderName.REFERRED_BY, "<sip:+441632960000@mps.example>")
                .build(), refer.flow()));
        wire.sends("202 to its REFER to called", "NOTIFY to called", "INVITE to called 2 (sendrecv)");
        assertThat(lastWord()).startsWith("SIP/2.0 100");
        assertThat(call.invites().getLast().request().headers().first(HeaderName.REFERRED_BY)).contains(
                "<sip:+441632960000@mps.example>");

        call.targetSays(2, 180, "");
        wire.sends("NOTIFY to called");
        assertThat(lastWord()).startsWith("SIP/2.0 180");
        call.targetSays(2, 200, CallOnPaper.ANSWER);
        wire.sends("ACK to called 2", "NOTIFY to called");
        assertThat(lastWord()).startsWith("SIP/2.0 200");
        call.on(byeOfBob(8));
        wire.sends("200 to its BYE to called");

        call.on(call.fromCaller("BYE", 2)).on(call.byeAnswered(2));
        wire.sends("200 to its BYE to caller", "BYE to called 2");
        assertThat(call.record().facts().transfers()).singleElement().extracting(Transferral::status).isEqualTo(200);
    }

    /**
     * Bob has asked Alice, both on Microsoft's side, to take his place: her INVITE names the dialog that he has with us.
     * Carol, in the core, hears of it as a re-INVITE.
     */
    @Test
    @Tag("TSP-113")
    @DisplayName("2.5 Transfer - Attended")
    void aliceTakesBobsPlaceInHisCallToCarol() {
        aliceAndBobTalk(); // Carol and Bob, that is
        ServerTransactionId alices = new ServerTransactionId(1, 700);
        SipRequest invite = CallOnPaper.request("INVITE", "sip:" + CallOnPaper.ID.tag(1) + "@192.0.2.1:5061",
                "<sip:+441632960444@mps.example>;tag=alice", "<sip:+441632960111@192.0.2.1>", 1,
                CallOnPaper.ANSWER.replace("10.0.0.8", "10.0.0.7"))
                .toBuilder()
                .set(HeaderName.CALL_ID, "alice@mps.example")
                .add(HeaderName.REPLACES, call.sentInvite().request().callId() + ";to-tag=" + CallOnPaper.ID.tag(1)
                        + ";from-tag=callee")
                .build();
        call.on(new CallInput.InviteReceived(alices, invite, CallOnPaper.MPS_FLOW, "teams", "mps-1"));
        wire.sends("INVITE to caller (sendrecv)");
        call.reinvited(0, 200, CallOnPaper.OFFER);
        wire.sends("ACK to caller", "200 to called 2 (sendrecv)", "BYE to called");
        assertThat(bobsMedia()).isEqualTo("10.0.0.7:6000");

        call.on(new CallInput.AckReceived(CallOnPaper.request("ACK", "sip:" + CallOnPaper.ID.tag(2)
                + "@192.0.2.1:5061", "<sip:+441632960444@mps.example>;tag=alice",
                "<sip:+441632960111@192.0.2.1>;tag=" + CallOnPaper.ID.tag(2), 1, "")));
        call.on(call.byeAnswered(1)).on(call.fromCaller("BYE", 2)).on(call.byeAnswered(2));
        wire.sends("200 to its BYE to caller", "BYE to called 2");
        assertThat(call.record().facts().transfers()).singleElement().extracting(Transferral::status).isEqualTo(200);
    }

    /** Carol's call with Bob does not go through us: the dialog that she is to replace is hers, and is told as it is. */
    @Test
    @Tag("TSP-127")
    @DisplayName("2.5 Transfer - Attended, the gateway in Alice's place")
    void bobHandsAliceToCarolWithWhomHeHasTalked() {
        aliceAndBobTalk();
        CallInput.RequestReceived refer = call.fromCallee("REFER", 7);
        call.on(new CallInput.RequestReceived(refer.transaction(), refer.request()
                .toBuilder()
                .set(HeaderName.REFER_TO, "<sip:+447700900002@192.0.2.1"
                        + "?Replaces=consultation%40mps.example%3Bto-tag%3Dcarol%3Bfrom-tag%3Dbob>")
                .build(), refer.flow()));
        wire.sends("202 to its REFER to called", "NOTIFY to called", "INVITE to called 2 (sendrecv)");
        assertThat(call.invites().getLast().request().headers().first(HeaderName.REPLACES)).contains(
                "consultation@mps.example;to-tag=carol;from-tag=bob");

        call.targetSays(2, 200, CallOnPaper.ANSWER);
        wire.sends("ACK to called 2", "NOTIFY to called");
        call.on(byeOfBob(8));
        wire.sends("200 to its BYE to called");
    }

    /** A BYE in Bob's dialog, though the last who was called is another by now. */
    private static CallInput.RequestReceived byeOfBob(int cseq) {
        return new CallOnPaper().talking().fromCallee("BYE", cseq);
    }

    /** What Bob was last told of the transfer (RFC 3420). */
    private String lastWord() {
        return sdp(call.sent(SipMethod.NOTIFY, 1).getLast().request());
    }

    /** Bob's proxy says 181 and asks Carol: for Alice it is one call, answered by whom it has not heard of before. */
    @Test
    @DisplayName("2.7 Call Forwarding Unconditional")
    void aCallThatIsForwardedAtOnceIsAnsweredByAnother() {
        call.invited().calleeSays(181, "");
        wire.sends("INVITE to called (sendrecv)", "181 to caller");
        carolTakesIt();
    }

    /** Between the gateway and Bob's proxy this is the same: his 486 ends there. */
    @Test
    @DisplayName("2.8 Call Forwarding - Busy")
    void aCallThatIsForwardedOnBusyIsAnsweredByAnother() {
        call.invited();
        from("proxy", 181, "");
        wire.sends("INVITE to called (sendrecv)", "181 to caller");
        carolTakesIt();
    }

    @Test
    @Tag("TSP-117")
    @DisplayName("2.9 Call Forwarding - No Answer")
    void aCallThatRangInVainIsForwardedAndAnsweredByAnother() {
        call.invited().calleeSays(180, "");
        wire.sends("INVITE to called (sendrecv)", "180 to caller");
        from("proxy", 181, "");
        wire.sends("181 to caller");
        carolTakesIt();
    }

    /** Each place where Bob may be rings, early media comes from one and another answers. */
    @Test
    @Tag("TSP-117")
    @DisplayName("2.12 Find-Me")
    void theFirstPlaceThatAnswersHasTheCall() {
        call.invited();
        from("desk", 180, "");
        from("mobile", 183, CallOnPaper.ANSWER);
        from("carol", 180, "");
        from("carol", 200, CallOnPaper.ANSWER);
        call.on(call.ack(""));
        from("desk", 200, CallOnPaper.ANSWER);
        assertThat(call.sent(SipMethod.BYE, 1)).singleElement()
                .satisfies(bye -> assertThat(bye.request().toTag()).contains("desk"));

        assertCarolHasIt();
    }

    /** Whom Bob does not want to hear from is refused at his proxy, and no other peer is asked to think better of it. */
    @Test
    @Tag("TSP-124")
    @DisplayName("2.13 Call Management (Incoming Call Screening)")
    void aScreenedCallerIsToldSoAndNobodyElseIsAsked() {
        call.peers = 2;
        call.invited().calleeSays(403, "");
        wire.sends("INVITE to called (sendrecv)", "403 to caller");

        assertThat(call.record().cause().side()).isEqualTo("callee");
    }

    private void from(String tag, int status, String sdp) {
        CallEffect.SendRequest invite = call.sentInvite();
        call.on(new CallInput.ResponseReceived(invite.transaction(),
                CallOnPaper.response(invite.request(), status, tag, sdp), invite.flow()));
    }

    private void carolTakesIt() {
        from("carol", 180, "");
        wire.sends("180 to caller");
        from("carol", 200, CallOnPaper.ANSWER);
        wire.sends("ACK to called", "200 to caller (sendrecv)");
        call.on(call.ack(""));
        wire.sends();
        assertCarolHasIt();
    }

    private void assertCarolHasIt() {
        assertThat(call.responses(CallOnPaper.INVITE_TX)).extracting(SipResponse::toTag)
                .containsOnly(Optional.of(CallOnPaper.ID.tag(0)));
        assertThat(call.all(CallEffect.SendAck.class).getFirst().ack().toTag()).contains("carol");
        assertThat(((CallState.Talking) call.state).callee().dialog().id().remoteTag()).isEqualTo("carol");
        call.on(call.fromCaller("BYE", 2));
        assertThat(call.sent(SipMethod.BYE, 1).getLast().request().toTag()).contains("carol");
    }
}
