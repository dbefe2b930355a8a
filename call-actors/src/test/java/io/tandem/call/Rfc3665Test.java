package io.tandem.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tandem.media.session.DescribeRemote;
import io.tandem.media.session.MediaEnd;
import io.tandem.port.PeerGroup;
import io.tandem.port.TrunkSetUp;
import io.tandem.port.TrunkSetUp.Forwarded;
import io.tandem.port.TrunkSetUp.Redirects;
import io.tandem.port.TrunkSetUp.ReliableProvisional;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.Headers;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The basic call flows of RFC 3665 §3, with the gateway between Alice, who calls from the core, and Bob. What a flow
 * shows of proxies, the gateway shows as both their user agents. Not here: §2 (registration) and §3.3 (proxy
 * authentication), since it keeps no locations and asks nobody for credentials; trunks are known by address or
 * certificate.
 */
class Rfc3665Test {
    private static final String ALICES_PROXY = "<sip:ss1.atlanta.example;lr>";
    private static final String BOBS_PROXY = "<sip:ss2.biloxi.example;lr>";

    private static final PeerGroup REDIRECTING = ReliableProvisionalTest.with(CallOnPaper.TEAMS,
            new TrunkSetUp(ReliableProvisional.SUPPORTED, Forwarded.RELAYED, Redirects.FOLLOWED));

    private final CallOnPaper call = new CallOnPaper();
    private final PaperWire wire = new PaperWire(call);

    private static String sdp(SipMessage message) {
        return new String(message.body(), StandardCharsets.UTF_8);
    }

    private SipResponse lastToAlice() {
        return call.responses(CallOnPaper.INVITE_TX).getLast();
    }

    @Test
    @DisplayName("3.1 Successful Session Establishment")
    void aCallIsRungAnsweredAcknowledgedAndEndedByTheCalledSide() {
        call.invited();
        wire.sends("INVITE to called (sendrecv)");
        call.calleeSays(180, "");
        wire.sends("180 to caller");
        call.calleeSays(200, CallOnPaper.ANSWER);
        wire.sends("ACK to called", "200 to caller (sendrecv)");
        call.on(call.ack(""));
        wire.sends();
        call.on(call.fromCallee("BYE", 7));
        wire.sends("200 to its BYE to called", "BYE to caller");
        call.on(call.byeAnswered(0));
        wire.sends();

        assertThat(call.record().cause().side()).isEqualTo("callee");
        assertThat(call.record().answeredAt()).isPresent();
    }

    /** The proxies stay in the path: each side's requests go through its own, and neither hears of the other's. */
    @Test
    @DisplayName("3.2 Session Establishment Through Two Proxies")
    void eachSideIsReachedThroughItsOwnProxy() {
        CallInput.InviteReceived invite = CallOnPaper.invite("+441632960000", CallOnPaper.OFFER);
        SipRequest routed = invite.invite().toBuilder().add(HeaderName.RECORD_ROUTE, ALICES_PROXY).build();
        call.on(new CallInput.InviteReceived(invite.transaction(), routed, invite.flow(), invite.peerGroup(),
                invite.peer()));
        assertThat(call.sentInvite().request().headers().contains(HeaderName.RECORD_ROUTE)).isFalse();
        wire.sends("INVITE to called (sendrecv)");

        call.targetSays(1, 180, "", "Record-Route: " + BOBS_PROXY);
        wire.sends("180 to caller");
        call.targetSays(1, 200, CallOnPaper.ANSWER, "Record-Route: " + BOBS_PROXY).on(call.ack(""));
        wire.sends("ACK to called", "200 to caller (sendrecv)");
        assertThat(call.responses(CallOnPaper.INVITE_TX)).allSatisfy(response -> assertThat(
                response.headers().values(HeaderName.RECORD_ROUTE)).containsExactly(ALICES_PROXY));
        SipRequest ack = call.all(CallEffect.SendAck.class).getFirst().ack();
        assertThat(ack.headers().values(HeaderName.ROUTE)).containsExactly(BOBS_PROXY);
        assertThat(ack.requestUri().text()).isEqualTo("sip:callee@10.0.0.8:5090");

        call.on(call.fromCallee("BYE", 7));
        SipRequest bye = call.sent(SipMethod.BYE, 0).getFirst().request();
        assertThat(bye.headers().values(HeaderName.ROUTE)).containsExactly(ALICES_PROXY);
        assertThat(bye.requestUri().text()).isEqualTo("sip:caller@10.0.0.9:5070");
    }

