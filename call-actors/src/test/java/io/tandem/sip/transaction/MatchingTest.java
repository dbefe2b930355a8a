package io.tandem.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.message.Via;
import io.tandem.sip.route.Flow;
import io.tandem.sip.route.Transport;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which request belongs to which server transaction (RFC 3261 §17.2.3, §8.2.2.2), and what has no room. */
class MatchingTest {
    private final Station callee = Station.callee(Transport.UDP);

    private static SipRequest invite(String branch) {
        return Texts.incoming(SipMethod.INVITE, branch, 1).build();
    }

    private static SipRequest inDialog(SipMethod method, String branch, long cseq) {
        return Texts.incoming(method, branch, cseq).to(Texts.address("<sip:+15550102@192.0.2.2>;tag=ours")).build();
    }

    @Test
    void theSameBranchFromAnotherSenderIsAnotherTransaction() {
        callee.receive(inDialog(SipMethod.BYE, "z9hG4bK-1", 2));
        SipRequest other = Texts.outgoing(SipMethod.BYE, "call-2", 2)
                .via(
                        Via.of("UDP", "192.0.2.3", 5060, "z9hG4bK-1"))
                .build();
        callee.receive(other);
        assertThat(callee.told).containsExactly("0 request BYE", "0 request BYE");
    }

    @Test
    void theSameBranchWithAnotherMethodIsAnotherTransaction() {
        callee.receive(inDialog(SipMethod.INFO, "z9hG4bK-1", 2));
        callee.receive(inDialog(SipMethod.BYE, "z9hG4bK-1", 3));
        assertThat(callee.told).containsExactly("0 request INFO", "0 request BYE");
    }

    @Test
    void aRequestThatComesOnTwoWaysIsAnswered482OnTheSecond() {
        callee.receive(invite("z9hG4bK-1"));
        callee.receive(invite("z9hG4bK-2"));
        assertThat(callee.sent).containsExactly("0 100 INVITE", "0 482 INVITE");
        assertThat(callee.told).containsExactly("0 request INVITE");
        assertThat(callee.counted).containsExactly("merged");
    }

    @Test
    void theAckToARefusalOfTheLayersOwnGoesNowhere() {
        callee.receive(invite("z9hG4bK-1"));
        SipRequest second = invite("z9hG4bK-2");
        callee.receive(second);
        callee.receive(Texts.ackOnBranchOf(second, (SipResponse) callee.lastSent()));
        assertThat(callee.told).containsExactly("0 request INVITE");
    }

    @Test
    void aRequestThatWasRefusedMayBeTriedAgainOnAnotherBranch() {
        callee.receive(invite("z9hG4bK-1"));
        callee.respond(Texts.response(callee.requests.getFirst(), 503, "ours"));
        callee.receive(invite("z9hG4bK-2"));
        assertThat(callee.told).containsExactly("0 request INVITE", "0 request INVITE");
    }

    @Test
    void aRequestInsideADialogIsNeverMerged() {
        callee.receive(inDialog(SipMethod.BYE, "z9hG4bK-1", 2));
        callee.receive(inDialog(SipMethod.BYE, "z9hG4bK-2", 2));
        assertThat(callee.told).containsExactly("0 request BYE", "0 request BYE");
    }

    @Test
    void withoutTheMagicCookieRequestsAreMatchedAsRfc2543Did() {
        SipRequest old = invite("1");
        callee.receive(old);
        callee.receive(old);
        SipResponse refusal = Texts.response(callee.requests.getFirst(), 486, "ours");
        callee.receive(Texts.cancelOf(old));
        callee.respond(refusal);
        callee.receive(Texts.ackOnBranchOf(old, refusal));
        assertThat(callee.told).containsExactly("0 request INVITE", "0 cancel");
        assertThat(callee.sent).containsExactly("0 100 INVITE", "0 100 INVITE", "0 200 CANCEL", "0 486 INVITE");
        assertThat(callee.until(5_000).empty()).isTrue();
    }

    @Test
    void withoutTheMagicCookieAnotherCallOnTheSameBranchIsAnotherTransaction() {
        callee.receive(invite("1"));
        callee.receive(
                Texts.outgoing(SipMethod.INVITE, "call-2", 1).via(Via.of("UDP", Texts.CALLER, 5060, "1")).build());
        assertThat(callee.told).containsExactly("0 request INVITE", "0 request INVITE");
    }

    @Test
    void overTheBoundANewCallIsAnswered503AndCountedAndAByeStillHasRoom() {
        Station small = new Station(TransactionSettings.DEFAULT.withBounds(4, 4), Transport.UDP, Texts.CALLER);
        for (int call = 1; call <= 5; call++) {
            small.receive(Texts.outgoing(SipMethod.INVITE, "call-" + call, 1)
                    .via(
                            Via.of("UDP", Texts.CALLER, 5060, "z9hG4bK-" + call))
                    .build());
        }
        assertThat(small.sent).endsWith("0 503 INVITE").hasSize(5);
        assertThat(Texts.header(small.lastSent(), HeaderName.RETRY_AFTER)).isEqualTo("1");
        assertThat(small.counted).containsExactly("over limit SERVER_TRANSACTIONS");
        small.receive(inDialog(SipMethod.BYE, "z9hG4bK-6", 2));
        assertThat(small.told).hasSize(5).endsWith("0 request BYE");
        small.receive(inDialog(SipMethod.BYE, "z9hG4bK-7", 2));
        assertThat(small.sent).endsWith("0 503 BYE");
    }

    @Test
    @Tag("F-150")
    void anEmergencyCallHasAQuarterMoreRoomToo() {
        RequestGate gate = new RequestGate() {
            @Override
            public int retryAfter(SipRequest request, Flow flow, long nowNanos) {
                return 0;
            }

            @Override
            public boolean exempt(SipRequest request, long nowNanos) {
                return request.callId().startsWith("emergency");
            }
        };
        Station small = new Station(TransactionSettings.DEFAULT.withBounds(4, 4), Transport.UDP, Texts.CALLER, gate);
        for (String call : List.of("1", "2", "3", "4", "5", "emergency-6", "emergency-7")) {
            small.receive(Texts.outgoing(SipMethod.INVITE, call, 1)
                    .via(Via.of("UDP", Texts.CALLER, 5060, "z9hG4bK-" + call))
                    .build());
        }
        assertThat(small.told).hasSize(5);
        assertThat(small.requests.getLast().callId()).startsWith("emergency-6");
        assertThat(small.sent).endsWith("0 503 INVITE");
        assertThat(small.counted).hasSize(2); // 5 and emergency-7
    }

    @Test
    void theUserSeesReceivedAndRportStampedAndTheAnswerGoesThere() {
        SipRequest behindNat = Texts.outgoing(SipMethod.OPTIONS, "call-1", 1)
                .via(
                        Via.of("UDP", "10.0.0.7", 5070, "z9hG4bK-1").withParameter("rport", ""))
                .build();
        callee.receive(behindNat);
        Via stamped = callee.requests.getFirst().topVia();
        assertThat(stamped.received()).contains(Texts.CALLER);
        assertThat(stamped.rport()).contains("5060");
        callee.respond(Texts.response(callee.requests.getFirst(), 200, "ours"));
        assertThat(callee.lastSent().topVia().rport()).contains("5060");
        assertThat(callee.flows).containsExactly(callee.peer);
    }
}
