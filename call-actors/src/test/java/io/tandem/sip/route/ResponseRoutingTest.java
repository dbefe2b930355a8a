package io.tandem.sip.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.sip.message.Via;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

/** RFC 3261 §18.2, RFC 3581 §4. */
class ResponseRoutingTest {
    private static final InetSocketAddress SOURCE = new InetSocketAddress("192.0.2.1", 40_000);

    private static Via via(String text) {
        return Via.parse(text).orElseThrow();
    }

    private static String stamped(String text) {
        return ResponseRouting.stampReceived(via(text), SOURCE).text();
    }

    private static InetSocketAddress destination(String text, Transport transport) {
        Flow arrived = new Flow("here", transport, SOURCE, 3);
        return ResponseRouting.responseDestination(via(text), arrived).remote();
    }

    @Test
    void aViaThatNamesItsSourceIsLeftAsItIs() {
        Via honest = via("SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK-1");
        assertThat(ResponseRouting.stampReceived(honest, SOURCE)).isSameAs(honest);
    }

    @Test
    void receivedIsAddedWhenTheHostIsANameOrAnotherAddress() {
        assertThat(stamped("SIP/2.0/UDP pc.example.com;branch=z9hG4bK-1")).endsWith(";received=192.0.2.1");
        assertThat(stamped("SIP/2.0/UDP 10.0.0.7;branch=z9hG4bK-1")).endsWith(";received=192.0.2.1");
    }

    @Test
    void rportIsFilledInAndReceivedGoesWithIt() {
        Via stamped = ResponseRouting.stampReceived(via("SIP/2.0/UDP 192.0.2.1;rport;branch=z9hG4bK-1"), SOURCE);
        assertThat(stamped.rport()).contains("40000");
        assertThat(stamped.received()).contains("192.0.2.1");
        assertThat(stamped.branch()).contains("z9hG4bK-1");
    }

    @Test
    void whatThePeerClaimsToHaveBeenReceivedFromIsNotBelieved() {
        assertThat(stamped("SIP/2.0/UDP 192.0.2.1;received=203.0.113.5;branch=z9hG4bK-1")).doesNotContain("received");
        assertThat(stamped("SIP/2.0/UDP 10.0.0.7;received=203.0.113.5;branch=z9hG4bK-1")).contains(
                "received=192.0.2.1").doesNotContain("203.0.113.5");
    }

    @Test
    void onUdpTheResponseGoesToTheSourceAtTheSentByPort() {
        assertThat(destination("SIP/2.0/UDP 10.0.0.7:5070", Transport.UDP)).isEqualTo(
                new InetSocketAddress("192.0.2.1", 5070));
        assertThat(destination("SIP/2.0/UDP 10.0.0.7", Transport.UDP)).isEqualTo(
                new InetSocketAddress("192.0.2.1", 5060));
    }

    @Test
    void withRportItGoesToThePortThatItCameFrom() {
        assertThat(destination("SIP/2.0/UDP 10.0.0.7:5070;rport=40000", Transport.UDP)).isEqualTo(SOURCE);
    }

    @Test
    void onAStreamItGoesBackOnTheConnection() {
        Flow arrived = new Flow("here", Transport.TCP, SOURCE, 3);
        assertThat(ResponseRouting.responseDestination(via("SIP/2.0/TCP 10.0.0.7:5070"), arrived)).isEqualTo(arrived);
    }

    @Test
    void anMaddrAimsNothingAtAThirdParty() {
        assertThat(destination("SIP/2.0/UDP 192.0.2.1;maddr=203.0.113.5",
                Transport.UDP).getAddress().getHostAddress()).isEqualTo("192.0.2.1");
    }
}
