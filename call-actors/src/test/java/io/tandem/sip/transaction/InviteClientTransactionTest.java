package io.tandem.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.Headers;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.route.Flow;
import io.tandem.sip.route.Transport;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** RFC 3261 §17.1.1 and RFC 6026 §7.2, seen from outside the layer. */
class InviteClientTransactionTest {
    private final Station caller = Station.caller(Transport.UDP);

    private SipRequest ackTo(SipResponse answer) {
        return Texts.outgoing(SipMethod.ACK, "call-1", 1).to(answer.to()).build();
    }

    @Test
    void timerADoublesUntilTimerBEndsTheTransaction() {
        caller.invite();
        caller.until(40_000);
        assertThat(caller.sent).containsExactly("0 INVITE", "500 INVITE", "1500 INVITE", "3500 INVITE", "7500 INVITE",
                "15500 INVITE", "31500 INVITE");
        assertThat(caller.told).containsExactly("32000 owner timeout INVITE");
        assertThat(caller.empty()).isTrue();
    }

    @Test
    void aReliableTransportIsNotRepeatedOnAndTimesOutAllTheSame() {
        Station tcp = Station.caller(Transport.TCP);
        tcp.invite();
        tcp.until(40_000);
        assertThat(tcp.sent).containsExactly("0 INVITE");
        assertThat(tcp.told).containsExactly("32000 owner timeout INVITE");
    }

    @Test
    void theViaOnTopIsOursWithTheBranchOfTheIdAndAsksForThePort() {
        SipRequest sent = caller.invite();
        assertThat(sent.topVia().branch()).contains(Station.BRANCH);
        assertThat(sent.topVia().host()).isEqualTo("192.0.2.9");
        assertThat(sent.topVia().rport()).contains("");
    }

    @Test
    void aTryingIsAbsorbedAndStopsTimerA() {
        SipRequest invite = caller.invite();
        caller.until(600).receive(Texts.response(invite, 100, ""));
        caller.until(60_000);
        assertThat(caller.sent).containsExactly("0 INVITE", "500 INVITE");
        assertThat(caller.told).isEmpty();
    }

    @Test
    void eachProvisionalAboveTryingIsPassedUp() {
        SipRequest invite = caller.invite();
        caller.receive(Texts.response(invite, 180, "a"));
        caller.receive(Texts.response(invite, 183, "a"));
        assertThat(caller.told).containsExactly("0 owner 180 INVITE", "0 owner 183 INVITE");
    }

    @Test
    void aRefusalIsAcknowledgedByTheLayerOnTheSameBranchAndPassedUpOnce() {
        SipRequest invite = caller.invite();
        SipResponse busy = Texts.response(invite, 486, "a");
        caller.receive(busy);
        caller.until(500).receive(busy);
        SipRequest ack = (SipRequest) caller.lastSent();
        assertThat(caller.sent).containsExactly("0 INVITE", "0 ACK", "500 ACK");
        assertThat(caller.told).containsExactly("0 owner 486 INVITE");
        assertThat(ack.topVia().text()).isEqualTo(invite.topVia().text());
        assertThat(ack.vias()).hasSize(1);
        assertThat(ack.toTag()).contains("a");
        assertThat(ack.cseq().text()).isEqualTo("1 ACK");
        assertThat(ack.requestUri().text()).isEqualTo(invite.requestUri().text());
    }

    @Test
    void timerDKeepsTheRefusedTransactionFor32SecondsOnUdpAndNotAtAllOnTcp() {
        caller.receive(Texts.response(caller.invite(), 486, "a"));
        assertThat(caller.until(31_999).layer.clientTransactions()).isEqualTo(1);
        assertThat(caller.until(32_000).empty()).isTrue();

        Station tcp = Station.caller(Transport.TCP);
        tcp.receive(Texts.response(tcp.invite(), 486, "a"));
        assertThat(tcp.sent).containsExactly("0 INVITE", "0 ACK");
        assertThat(tcp.empty()).isTrue();
    }

    @Test
    void aRepeated2xxIsAbsorbedAndItsAckRepeated() {
        SipResponse answer = Texts.response(caller.invite(), 200, "a");
        caller.receive(answer);
        Flow otherWay = Texts.flowTo("192.0.2.77", Transport.UDP);
        caller.layer.ack(ackTo(answer), otherWay, Station.INVITE, caller.now());
        caller.until(500).receive(answer);
        assertThat(caller.sent).containsExactly("0 INVITE", "0 ACK", "500 ACK");
        assertThat(caller.flows.getLast()).isEqualTo(otherWay);
        assertThat(caller.told).containsExactly("0 owner 200 INVITE");
    }

