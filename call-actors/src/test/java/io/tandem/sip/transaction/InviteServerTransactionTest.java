package io.tandem.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.route.Transport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** RFC 3261 §17.2.1, §13.3.1.4, §9.2 and RFC 6026 §7.1, seen from outside the layer. */
class InviteServerTransactionTest {
    private final Station callee = Station.callee(Transport.UDP);
    private final SipRequest invite = Texts.incoming(SipMethod.INVITE, "z9hG4bK-1", 1).build();

    private SipResponse answer(int status) {
        return Texts.response(callee.requests.getFirst(), status, "ours");
    }

    private SipResponse answered(int status) {
        callee.receive(invite);
        SipResponse answer = answer(status);
        callee.respond(answer);
        return answer;
    }

    @Test
    @Tag("TSP-122")
    void aNewInviteIsAnsweredTryingAtOnceAndPassedUp_TSP122() {
        callee.receive(invite);
        assertThat(callee.sent).containsExactly("0 100 INVITE");
        assertThat(callee.told).containsExactly("0 request INVITE");
    }

    @Test
    void tryingWaitsForTheDelayOfTheSettingsAndIsSparedWhenTheUserIsFaster() {
        TransactionSettings rfc = new TransactionSettings(500, 4000, 5000, 200, 32_000, 300_000, 10, 10);
        Station slow = new Station(rfc, Transport.UDP, Texts.CALLER);
        slow.receive(invite);
        assertThat(slow.until(1_000).sent).containsExactly("200 100 INVITE");

        Station fast = new Station(rfc, Transport.UDP, Texts.CALLER);
        fast.receive(invite);
        fast.until(100).respond(Texts.response(fast.requests.getFirst(), 180, "ours"));
        assertThat(fast.until(1_000).sent).containsExactly("100 180 INVITE");
    }

    @Test
    void aRepeatedInviteGetsTheLastProvisionalAgain() {
        callee.receive(invite);
        callee.until(10).receive(invite);
        callee.respond(answer(180));
        callee.until(20).receive(invite);
        assertThat(callee.sent).containsExactly("0 100 INVITE", "10 100 INVITE", "10 180 INVITE", "20 180 INVITE");
        assertThat(callee.told).containsExactly("0 request INVITE");
    }

    @Test
    void timerGRepeatsARefusalUpToT2UntilTimerHGivesUp() {
        answered(486);
        callee.until(40_000);
        assertThat(callee.sent).startsWith("0 100 INVITE", "0 486 INVITE", "500 486 INVITE", "1500 486 INVITE",
                "3500 486 INVITE", "7500 486 INVITE", "11500 486 INVITE").endsWith("31500 486 INVITE");
        assertThat(callee.empty()).isTrue();
    }

    @Test
    @Tag("TRAP-6")
    void theAckToARefusalStopsItAndIsNeitherAnsweredNorPassedUp_TRAP6() {
        SipResponse refusal = answered(486);
        SipRequest ack = Texts.ackOnBranchOf(invite, refusal);
        callee.until(100).receive(ack);
        callee.receive(ack);
        callee.receive(invite);
        assertThat(callee.until(5_099).layer.serverTransactions()).isEqualTo(1); // Timer I
        assertThat(callee.until(5_100).empty()).isTrue();
        assertThat(callee.sent).containsExactly("0 100 INVITE", "0 486 INVITE");
        assertThat(callee.told).containsExactly("0 request INVITE");
    }

    @Test
    void theAckToARefusalIsKnownAlsoOnABranchOfItsOwn() {
        SipResponse refusal = answered(486);
        callee.receive(Texts.ackTo(refusal, "z9hG4bK-other"));
        assertThat(callee.until(10_000).empty()).isTrue();
        assertThat(callee.told).containsExactly("0 request INVITE");
    }

    @Test
    void onAReliableTransportARefusalIsSentOnceAndTheAckEndsAll() {
        Station tcp = Station.callee(Transport.TCP);
        tcp.receive(invite);
        SipResponse refusal = Texts.response(tcp.requests.getFirst(), 486, "ours");
        tcp.respond(refusal);
        tcp.until(10_000).receive(Texts.ackOnBranchOf(invite, refusal));
        assertThat(tcp.sent).containsExactly("0 100 INVITE", "0 486 INVITE");
        assertThat(tcp.empty()).isTrue();
    }

    @Test
    @Tag("TRAP-5")
    void a2xxIsRepeatedUntilItsAckComes_TRAP5() {
        SipResponse answer = answered(200);
        callee.until(2_000).receive(Texts.ackTo(answer, "z9hG4bK-ack"));
        callee.until(20_000);
        assertThat(callee.sent).containsExactly("0 100 INVITE", "0 200 INVITE", "500 200 INVITE", "1500 200 INVITE");
        assertThat(callee.told).containsExactly("0 request INVITE", "2000 ack");
    }

