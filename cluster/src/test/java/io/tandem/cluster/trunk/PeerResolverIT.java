package io.tandem.cluster.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.cluster.trunk.dns.DnsCounts;
import io.tandem.cluster.trunk.dns.DnsSettings;
import io.tandem.cluster.trunk.dns.Finding;
import io.tandem.cluster.trunk.dns.PeerResolver;
import io.tandem.port.PeerAddress;
import io.tandem.sip.route.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Rcode;

/** RFC 3263 §4 and RFC 2782 against a real name server. */
class PeerResolverIT {
    private final DnsCounts counts = new DnsCounts();
    private DnsServer server;

    @BeforeEach
    void start() throws Exception {
        server = DnsServer.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void aHostNameGivesAllItsAddressesAndItsTimeToLive() {
        server.zone("sip.example.com. 30 IN A 192.0.2.1", "sip.example.com. 30 IN A 192.0.2.2");
        Finding.Found found = found(new PeerAddress.ARecord("sip.example.com", 5061), Transport.TLS);
        assertThat(found.timeToLive()).isEqualTo(Duration.ofSeconds(30));
        assertThat(lines(found)).containsExactly("0 0 sip.example.com:5061 [192.0.2.1, 192.0.2.2]");
        assertThat(counts.answered()).isEqualTo(1);
    }

    @Test
    void srvRecordsGiveServersWithTheirPriorityWeightAndPort() {
        server.zone("_sip._tls.r1.example.com. 60 IN SRV 20 0 5063 b.example.com.",
                "_sip._tls.r1.example.com. 60 IN SRV 10 70 5062 a.example.com.", "a.example.com. 40 IN A 192.0.2.1",
                "b.example.com. 50 IN A 192.0.2.2");
        Finding.Found found = found(new PeerAddress.SrvRecord("_sip._tls.r1.example.com"), Transport.TLS);
        assertThat(lines(found)).containsExactly("10 70 a.example.com:5062 [192.0.2.1]",
                "20 0 b.example.com:5063 [192.0.2.2]");
        assertThat(found.timeToLive()).isEqualTo(Duration.ofSeconds(40));
    }

    @Test
    void aDomainIsFoundByNaptrThenSrvThenAddress() {
        server.zone("example.com. 60 IN NAPTR 50 50 \"s\" \"SIPS+D2T\" \"\" _sips._tcp.example.com.",
                "example.com. 60 IN NAPTR 90 50 \"s\" \"SIP+D2U\" \"\" _x._udp.example.com.",
                "_x._udp.example.com. 60 IN SRV 1 1 5070 a.example.com.", "a.example.com. 60 IN A 192.0.2.1");
        assertThat(lines(found(new PeerAddress.Domain("example.com"), Transport.UDP))).containsExactly(
                "1 1 a.example.com:5070 [192.0.2.1]");
    }

    @Test
    void aDomainWithoutNaptrIsAskedForTheServiceOfTheTransport() {
        server.zone("_sip._tcp.example.com. 60 IN SRV 1 1 5070 a.example.com.", "a.example.com. 60 IN A 192.0.2.1");
        assertThat(lines(found(new PeerAddress.Domain("example.com"), Transport.TCP))).containsExactly(
                "1 1 a.example.com:5070 [192.0.2.1]");
    }

    @Test
    void aDomainWithNothingButAnAddressIsTheServerAtTheDefaultPort() {
        server.zone("example.com. 60 IN A 192.0.2.9");
        assertThat(lines(found(new PeerAddress.Domain("example.com"), Transport.TLS))).containsExactly(
                "0 0 example.com:5061 [192.0.2.9]");
    }

    @Test
    void aServerWhoseAddressIsMissingIsLeftOutAndTheOthersServe() {
        server.zone("_sip._udp.example.com. 60 IN SRV 1 1 5070 gone.example.com.",
                "_sip._udp.example.com. 60 IN SRV 2 1 5070 a.example.com.", "a.example.com. 60 IN A 192.0.2.1");
        assertThat(lines(found(new PeerAddress.SrvRecord("_sip._udp.example.com"), Transport.UDP))).containsExactly(
                "2 1 a.example.com:5070 [192.0.2.1]");
    }

    @Test
    void aTargetOfDotSaysThatThereIsNoService() {
        server.zone("_sip._udp.example.com. 60 IN SRV 0 0 0 .");
        assertThat(find(new PeerAddress.SrvRecord("_sip._udp.example.com"), Transport.UDP)).isInstanceOf(
                Finding.Nothing.class);
    }

    @Test
    void noSuchNameIsAnAnswerWithATimeOfItsOwn() {
        server.negativeTtl(17);
        assertThat(find(new PeerAddress.ARecord("gone.example.com", 5060), Transport.UDP)).isEqualTo(
                new Finding.Nothing("no such name: gone.example.com", Duration.ofSeconds(17)));
        assertThat(counts.nothing()).isEqualTo(1);
    }

    @Test
    void ipv6ListenersAskForIpv6Addresses() throws Exception {
        server.zone("sip.example.com. 30 IN A 192.0.2.1", "sip.example.com. 30 IN AAAA 2001:db8::1");
        Finding finding = resolver(server.address()).find(new PeerAddress.ARecord("sip.example.com", 5060),
                Transport.UDP, true).toCompletableFuture().get(10, TimeUnit.SECONDS);
        assertThat(lines((Finding.Found) finding)).containsExactly("0 0 sip.example.com:5060 [2001:db8:0:0:0:0:0:1]");
    }

    @Test
    void anAnswerTooLongForADatagramIsFetchedOverTcp() {
        server.truncate();
        server.zone("sip.example.com. 30 IN A 192.0.2.1");
        found(new PeerAddress.ARecord("sip.example.com", 5060), Transport.UDP);
        assertThat(server.askedOverTcp()).isEqualTo(1);
    }

    @Test
    void aServerThatFailsOrIsDeadIsPassedOverForTheNext() throws Exception {
        server.zone("sip.example.com. 30 IN A 192.0.2.1");
        try (DnsServer failing = DnsServer.start()) {
            failing.fail(Rcode.SERVFAIL);
            DnsServer dead = DnsServer.start();
            dead.close();
            Finding finding = resolver(dead.address(), failing.address(), server.address()).find(
                    new PeerAddress.ARecord("sip.example.com", 5060), Transport.UDP, false)
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
            assertThat(finding).isInstanceOf(Finding.Found.class);
            assertThat(counts.triesLost()).isEqualTo(2);
        }
    }

    @Test
    void whenNoServerAnswersTheQuestionHasFailedInBoundedTimeAndSaysWhy() throws Exception {
        server.close();
        Finding finding = find(new PeerAddress.Domain("example.com"), Transport.UDP);
        assertThat(finding).isInstanceOfSatisfying(Finding.Failed.class,
                failed -> assertThat(failed.reason()).contains("example.com").contains("127.0.0.1"));
        assertThat(counts.failed()).isEqualTo(1);
    }

    private Finding.Found found(PeerAddress peer, Transport transport) {
        return (Finding.Found) find(peer, transport);
    }

    private Finding find(PeerAddress peer, Transport transport) {
        return resolver(server.address()).find(peer, transport, false)
                .toCompletableFuture()
                .orTimeout(10,
                        TimeUnit.SECONDS)
                .join();
    }

    private PeerResolver resolver(InetSocketAddress... servers) {
        return new PeerResolver(new DnsSettings(List.of(servers), Duration.ofMillis(300), 2), counts);
    }

    private static List<String> lines(Finding.Found found) {
        return found.servers()
                .stream()
                .map(server -> server.priority() + " " + server.weight() + " " + server.host() + ":" + server.port()
                        + " " + server.addresses().stream().map(InetAddress::getHostAddress).toList())
                .toList();
    }
}