    @Test
    @Tag("TSP-124")
    @DisplayName("3.4 Successful Session with Proxy Failure")
    void aPeerThatSaysNothingIsPassedOverAndTheCallerSeesOneCall() {
        call.peers = 2;
        call.invited();
        wire.sends("INVITE to called (sendrecv)");
        call.targetIsSilent(1);
        wire.sends("INVITE to called 2 (sendrecv)");
        call.targetSays(2, 180, "");
        wire.sends("180 to caller");
        call.targetSays(2, 200, CallOnPaper.ANSWER).on(call.ack(""));
        wire.sends("ACK to called 2", "200 to caller (sendrecv)");
        call.on(call.fromCallee("BYE", 7)).on(call.byeAnswered(0));
        wire.sends("200 to its BYE to called 2", "BYE to caller");

        assertThat(call.record().facts().failedAttempts()).singleElement()
                .satisfies(attempt -> assertThat(attempt.outcome()).isEqualTo(Attempt.Outcome.SILENT));
    }

    /** The gateway is the ALG: no address of one network is told to the other, in no message of the call. */
    @Test
    @Tag("TSP-153")
    @DisplayName("3.5 Session Through a SIP ALG")
    void signallingAndMediaAreReachedAtTheGatewayAlone() {
        call.talking().on(call.fromCaller("BYE", 2));

        List<SipRequest> toBob = Stream.concat(
                call.all(CallEffect.SendRequest.class).stream().map(CallEffect.SendRequest::request),
                call.all(CallEffect.SendAck.class).stream().map(CallEffect.SendAck::ack)).toList();
        assertThat(toBob).extracting(SipRequest::method)
                .containsExactlyInAnyOrder(SipMethod.INVITE, SipMethod.ACK, SipMethod.BYE);
        assertThat(toBob).allSatisfy(
                request -> assertThat(new String(request.toBytes(), StandardCharsets.UTF_8)).doesNotContain(
                        "10.0.0.9", "secret-topology"));
        assertThat(sdp(call.sentInvite().request())).contains("c=IN IP4 192.0.2.1").contains("m=audio 20002 ");
        assertThat(new String(lastToAlice().toBytes(), StandardCharsets.UTF_8)).doesNotContain("10.0.0.8")
                .contains("c=IN IP4 192.0.2.1", "m=audio 20000 ");
        assertThat(call.all(CallEffect.Describe.class)).extracting(CallEffect.Describe::order)
                .extracting(DescribeRemote::address, DescribeRemote::rtpPort)
                .contains(tuple("10.0.0.8", 6_000));
    }

    /**
     * The gateway follows the redirection as the flow's Alice does. She offers nothing: what Bob answers to the gateway's
     * offer is the offer to her, and her ACK has the answer.
     */
    @Test
    @Tag("TSP-112")
    @DisplayName("3.6 Session via Redirect and Proxy Servers with SDP in ACK")
    void aRedirectionIsFollowedAndTheAnswerInTheAckIsHeardOf() {
        CallOnPaper redirected = new CallOnPaper(CallOnPaper.CORE, REDIRECTING);
        PaperWire wire = new PaperWire(redirected);
        redirected.on(CallOnPaper.invite("+441632960000", ""));
        wire.sends("INVITE to called (sendrecv)");
        CallEffect.SendRequest first = redirected.sentInvite();
        SipResponse moved = CallOnPaper.response(first.request(), 302, "redirect", "")
                .toBuilder()
                .set(HeaderName.CONTACT, "<sip:+441632960555@10.0.0.8>")
                .build();
        redirected.on(new CallInput.ResponseReceived(first.transaction(), moved, first.flow()));
        wire.sends("INVITE to called 2 (sendrecv)");

        redirected.targetSays(2, 180, "").targetSays(2, 200, CallOnPaper.ANSWER);
        wire.sends("180 to caller", "ACK to called 2", "200 to caller (sendrecv)");
        redirected.on(redirected.ack(CallOnPaper.OFFER.replace("RTP/AVP 8 0", "RTP/AVP 8")));
        wire.sends();
        assertThat(redirected.all(CallEffect.Describe.class)).extracting(CallEffect.Describe::order)
                .extracting(DescribeRemote::address, DescribeRemote::rtpPort)
                .containsExactly(tuple("10.0.0.8", 6_000), tuple("10.0.0.9", 4_000));
    }

