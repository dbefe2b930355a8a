package io.tandem.leg;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.sip.dialog.Dialog;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipParser;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.Wire;
import io.tandem.sip.route.FarName;
import io.tandem.sip.route.Flow;
import io.tandem.sip.route.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DialogHopTest {
    /** A connection that the caller opened, from a port where it does not listen. */
    private static final Flow FIRST = new Flow("core-tcp", Transport.TCP, address("192.0.2.7", 49_152), 7);

    private static InetSocketAddress address(String host, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(host), port);
    }

    private static Flow next(String contact, String recordRoute) {
        return DialogHop.of(dialog(contact, recordRoute), FIRST);
    }

    private static Dialog dialog(String contact, String recordRoute) {
        SipMessage invite = Wire.message(SipParser.parse(Wire.bytes("""
                INVITE sip:+441632960000@192.0.2.1 SIP/2.0
                Via: SIP/2.0/TCP 192.0.2.7;branch=z9hG4bK1
                Max-Forwards: 70
                From: <sip:a@192.0.2.7>;tag=a
                To: <sip:+441632960000@192.0.2.1>
                Call-ID: c
                CSeq: 1 INVITE
                Contact: <%s>
                %sContent-Length: 0

                """.formatted(contact, recordRoute))));
        return Dialog.uasDialog((SipRequest) invite, "ours");
    }

    /** TRAP-27, TRAP-32: from the leg's listener and by its connection, to where the Contact says if that is lost. */
    @ParameterizedTest
    @CsvSource({"sip:a@192.0.2.8:5070;transport=tcp, 192.0.2.8, 5070", "sip:192.0.2.8;transport=tcp, 192.0.2.8, 5060"})
    @Tag("TRAP-27")
    @Tag("TRAP-32")
    void staysOnTheLegsConnection(String contact, String host, int port) {
        assertThat(next(contact, "")).isEqualTo(new Flow("core-tcp", Transport.TCP, address(host, port), 7));
    }

    /** TRAP-32, TRAP-38: by its connection while it lives, else where its name leads, else where its INVITE came from. */
    @ParameterizedTest
    @CsvSource({"sip:a@sip.example.com;transport=tcp, -1, 5060", "sip:a@sip.example.com:5080;transport=tcp, 5080, 5080",
            "sip:a@sip.example.com:5080, 5080, 5080"})
    @Tag("TRAP-38")
    void aNameStandsForAConnectionThatIsGone(String contact, int port, int portBefore) {
        Flow before = new Flow("core-tcp", Transport.TCP, address("192.0.2.7", portBefore), 7);
        assertThat(next(contact, "")).isEqualTo(before.named(new FarName("sip.example.com", port)));
    }

    /** RFC 3261 §12.2.1.1. */
    @Test
    void theNameIsTheFirstRoutesWhereThereAreRoutes() {
        Flow next = next("sip:a@198.51.100.1;transport=tcp",
                "Record-Route: <sip:edge.example.com:5062;lr;transport=tcp>\n");
        assertThat(next.farName()).contains(new FarName("edge.example.com", 5062));
    }

    /** What was secured stays secured, and goes to nobody else than before, whatever the peer writes. */
    @Test
    void aNameOverAnotherTransportThanTheLegsIsNotFollowed() {
        Flow next = next("sip:a@sip.example.com:5080;transport=udp", "");
        assertThat(next.transport()).isEqualTo(Transport.TCP);
        assertThat(next.farName()).isEmpty();
    }

    /** Nothing says when a peer over UDP is gone, so its name is not asked: it has answered where it is. */
    @Test
    void overUdpThePeerIsAskedWhereItWas() {
        Flow udp = Flow.to("core-udp", Transport.UDP, address("192.0.2.7", 5070));
        assertThat(DialogHop.of(dialog("sip:a@sip.example.com", ""), udp)).isEqualTo(udp);
    }

    /** A Contact need not say what its message came by. */
    @Test
    void anAddressWithoutATransportIsReachedByTheLegs() {
        assertThat(next("sip:a@192.0.2.8:5070", "").remote()).isEqualTo(address("192.0.2.8", 5070));
    }

    @Test
    void theRouteSetGoesBeforeTheRemoteTarget() {
        assertThat(
                next("sip:a@198.51.100.1;transport=tcp", "Record-Route: <sip:192.0.2.9;lr;transport=tcp>\n").remote())
                .isEqualTo(address("192.0.2.9", 5060));
    }

    /** TRAP-27: our listener does not change with what the peer writes. */
    @Test
    @Tag("TRAP-27")
    void aTransportThatOurListenerHasNotLeavesTheFlowAsItWas() {
        assertThat(next("sip:a@192.0.2.8:5070;transport=udp", "")).isEqualTo(FIRST);
    }
}
