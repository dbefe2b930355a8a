package io.tandem.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.route.Transport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** RFC 3261 §17.1.2, seen from outside the layer. */
class NonInviteClientTransactionTest {
    private final Station caller = Station.caller(Transport.UDP);

    @Test
    @Tag("TRAP-4")
    void timerEDoublesUpToT2UntilTimerFEndsTheTransaction() {
        caller.request(SipMethod.BYE);
        caller.until(40_000);
        assertThat(caller.sent).containsExactly("0 BYE", "500 BYE", "1500 BYE", "3500 BYE", "7500 BYE", "11500 BYE",
                "15500 BYE", "19500 BYE", "23500 BYE", "27500 BYE", "31500 BYE");
        assertThat(caller.told).containsExactly("32000 owner timeout BYE");
        assertThat(caller.empty()).isTrue();
    }

    @Test
    void afterAProvisionalItIsRepeatedEveryT2() {
        SipRequest options = caller.request(SipMethod.OPTIONS);
        caller.until(100).receive(Texts.response(options, 100, ""));
        caller.until(10_000);
        assertThat(caller.sent).containsExactly("0 OPTIONS", "500 OPTIONS", "4500 OPTIONS", "8500 OPTIONS");
        assertThat(caller.told).isEmpty();
        assertThat(caller.until(32_000).told).containsExactly("32000 owner timeout OPTIONS");
    }

    @Test
    void aFinalResponseIsPassedUpOnceAndTimerKAbsorbsItsRepetitions() {
        SipRequest bye = caller.request(SipMethod.BYE);
        caller.receive(Texts.response(bye, 200, "a"));
        caller.until(4_000).receive(Texts.response(bye, 200, "a"));
        assertThat(caller.told).containsExactly("0 owner 200 BYE");
        assertThat(caller.counted).containsExactly("again BYE");
        assertThat(caller.until(4_999).layer.clientTransactions()).isEqualTo(1);
        assertThat(caller.until(5_000).empty()).isTrue();
        assertThat(caller.sent).containsExactly("0 BYE");
    }

    @Test
    void onAReliableTransportNothingIsRepeatedAndNothingLingers() {
        Station tcp = Station.caller(Transport.TCP);
        SipRequest bye = tcp.request(SipMethod.BYE);
        tcp.until(10_000).receive(Texts.response(bye, 200, "a"));
        assertThat(tcp.sent).containsExactly("0 BYE");
        assertThat(tcp.told).containsExactly("10000 owner 200 BYE");
        assertThat(tcp.empty()).isTrue();
    }

    @Test
    void aBrokenConnectionEndsIt() {
        Station tcp = Station.caller(Transport.TCP);
        tcp.request(SipMethod.BYE);
        tcp.layer.transportFailed(tcp.peer, "closed", tcp.now());
        assertThat(tcp.told).containsExactly("0 owner closed");
        assertThat(tcp.empty()).isTrue();
    }

    @Test
    void anAckOrACancelIsNoOrderForATransaction() {
        assertThatThrownBy(() -> caller.request(SipMethod.ACK)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> caller.request(SipMethod.CANCEL)).isInstanceOf(IllegalArgumentException.class);
    }
}