    @Test
    void theAckToA2xxHasABranchOfItsOwn() {
        SipResponse answer = Texts.response(caller.invite(), 200, "a");
        caller.receive(answer);
        caller.layer.ack(ackTo(answer), caller.peer, Station.INVITE, caller.now());
        String branch = caller.lastSent().topVia().branch().orElseThrow();
        assertThat(branch).startsWith("z9hG4bK").isNotEqualTo(Station.BRANCH);
    }

    @Test
    void theAnswerOfEachForkIsPassedUpOnceAndHasItsOwnAck() {
        SipRequest invite = caller.invite();
        SipResponse first = Texts.response(invite, 200, "a");
        SipResponse second = Texts.response(invite, 200, "b");
        caller.receive(first);
        caller.receive(second);
        caller.layer.ack(ackTo(second), caller.peer, Station.INVITE, caller.now());
        caller.receive(first);
        caller.receive(second);
        assertThat(caller.told).containsExactly("0 owner 200 INVITE", "0 owner 200 INVITE");
        assertThat(caller.sent).containsExactly("0 INVITE", "0 ACK", "0 ACK");
        assertThat(caller.lastSent().toTag()).contains("b");
    }

    @Test
    void forksAreBounded() {
        SipRequest invite = caller.invite();
        for (int fork = 0; fork < 20; fork++) {
            caller.receive(Texts.response(invite, 200, "fork" + fork));
        }
        assertThat(caller.told).hasSize(InviteClientTransaction.MAX_ANSWERS);
        assertThat(caller.counted).contains("over limit FORKS");
    }

    @Test
    @Tag("TRAP-3")
    void a2xxAfterTimerMIsAStrayForTheUserToAcknowledgeAndEnd_TRAP3() {
        SipResponse answer = Texts.response(caller.invite(), 200, "a");
        caller.receive(answer);
        assertThat(caller.until(32_000).empty()).isTrue();
        caller.receive(answer);
        assertThat(caller.told).containsExactly("0 owner 200 INVITE", "32000 stray 200");
        caller.layer.ack(ackTo(answer), caller.peer, Station.INVITE, caller.now());
        assertThat(caller.sent).containsExactly("0 INVITE", "32000 ACK");
    }

    @Test
    void strayResponsesOtherThan2xxToInviteAreDropped() {
        caller.receive(Texts.response(Texts.incoming(SipMethod.INVITE, "z9hG4bK-x", 1).build(), 486, "a"));
        caller.receive(Texts.response(Texts.incoming(SipMethod.BYE, "z9hG4bK-x", 1).build(), 200, "a"));
        assertThat(caller.told).isEmpty();
        assertThat(caller.sent).isEmpty();
    }

    @Test
    @Tag("TRAP-7")
    void cancelWaitsForTheFirstProvisionalAndGoesOnTheSameBranch_TRAP7() {
        SipRequest invite = caller.invite();
        Headers reason = Headers.builder().add(HeaderName.REASON, "Q.850;cause=16").build();
        caller.layer.cancel(Station.INVITE, reason, caller.now());
        assertThat(caller.sent).containsExactly("0 INVITE");
        caller.until(100).receive(Texts.response(invite, 100, ""));
        SipRequest cancel = (SipRequest) caller.lastSent();
        assertThat(caller.sent).containsExactly("0 INVITE", "100 CANCEL");
        assertThat(cancel.topVia().text()).isEqualTo(invite.topVia().text());
        assertThat(cancel.cseq().text()).isEqualTo("1 CANCEL");
        assertThat(cancel.toTag()).isEmpty();
        assertThat(Texts.header(cancel, HeaderName.REASON)).isEqualTo("Q.850;cause=16");
    }

    @Test
    void cancelAfterAProvisionalGoesAtOnceAndOnceAndIsRepeatedOnUdp() {
        SipRequest invite = caller.invite();
        caller.receive(Texts.response(invite, 180, "a"));
        caller.cancel();
        caller.cancel();
        SipRequest cancel = (SipRequest) caller.lastSent();
        caller.until(600);
        caller.receive(Texts.response(cancel, 200, "a"));
        caller.receive(Texts.response(invite, 487, "a"));
        assertThat(caller.until(60_000).sent).containsExactly("0 INVITE", "0 CANCEL", "500 CANCEL", "600 ACK");
        assertThat(caller.told).containsExactly("0 owner 180 INVITE", "600 owner 487 INVITE");
        assertThat(caller.empty()).isTrue();
    }

