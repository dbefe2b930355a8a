package io.tandem.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.route.Transport;
import org.junit.jupiter.api.Test;

/** RFC 3261 §17.2.2, seen from outside the layer. */
class NonInviteServerTransactionTest {
    private final Station callee = Station.callee(Transport.UDP);
    private final SipRequest bye = Texts.incoming(SipMethod.BYE, "z9hG4bK-1", 2).build();

    @Test
    void repetitionsAreAbsorbedUntilTheUserAnswersAndGetTheAnswerThen() {
        callee.receive(bye);
        callee.until(500).receive(bye);
        callee.until(600).respond(Texts.response(callee.requests.getFirst(), 200, "ours"));
        callee.until(1_500).receive(bye);
        assertThat(callee.told).containsExactly("0 request BYE");
        assertThat(callee.sent).containsExactly("600 200 BYE", "1500 200 BYE");
    }

    @Test
    void timerJKeepsTheAnswerFor64T1() {
        callee.receive(bye);
        callee.respond(Texts.response(callee.requests.getFirst(), 200, "ours"));
        callee.until(31_900).receive(bye);
        assertThat(callee.sent).containsExactly("0 200 BYE", "31900 200 BYE");
        assertThat(callee.until(32_000).empty()).isTrue();
    }

    @Test
    void aProvisionalIsRepeatedToo() {
        callee.receive(bye);
        callee.respond(Texts.response(callee.requests.getFirst(), 182, "ours"));
        callee.receive(bye);
        assertThat(callee.sent).containsExactly("0 182 BYE", "0 182 BYE");
    }

    @Test
    void onAReliableTransportTheAnswerEndsIt() {
        Station tcp = Station.callee(Transport.TCP);
        tcp.receive(bye);
        tcp.respond(Texts.response(tcp.requests.getFirst(), 200, "ours"));
        assertThat(tcp.empty()).isTrue();
        assertThat(tcp.flows).containsExactly(tcp.peer);
    }

    @Test
    void whatTheUserForgetsIsForgottenWhenTheClientHasGivenUp() {
        callee.receive(bye);
        assertThat(callee.until(32_000).empty()).isTrue();
        assertThat(callee.sent).isEmpty();
        assertThat(callee.counted).containsExactly("unanswered BYE");
    }
}