    @Test
    @Tag("TSP-149")
    @DisplayName("3.7 Session with re-INVITE (IP Address Change)")
    void aMovedPartyIsFollowedAndTheOtherKeepsItsPort() {
        call.talking();
        wire.sends("INVITE to called (sendrecv)", "ACK to called", "200 to caller (sendrecv)");
        String moved = CallOnPaper.ANSWER.replace("callee 1 1", "callee 1 2").replace("10.0.0.8", "10.0.0.88");
        CallInput.RequestReceived reInvite = call.fromCallee("INVITE", 14, moved);
        SipRequest elsewhere = reInvite.request()
                .toBuilder()
                .set(HeaderName.CONTACT, "<sip:callee@10.0.0.88:5090>")
                .build();
        call.on(new CallInput.RequestReceived(reInvite.transaction(), elsewhere, reInvite.flow()));
        wire.sends("INVITE to caller (sendrecv)");
        assertThat(sdp(call.sent(SipMethod.INVITE, 0).getLast().request())).contains("m=audio 20000 ")
                .doesNotContain("10.0.0.88");

        call.reinvited(0, 200, CallOnPaper.OFFER);
        wire.sends("ACK to caller", "200 to called (sendrecv)");
        assertThat(call.all(CallEffect.Describe.class)).extracting(CallEffect.Describe::order)
                .anySatisfy(order -> {
                    assertThat(order.end()).isEqualTo(MediaEnd.CALLEE);
                    assertThat(order.address()).isEqualTo("10.0.0.88");
                });
        call.on(new CallInput.AckReceived(call.fromCallee("ACK", 14).request())).on(call.fromCaller("BYE", 2));
        wire.sends("200 to its BYE to caller", "BYE to called");
        assertThat(call.sent(SipMethod.BYE, 1).getFirst().request().requestUri().text()).isEqualTo(
                "sip:callee@10.0.0.88:5090");
    }

    @Test
    @Tag("TRAP-3")
    @DisplayName("3.8 Unsuccessful No Answer")
    void aCallerThatWaitsNoLongerCancels() {
        call.invited().calleeSays(180, "");
        wire.sends("INVITE to called (sendrecv)", "180 to caller");
        call.on(call.cancel()); // the edge has answered it with 200
        wire.sends("487 to caller", "CANCEL to called");
        call.calleeSays(487, "");
        wire.sends();

        assertThat(call.record().cause().status()).isEqualTo(487);
        assertThat(call.record().answeredAt()).isEmpty();
        assertThat(call.all(CallEffect.CloseMedia.class)).hasSize(1);
    }

    @Test
    @Tag("TSP-125")
    @DisplayName("3.9 Unsuccessful Busy")
    void aBusyCalledPartyIsToldWithItsCause() {
        call.invited().calleeSays(486, "");
        wire.sends("INVITE to called (sendrecv)", "486 to caller");

        Headers told = lastToAlice().headers();
        assertThat(told.first(HeaderName.REASON)).hasValueSatisfying(
                reason -> assertThat(reason).startsWith("Q.850;cause=17"));
        assertThat(call.record().cause().q850()).isEqualTo(17);
    }

    /** The flow's proxy says 480; RFC 3261 §16.8 and Microsoft's re-routing know this as 408. */
    @Test
    @Tag("TRAP-29")
    @DisplayName("3.10 Unsuccessful No Response from User Agent")
    void aCalledPartyThatNeverAnswersEndsTheCallWith408() {
        call.invited();
        wire.sends("INVITE to called (sendrecv)");
        call.targetIsSilent(1);
        wire.sends("408 to caller");

        assertThat(call.record().answeredAt()).isEmpty();
        assertThat(call.all(CallEffect.CloseMedia.class)).hasSize(1);
    }

    @Test
    @DisplayName("3.11 Unsuccessful Temporarily Unavailable")
    void a480AndWhenToTryAgainReachTheCaller() {
        call.invited().calleeSays(180, "");
        wire.sends("INVITE to called (sendrecv)", "180 to caller");
        call.targetSays(1, 480, "", "Retry-After: 3600");
        wire.sends("480 to caller");

        assertThat(lastToAlice().headers().first(HeaderName.RETRY_AFTER)).contains("3600");
        assertThat(call.record().cause().side()).isEqualTo("callee");
    }
}