    @Test
    void cancelAfterAFinalResponseIsNothing() {
        caller.receive(Texts.response(caller.invite(), 200, "a"));
        caller.cancel();
        assertThat(caller.sent).containsExactly("0 INVITE");
    }

    @Test
    void anAnswerThatCrossesTheCancelIsPassedUp() {
        SipRequest invite = caller.invite();
        caller.receive(Texts.response(invite, 180, "a"));
        caller.cancel();
        caller.receive(Texts.response(invite, 200, "a"));
        assertThat(caller.told).containsExactly("0 owner 180 INVITE", "0 owner 200 INVITE");
    }

    @Test
    void aCancelledInviteThatNobodyEndsTimesOut() {
        SipRequest invite = caller.invite();
        caller.receive(Texts.response(invite, 180, "a"));
        caller.until(1_000).cancel();
        caller.until(60_000);
        assertThat(caller.told).containsExactly("0 owner 180 INVITE", "33000 owner timeout INVITE");
        assertThat(caller.empty()).isTrue();
    }

    @Test
    void aPeerThatFallsSilentAfterAProvisionalIsCancelledByTimerC() {
        caller.receive(Texts.response(caller.invite(), 180, "a"));
        caller.until(400_000);
        assertThat(caller.sent).startsWith("0 INVITE", "300000 CANCEL");
        assertThat(caller.told).containsExactly("0 owner 180 INVITE", "332000 owner timeout INVITE");
        assertThat(caller.empty()).isTrue();
    }

    @Test
    void aFailureToSendIsReportedOnceAlsoWhenTheSenderFailsAtOnce() {
        caller.sendingFails = true;
        caller.invite();
        caller.layer.transportFailed(caller.peer, "refused", caller.now());
        assertThat(caller.told).containsExactly("0 owner refused");
        assertThat(caller.empty()).isTrue();
    }

    @Test
    void aBrokenConnectionLeavesARingingInviteAlone() {
        Station tcp = Station.caller(Transport.TCP);
        SipRequest invite = tcp.invite();
        tcp.receive(Texts.response(invite, 180, "a"));
        tcp.layer.transportFailed(tcp.peer, "closed", tcp.now());
        tcp.receive(Texts.response(invite, 486, "a"));
        assertThat(tcp.told).containsExactly("0 owner 180 INVITE", "0 owner 486 INVITE");
    }

    @Test
    void aRequestThatAloneCannotBeSentFailsAlone() {
        caller.invite();
        caller.request(SipMethod.OPTIONS);
        caller.layer.requestFailed(Station.INVITE, "too large", caller.now());
        caller.layer.requestFailed(Station.INVITE, "too large", caller.now());
        assertThat(caller.told).containsExactly("0 owner too large");
        assertThat(caller.layer.clientTransactions()).isEqualTo(1);
    }

    @Test
    void aFailureElsewhereIsNoneOfOurs() {
        caller.invite();
        caller.layer.transportFailed(Texts.flowTo("192.0.2.99", Transport.UDP), "refused", caller.now());
        assertThat(caller.told).isEmpty();
    }

    @Test
    void theSameOrderAgainIsHarmless() {
        caller.invite();
        caller.invite();
        assertThat(caller.sent).containsExactly("0 INVITE");
    }

    @Test
    void overTheBoundTheUserIsToldAndNothingIsSent() {
        Station small = new Station(TransactionSettings.DEFAULT.withBounds(10, 1), Transport.UDP, Texts.CALLEE);
        small.invite();
        ClientTransactionId second = new ClientTransactionId("z9hG4bK-2", SipMethod.INVITE);
        small.layer.request(second, Texts.outgoing(SipMethod.INVITE, "call-2", 1).build(), small.peer, "second", 0);
        assertThat(small.sent).containsExactly("0 INVITE");
        assertThat(small.told).containsExactly("0 second too many client transactions");
    }

    @Test
    @Tag("F-150")
    void theInviteOfAnEmergencyCallHasAQuarterMoreRoom() {
        RequestGate gate = new RequestGate() {
            @Override
            public int retryAfter(SipRequest request, Flow flow, long nowNanos) {
                return 0;
            }

            @Override
            public boolean urgent(SipRequest request) {
                return request.callId().startsWith("emergency");
            }
        };
        Station small = new Station(TransactionSettings.DEFAULT.withBounds(10, 4), Transport.UDP, Texts.CALLEE, gate);
        for (String call : List.of("1", "2", "3", "4", "5", "emergency-6", "emergency-7")) {
            ClientTransactionId id = new ClientTransactionId("z9hG4bK-" + call, SipMethod.INVITE);
            small.layer.request(id, Texts.outgoing(SipMethod.INVITE, call, 1).build(), small.peer, call, 0);
        }
        assertThat(small.messages).extracting(SipMessage::callId).containsExactly("1", "2", "3", "4", "emergency-6");
        assertThat(small.told).as("with the quarter in use there is none left for anybody")
                .containsExactly("0 5 too many client transactions", "0 emergency-7 too many client transactions");
    }

