package io.tandem.sip.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.sip.message.Address;
import io.tandem.sip.message.Uri;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class NextHopTest {

    private static NextHop of(String requestUri, String... routes) {
        List<Address> routeSet = List.of(routes).stream().map(r -> Address.parse(r).orElseThrow()).toList();
        return NextHop.nextHop(Uri.parse(requestUri).orElseThrow(), routeSet);
    }

    private static NextHop destination(String host, int port, Transport transport) {
        return new NextHop.Destination(new InetSocketAddress(InetAddress.ofLiteral(host), port), transport);
    }

    private static NextHop named(String host, int port, Transport transport) {
        return new NextHop.Named(new FarName(host, port), transport);
    }

    @Test
    void withoutRoutesItIsTheRequestUri() {
        assertThat(of("sip:bob@192.0.2.2:5070")).isEqualTo(destination("192.0.2.2", 5070, Transport.UDP));
    }

    @Test
    void theFirstRouteComesBeforeTheRequestUri() {
        assertThat(of("sip:bob@192.0.2.2", "<sip:192.0.2.11:5080;transport=tcp;lr>", "<sip:192.0.2.12;lr>")).isEqualTo(
                destination("192.0.2.11", 5080, Transport.TCP));
    }

    @Test
    void theDefaultPortIsTheTransports() {
        assertThat(of("sip:192.0.2.2")).isEqualTo(destination("192.0.2.2", 5060, Transport.UDP));
        assertThat(of("sip:192.0.2.2;transport=TCP")).isEqualTo(destination("192.0.2.2", 5060, Transport.TCP));
        assertThat(of("sips:192.0.2.2")).isEqualTo(destination("192.0.2.2", 5061, Transport.TLS));
        assertThat(of("sips:192.0.2.2;transport=tcp")).isEqualTo(destination("192.0.2.2", 5061, Transport.TLS));
    }

    @Test
    void anIpv6ReferenceIsAnAddress() {
        assertThat(of("sip:bob@[2001:db8::2]:5070")).isEqualTo(destination("2001:db8::2", 5070, Transport.UDP));
    }

    @Test
    void anMaddrStandsInForTheHost() {
        assertThat(of("sip:bob@example.com;maddr=192.0.2.7")).isEqualTo(destination("192.0.2.7", 5060, Transport.UDP));
    }

    @Test
    void aNameIsToBeLookedUpWithItsPortAndItsTransport() {
        assertThat(of("sip:bob@example.com")).isEqualTo(named("example.com", -1, Transport.UDP));
        assertThat(of("sip:bob@example.com:5070;transport=tls")).isEqualTo(named("example.com", 5070, Transport.TLS));
        assertThat(of("sips:bob@example.com")).isEqualTo(named("example.com", -1, Transport.TLS));
        assertThat(of("sip:bob@192.0.2.2;maddr=example.org")).isEqualTo(named("example.org", -1, Transport.UDP));
    }

    @Test
    void whereTheUriSaysNoTransportTheOneThatIsInUseCarriesIt() {
        Uri uri = Uri.parse("sip:bob@192.0.2.2").orElseThrow();
        assertThat(NextHop.nextHop(uri, List.of(), Transport.TLS)).isEqualTo(
                destination("192.0.2.2", 5061, Transport.TLS));
        Uri udp = Uri.parse("sip:bob@192.0.2.2;transport=udp").orElseThrow();
        assertThat(NextHop.nextHop(udp, List.of(), Transport.TLS)).isEqualTo(
                destination("192.0.2.2", 5060, Transport.UDP));
    }

    @Test
    void whatCannotBeReachedIsSaidSo() {
        assertThat(of("sip:bob@300.1.1.1")).isInstanceOf(NextHop.Unresolvable.class);
        assertThat(of("sip:bob@192.0.2.2;transport=sctp")).isInstanceOf(NextHop.Unresolvable.class);
        assertThat(of("sips:bob@192.0.2.2;transport=udp")).isInstanceOf(NextHop.Unresolvable.class);
        assertThat(of("tel:+15550102")).isInstanceOf(NextHop.Unresolvable.class);
    }
}
