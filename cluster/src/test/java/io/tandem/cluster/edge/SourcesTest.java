package io.tandem.cluster.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tandem.cluster.edge.Sources.Sender;
import io.tandem.port.PeerAddress;
import io.tandem.port.PeerGroup;
import io.tandem.port.PeerGroup.Peer;
import io.tandem.port.PeerGroup.Side;
import io.tandem.sip.route.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("F-194")
class SourcesTest {

    @ParameterizedTest
    @CsvSource({"10.0.0.0/8,10.255.1.2,true", "10.0.0.0/8,11.0.0.1,false", "10.1.2.3,10.1.2.3,true",
            "10.1.2.3,10.1.2.4,false", "10.1.2.128/25,10.1.2.129,true", "10.1.2.128/25,10.1.2.127,false",
            "0.0.0.0/0,203.0.113.9,true", "0.0.0.0/0,2001:db8::1,false", "2001:db8::/32,2001:db8:1::9,true",
            "2001:db8::/31,2001:db9::1,true", "2001:db8::/32,2001:db9::1,false", "10.1.2.252/30,10.1.2.255,true"})
    void aNetworkHoldsTheAddressesOfItsPrefix(String network, String address, boolean inside) {
        assertThat(Cidr.parse(network).orElseThrow().contains(InetAddress.ofLiteral(address))).isEqualTo(inside);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "example.org/8", "10.0.0.0/33", "10.0.0.0/", "10.0.0/8/8", "10.0.0.0/-1",
            "10.0.0.0/x", "10.0.0.0/0008", "::/129"})
    void whatIsNoNetworkIsRefused(String text) {
        assertThat(Cidr.parse(text)).isEmpty();
    }

    @Test
    void onlyTheTrunksOfTheListenerCount() {
        Sources sources = sources(List.of(
                trunk("core", List.of("core-udp"), List.of("10.0.0.0/8")),
                trunk("teams", List.of("mps-udp"), List.of("52.112.0.0/14"))));
        assertThat(sources.allows(InetAddress.ofLiteral("10.9.9.9"))).isTrue();
        assertThat(sources.allows(InetAddress.ofLiteral("52.112.0.1"))).isFalse();
        assertThat(sources.senderAt(at("52.112.0.1", 5061))).isEmpty();
    }

    @Test
    void theNarrowestNetworkNamesTheTrunk() {
        Sources sources = sources(List.of(
                trunk("wide", List.of("core-udp"), List.of("10.0.0.0/8")),
                trunk("narrow", List.of("core-udp"), List.of("10.1.0.0/16", "10.2.0.0/16"))));
        assertThat(sources.senderAt(at("10.2.3.4", 9))).contains(new Sender("narrow", "10.2.3.4"));
        assertThat(sources.senderAt(at("10.3.3.4", 9))).contains(new Sender("wide", "10.3.3.4"));
    }

    /** After a failure Microsoft tries again from another data centre: the same trunk takes it. */
    @Test
    @Tag("TSP-123")
    void whateverDataCentreMicrosoftComesFromItIsTheSameTrunk() {
        Sources sources = Sources.of("mps-tls", List.of(
                trunk("core", List.of("core-udp"), List.of("0.0.0.0/0")),
                trunk("teams", List.of("mps-tls"), List.of("52.112.0.0/14", "52.122.0.0/15"),
                        new Peer("mps-1", "52.114.75.24", 5061))),
                List.of());
        assertThat(sources.senderAt(at("52.114.75.24", 5061))).contains(new Sender("teams", "mps-1"));
        assertThat(sources.senderAt(at("52.114.14.70", 1_024))).contains(new Sender("teams", "52.114.14.70"));
        assertThat(sources.senderAt(at("52.122.1.9", 5061))).contains(new Sender("teams", "52.122.1.9"));
    }

    @Test
    void aPeerOfThatAddressIsPreferredToANarrowerNetworkAndOneOfThatPortToBoth() {
        Sources sources = sources(List.of(
                trunk("net", List.of("core-udp"), List.of("10.1.1.0/24")),
                trunk("host", List.of("core-udp"), List.of("10.0.0.0/8"), new Peer("core-1", "10.1.1.1", 5060)),
                trunk("port", List.of("core-udp"), List.of("10.0.0.0/8"), new Peer("core-9", "10.1.1.1", 5999),
                        new Peer("core-2", "10.1.1.1", 5070))));
        assertThat(sources.senderAt(at("10.1.1.1", 5070))).contains(new Sender("port", "core-2"));
        assertThat(sources.senderAt(at("10.1.1.1", 40_000))).contains(new Sender("host", "core-1"));
        assertThat(sources.senderAt(at("10.1.1.2", 5070))).contains(new Sender("net", "10.1.1.2"));
    }

    @Test
    void aPeerOutsideTheAllowedSourcesIsNotLetIn() {
        Sources sources = sources(List.of(
                trunk("core", List.of("core-udp"), List.of("10.0.0.0/8"), new Peer("stray", "192.0.2.1", 5060))));
        assertThat(sources.allows(InetAddress.ofLiteral("192.0.2.1"))).isFalse();
    }

    @Test
    void aTrunkThatNamesNoSourcesAllowsItsPeersAddressesAlsoThoseFoundByName() {
        PeerGroup core = trunk("core", List.of("core-udp"), List.of(), new Peer("ip", "10.0.0.1", 5060),
                new Peer("name", new PeerAddress.ARecord("sbc.example.com", 5060), 0));
        Sources sources = Sources.of("core-udp", List.of(core),
                List.of(new PeerPlace("core", "name", at("10.0.0.2", 5060)),
                        new PeerPlace("other", "name", at("10.0.0.3", 5060))));
        assertThat(sources.senderAt(at("10.0.0.1", 9))).contains(new Sender("core", "ip"));
        assertThat(sources.senderAt(at("10.0.0.2", 9))).contains(new Sender("core", "name"));
        assertThat(sources.allows(InetAddress.ofLiteral("10.0.0.3"))).isFalse();
    }

    @Test
    void aPeerFoundByNameOutsideTheNamedNetworksIsNotLetIn() {
        PeerGroup core = trunk("core", List.of("core-udp"), List.of("10.0.0.0/8"),
                new Peer("name", new PeerAddress.Domain("example.com"), 0));
        Sources sources = Sources.of("core-udp", List.of(core),
                List.of(new PeerPlace("core", "name", at("192.0.2.2", 5060))));
        assertThat(sources.allows(InetAddress.ofLiteral("192.0.2.2"))).isFalse();
    }

    @Test
    void aSourceThatIsNoNetworkIsABugOfWhoeverCheckedTheConfiguration() {
        List<PeerGroup> groups = List.of(trunk("core", List.of("l"), List.of("everywhere")));
        assertThatThrownBy(() -> Sources.of("l", groups, List.of())).isInstanceOf(
                IllegalArgumentException.class).hasMessageContaining("core").hasMessageContaining("everywhere");
    }

    private static Sources sources(List<PeerGroup> groups) {
        return Sources.of("core-udp", groups, List.of());
    }

    private static PeerGroup trunk(String name, List<String> listeners, List<String> sources, Peer... peers) {
        return new PeerGroup(name, Side.CORE, listeners, Transport.UDP, Optional.empty(), Set.of(), sources,
                List.of(peers));
    }

    private static InetSocketAddress at(String address, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), port);
    }
}
