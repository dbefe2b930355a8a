package io.tandem.cluster.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.port.PeerGroup;
import io.tandem.port.PeerGroup.Side;
import io.tandem.port.SipEdge.Advertised;
import io.tandem.port.TrunkNumbers;
import io.tandem.port.TrunkProbing;
import io.tandem.port.TrunkProfile;
import io.tandem.port.TrunkRates;
import io.tandem.port.TrunkSecurity;
import io.tandem.port.TrunkTargets.Target;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.route.Flow;
import io.tandem.sip.route.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class OptionsRequestTest {
    private static final Advertised US = new Advertised("192.0.2.1", 5061, "tls");

    /** TSP-42 to TSP-44, TRAP-26. */
    @Test
    @Tag("TRAP-26")
    @Tag("TSP-42")
    @Tag("TSP-43")
    @Tag("TSP-44")
    void towardsMicrosoftItHasTheShapeThatMicrosoftAsksFor() {
        SipRequest options = OptionsRequest.of(target("sip.pstnhub.microsoft.com", 5061, Transport.TLS),
                group(Side.MPS, Transport.TLS, Optional.of("sbc.example.com")), US, "1x", "Tandem/1.0");
        assertThat(options.startLine()).isEqualTo("OPTIONS sip:sip.pstnhub.microsoft.com:5061 SIP/2.0");
        assertThat(options.headers().first(HeaderName.FROM)).contains("<sip:sbc.example.com:5061>;tag=o1x");
        assertThat(options.headers().first(HeaderName.TO)).contains("<sip:sip.pstnhub.microsoft.com:5061>");
        assertThat(options.headers().first(HeaderName.CONTACT)).contains("<sip:sbc.example.com:5061;transport=tls>");
        assertThat(options.headers().first(HeaderName.USER_AGENT)).contains("Tandem/1.0");
        assertThat(options.maxForwards()).isEqualTo(70);
        assertThat(options.headers().contains(HeaderName.RECORD_ROUTE)).isFalse();
    }

    /** TSP-47: the trunk is asked about by its own name, whatever customers have names below it. */
    @Test
    @Tag("TSP-47")
    void ofATrunkOfManyCustomersItNamesTheDomainAndNoCustomer() {
        PeerGroup plain = group(Side.MPS, Transport.TLS, Optional.empty());
        PeerGroup carrier = new PeerGroup(plain.name(), plain.side(), plain.listeners(), plain.transport(),
                plain.defaultService(), plain.services(), plain.allowedSources(), plain.peers(), plain.security(),
                plain.rates(), plain.numbers(), plain.probing(), plain.rules(), new TrunkProfile(
                        TrunkProfile.Proprietary.DEFAULT, TrunkProfile.Identity.DEFAULT, TrunkProfile.Forwarding.NONE,
                        Optional.of("1r1.example.com")));
        SipRequest options = OptionsRequest.of(target("sip.pstnhub.microsoft.com", 5061, Transport.TLS), carrier, US,
                "1x", "Tandem/1.0");

        assertThat(options.headers().all(HeaderName.CONTACT)).containsExactly(
                "<sip:1r1.example.com:5061;transport=tls>");
        assertThat(options.headers().first(HeaderName.FROM)).contains("<sip:1r1.example.com:5061>;tag=o1x");
    }

    @Test
    void towardsTheCoreItNamesTheListenerAndTheTransport() {
        SipRequest options = OptionsRequest.of(target("10.0.0.1", 5060, Transport.TCP),
                group(Side.CORE, Transport.TCP, Optional.empty()), new Advertised("192.0.2.1", 5060, "tcp"), "1x",
                "Tandem/1.0");
        assertThat(options.startLine()).isEqualTo("OPTIONS sip:10.0.0.1:5060;transport=tcp SIP/2.0");
        assertThat(options.headers().first(HeaderName.CONTACT)).contains("<sip:192.0.2.1:5060;transport=tcp>");
    }

    private static Target target(String host, int port, Transport transport) {
        return new Target("t", "p", host, port,
                Flow.to("l", transport, new InetSocketAddress(InetAddress.ofLiteral("10.0.0.1"), 5061)));
    }

    private static PeerGroup group(Side side, Transport transport, Optional<String> host) {
        TrunkProbing probing = new TrunkProbing(Duration.ofSeconds(60), Duration.ofSeconds(4), 1,
                TrunkProbing.UpOn.SUCCESS, host);
        return new PeerGroup("t", side, List.of("l"), transport, Optional.empty(), Set.of(), List.of(), List.of(),
                TrunkSecurity.DEFAULT, TrunkRates.DEFAULT, TrunkNumbers.DEFAULT, probing);
    }
}