    /** As a node has it: the next target is tried after 4 s (TSP-124). */
    private static Station impatient(Transport transport) {
        TransactionSettings rfc = TransactionSettings.DEFAULT;
        return new Station(new TransactionSettings(rfc.t1Millis(), rfc.t2Millis(), rfc.t4Millis(),
                rfc.tryingDelayMillis(), 4_000, rfc.proceedingMillis(), 10, 10), transport, Texts.CALLEE);
    }

    @Test
    @Tag("TSP-124")
    void aShortTimerBTellsTheUserAndRepeatsNoMoreButLingersTo64T1() {
        Station station = impatient(Transport.UDP);
        station.invite();
        station.until(31_999);
        assertThat(station.sent).containsExactly("0 INVITE", "500 INVITE", "1500 INVITE", "3500 INVITE");
        assertThat(station.told).containsExactly("4000 owner timeout INVITE");
        assertThat(station.empty()).isFalse();
        station.until(32_000);
        assertThat(station.empty()).isTrue();
        assertThat(station.told).hasSize(1);
    }

    @Test
    @Tag("TSP-124")
    void aTryingStopsAShortTimerBToo() { // TSP-124: Timer B bounds silence, not ringing
        Station station = impatient(Transport.UDP);
        SipRequest invite = station.invite();
        station.until(3_000).receive(Texts.response(invite, 100, ""));
        station.until(60_000);
        assertThat(station.told).isEmpty();
    }

    @Test
    @Tag("TRAP-7")
    void aPhoneThatRingsAfterWeGaveUpIsCancelledOnTheSameBranch() { // §9.1, TRAP-7
        Station station = impatient(Transport.UDP);
        SipRequest invite = station.invite();
        station.until(5_000).receive(Texts.response(invite, 180, "a"));
        SipRequest cancel = (SipRequest) station.lastSent();
        assertThat(cancel.method()).isEqualTo(SipMethod.CANCEL);
        assertThat(cancel.topVia().text()).isEqualTo(invite.topVia().text());
        station.receive(Texts.response(cancel, 200, "a"));
        station.receive(Texts.response(invite, 183, "a"));
        station.receive(Texts.response(invite, 487, "a"));
        assertThat(station.sent).endsWith("5000 CANCEL", "5000 ACK");
        assertThat(station.told).containsExactly("4000 owner timeout INVITE");
        station.until(60_000);
        assertThat(station.empty()).isTrue();
    }

    @Test
    void aPhoneThatRingsLateAndNeverSaysMoreIsForgottenInSilence() {
        Station station = impatient(Transport.UDP);
        SipRequest invite = station.invite();
        station.until(5_000).receive(Texts.response(invite, 180, "a"));
        station.until(80_000);
        assertThat(station.told).containsExactly("4000 owner timeout INVITE");
        assertThat(station.empty()).isTrue();
    }

    @Test
    @Tag("TRAP-3")
    void anAnswerAfterWeGaveUpGoesToTheUserWhoHasToEndIt() {
        Station station = impatient(Transport.UDP);
        SipRequest invite = station.invite();
        station.until(6_000).receive(Texts.response(invite, 200, "a"));
        assertThat(station.told).containsExactly("4000 owner timeout INVITE", "6000 owner 200 INVITE");
    }

    @Test
    void aRefusalAfterWeGaveUpIsAcknowledgedAndNobodyIsTold() {
        Station station = impatient(Transport.TCP);
        SipRequest invite = station.invite();
        station.until(6_000).receive(Texts.response(invite, 503, "a"));
        assertThat(station.sent).containsExactly("0 INVITE", "6000 ACK");
        assertThat(station.told).containsExactly("4000 owner timeout INVITE");
        assertThat(station.empty()).isTrue();
    }

    @Test
    void aCancelOrderedBeforeAnyResponseIsStillSentWhenThePhoneRingsAfterTimerB() {
        Station station = impatient(Transport.UDP);
        SipRequest invite = station.invite();
        station.until(1_000).cancel();
        station.until(10_000).receive(Texts.response(invite, 180, "a"));
        assertThat(station.sent).endsWith("10000 CANCEL");
    }
}