    @Test
    @Tag("TRAP-5")
    void a2xxThatIsNeverAcknowledgedIsReportedAfter64T1_TRAP5() {
        answered(200);
        callee.until(40_000);
        assertThat(callee.sent).startsWith("0 100 INVITE", "0 200 INVITE", "500 200 INVITE", "1500 200 INVITE",
                "3500 200 INVITE", "7500 200 INVITE", "11500 200 INVITE").endsWith("31500 200 INVITE");
        assertThat(callee.told).containsExactly("0 request INVITE", "32000 ack missing");
        assertThat(callee.empty()).isTrue();
    }

    @Test
    void a2xxIsRepeatedOnReliableTransportsToo() {
        Station tcp = Station.callee(Transport.TCP);
        tcp.receive(invite);
        tcp.respond(Texts.response(tcp.requests.getFirst(), 200, "ours"));
        assertThat(tcp.until(600).sent).containsExactly("0 100 INVITE", "0 200 INVITE", "500 200 INVITE");
    }

    @Test
    void inAcceptedRepeatedInvitesAndAcksAreAbsorbedUntilTimerL_RFC6026() {
        SipResponse answer = answered(200);
        callee.receive(invite);
        callee.receive(Texts.ackTo(answer, "z9hG4bK-ack"));
        callee.receive(Texts.ackTo(answer, "z9hG4bK-ack"));
        callee.until(31_999).receive(invite);
        assertThat(callee.sent).containsExactly("0 100 INVITE", "0 200 INVITE");
        assertThat(callee.told).containsExactly("0 request INVITE", "0 ack");
        assertThat(callee.until(32_000).empty()).isTrue();
    }

    @Test
    void anAckToA2xxThatComesOnTheInvitesBranchIsTakenAllTheSame() {
        SipResponse answer = answered(200);
        callee.receive(Texts.ackOnBranchOf(invite, answer));
        assertThat(callee.told).containsExactly("0 request INVITE", "0 ack");
    }

    @Test
    void anAckOfAnotherDialogStopsNothingAndGoesToTheUser() {
        answered(200);
        SipResponse other = Texts.response(callee.requests.getFirst(), 200, "another");
        callee.receive(Texts.ackTo(other, "z9hG4bK-ack"));
        callee.until(600);
        assertThat(callee.told).containsExactly("0 request INVITE", "0 ack");
        assertThat(callee.sent).endsWith("500 200 INVITE");
    }

    @Test
    void aCancelIsAnsweredAndPassedUpOnceAndEachRepetitionAnswered() {
        callee.receive(invite);
        callee.respond(answer(180));
        callee.receive(Texts.cancelOf(invite));
        callee.receive(Texts.cancelOf(invite));
        assertThat(callee.lastSent().toTag()).contains("ours");
        callee.respond(answer(487));
        assertThat(callee.sent).containsExactly("0 100 INVITE", "0 180 INVITE", "0 200 CANCEL", "0 200 CANCEL",
                "0 487 INVITE");
        assertThat(callee.told).containsExactly("0 request INVITE", "0 cancel");
    }

    @Test
    void aCancelAfterTheAnswerIsAnsweredAndChangesNothing() {
        answered(200);
        callee.receive(Texts.cancelOf(invite));
        assertThat(callee.sent).containsExactly("0 100 INVITE", "0 200 INVITE", "0 200 CANCEL");
        assertThat(callee.told).containsExactly("0 request INVITE");
    }

    @Test
    void aCancelOfNothingIsAnswered481() {
        callee.receive(Texts.cancelOf(invite));
        assertThat(callee.sent).containsExactly("0 481 CANCEL");
        assertThat(callee.lastSent().toTag()).isPresent();
        assertThat(callee.told).isEmpty();
    }

    @Test
    void anAnswerAfterTheFinalOneOrToNothingIsDropped() {
        answered(486);
        callee.respond(answer(200));
        callee.layer.respond(new ServerTransactionId(1, 99), answer(200), callee.now());
        callee.layer.respond(new ServerTransactionId(2, 1), answer(200), callee.now());
        assertThat(callee.sent).containsExactly("0 100 INVITE", "0 486 INVITE");
        assertThat(callee.counted).containsExactly("answer dropped", "answer dropped", "answer dropped");
    }

    @Test
    void anInviteThatTheUserForgetsIsRefusedByTimerC() {
        callee.receive(invite);
        callee.respond(answer(180));
        callee.until(340_000);
        assertThat(callee.sent).startsWith("0 100 INVITE", "0 180 INVITE", "300000 408 INVITE");
        assertThat(callee.lastSent().toTag()).contains("ours");
        assertThat(callee.counted).containsExactly("unanswered INVITE");
        assertThat(callee.empty()).isTrue();
    }
}
