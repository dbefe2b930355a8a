package io.tandem.call;

import static io.tandem.call.CallOnPaper.ANSWER;
import static io.tandem.call.CallOnPaper.CORE;
import static io.tandem.call.CallOnPaper.OFFER;
import static io.tandem.call.CallOnPaper.TEAMS;
import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.media.session.DescribeRemote;
import io.tandem.media.session.MediaEnd;
import io.tandem.port.PeerGroup;
import io.tandem.port.TrunkPackets;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipMethod;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** RTCP on the port of RTP (RFC 5761), agreed on with each side for itself. */
@Tag("TSP-143")
class RtcpMuxTest {
    private static final String MUX = "a=rtcp-mux\n";
    private static final PeerGroup MUXING_TEAMS = with(new TrunkPackets(46, 0, true, false), TEAMS);

    private static PeerGroup with(TrunkPackets packets, PeerGroup group) {
        return new PeerGroup(group.name(), group.side(), group.listeners(), group.transport(), group.defaultService(),
                group.services(), group.allowedSources(), group.peers(), group.security(), group.rates(),
                group.numbers(), group.probing(), group.rules(), group.profile(), group.setUp(), group.sessions(),
                packets);
    }

    private static String text(SipMessage message) {
        return new String(message.body(), StandardCharsets.UTF_8);
    }

    private static DescribeRemote last(CallOnPaper call, MediaEnd end) {
        return call.all(CallEffect.Describe.class)
                .stream()
                .map(CallEffect.Describe::order)
                .filter(order -> order.end() == end)
                .toList()
                .getLast();
    }

    private static String answerToCaller(CallOnPaper call) {
        return text(call.responses(CallOnPaper.INVITE_TX).getLast());
    }

    @Test
    void whoOffersItIsAnsweredSoAndTheOtherSideHearsNothingOfIt() {
        CallOnPaper call = new CallOnPaper(CORE, TEAMS);
        call.on(CallOnPaper.invite("+441632960000", OFFER + MUX));
        assertThat(text(call.sentInvite().request())).doesNotContain("rtcp-mux");

        call.calleeSays(200, ANSWER);

        assertThat(answerToCaller(call)).contains("a=rtcp-mux\r\n").doesNotContain("a=rtcp:");
        assertThat(last(call, MediaEnd.CALLER)).extracting(DescribeRemote::rtpPort, DescribeRemote::rtcpPort)
                .containsExactly(4_000, 4_000);
        assertThat(last(call, MediaEnd.CALLEE)).extracting(DescribeRemote::rtpPort, DescribeRemote::rtcpPort)
                .containsExactly(6_000, 6_001);
    }

    @Test
    void whoDoesNotOfferItIsNotAnsweredSoWhateverTheOtherSideSays() {
        CallOnPaper call = new CallOnPaper(CORE, MUXING_TEAMS).invited();
        assertThat(text(call.sentInvite().request())).contains("a=rtcp-mux\r\n");

        call.calleeSays(200, ANSWER + MUX);

        assertThat(answerToCaller(call)).doesNotContain("rtcp-mux");
        assertThat(last(call, MediaEnd.CALLER).rtcpPort()).isEqualTo(4_001);
        assertThat(last(call, MediaEnd.CALLEE).rtcpPort()).as("of 6000").isEqualTo(6_000);
    }

    @Test
    void whereOurOfferIsNotTakenUpRtcpHasItsOwnPort() {
        CallOnPaper call = new CallOnPaper(CORE, MUXING_TEAMS).invited().calleeSays(200, ANSWER);

        assertThat(last(call, MediaEnd.CALLEE).rtcpPort()).isEqualTo(6_001);
    }

    /** RFC 5761 §5.1.1: it may stand in an answer only if it stood in the offer. */
    @Test
    void anAnswerThatSaysSoUnaskedAgreesOnNothing() {
        CallOnPaper call = new CallOnPaper(CORE, TEAMS).invited().calleeSays(200, ANSWER + MUX);

        assertThat(last(call, MediaEnd.CALLEE).rtcpPort()).isEqualTo(6_001);
    }

    @Test
    @Tag("TRAP-58")
    void whatWasAgreedOnStaysInOurLaterOffersToThatSide() {
        CallOnPaper call = new CallOnPaper(CORE, TEAMS);
        call.on(CallOnPaper.invite("+441632960000", OFFER + MUX)).calleeSays(200, ANSWER).on(call.ack(""));

        call.on(call.fromCallee("INVITE", 7, ANSWER + "a=sendonly\n"));

        assertThat(text(call.sentLast(SipMethod.INVITE, 0).request())).contains("a=rtcp-mux\r\n");
        call.reinvited(0, 200, OFFER + MUX + "a=recvonly\n");
        assertThat(((CallState.Talking) call.state).media().caller().orElseThrow().rtcpPort()).isEqualTo(4_000);
    }

    /** What the relay has to know of it stands in the journal. */
    @Test
    void aCallThatComesBackGoesOnSo() {
        CallOnPaper call = new CallOnPaper(CORE, TEAMS);
        call.on(CallOnPaper.invite("+441632960000", OFFER + MUX)).calleeSays(200, ANSWER).on(call.ack(""));

        call.state = CallRules.apply(call.events.getLast());
        call.forget().on(new CallInput.Resumed());

        assertThat(last(call, MediaEnd.CALLER).rtcpPort()).isEqualTo(4_000);
        assertThat(last(call, MediaEnd.CALLEE).rtcpPort()).isEqualTo(6_001);
    }
}
