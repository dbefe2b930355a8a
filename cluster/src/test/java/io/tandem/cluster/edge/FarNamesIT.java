package io.tandem.cluster.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tandem.call.CallInput;
import io.tandem.cluster.trunk.DnsServer;
import io.tandem.cluster.trunk.FarNameCache;
import io.tandem.cluster.trunk.NameBounds;
import io.tandem.cluster.trunk.dns.DnsCounts;
import io.tandem.cluster.trunk.dns.DnsSettings;
import io.tandem.cluster.trunk.dns.PeerResolver;
import io.tandem.port.CallId;
import io.tandem.sip.message.Headers;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.route.FarName;
import io.tandem.sip.route.Flow;
import io.tandem.sip.route.Transport;
import io.tandem.sip.transaction.ClientTransactionId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A peer that gave a name in its Contact, and whose connection is gone: the name says where it is (RFC 3261 §12.2.1.1,
 * RFC 3263, TRAP-32, TRAP-38). A real name server.
 */
@ParameterizedClass
@ValueSource(ints = {1, 2})
class FarNamesIT {
    private static final CallId CALL = new CallId("7z000000000000000000");
    private static final FarName NAME = new FarName("edge.example.com", -1);
    private static final String SRV = "_sip._tcp.edge.example.com. 60 IN SRV %d 0 %d here.example.com.";
    private static final String HERE = "here.example.com. 60 IN A 127.0.0.1";

    @Parameter
    int loops;
    private DnsServer dns;
    private EdgeFixture fixture;
    private int nobody;

    @BeforeEach
    void open() throws IOException {
        dns = DnsServer.start();
        fixture = EdgeFixture.startWithNames(loops);
        fixture.edge.findNamesBy(names(dns));
        try (ServerSocket free = TcpPeer.listen(0)) {
            nobody = free.getLocalPort();
        }
    }

    @AfterEach
    void close() throws IOException {
        fixture.close();
        dns.close();
    }

    static FarNames names(DnsServer dns) {
        return names(dns, _ -> 0);
    }

    /** @param lots draw among servers of one priority */
    private static FarNames names(DnsServer dns, IntUnaryOperator lots) {
        return new FarNameCache(
                new PeerResolver(new DnsSettings(List.of(dns.address()), Duration.ofSeconds(2), 1), new DnsCounts()),
                new NameBounds(Duration.ofSeconds(5), Duration.ofHours(1), Duration.ofHours(1)), lots,
                System::nanoTime);
    }

    @Test
    @Tag("TRAP-32")
    void theConnectionOfTheDialogServesWhileItLivesAndTheNameIsNotAskedFor() throws Exception {
        try (ServerSocket elsewhere = TcpPeer.listen(0); TcpPeer peer = TcpPeer.connect(fixture.tcpPort())) {
            dns.zone(SRV.formatted(1, elsewhere.getLocalPort()), HERE);
            Flow flow = invited(peer);
            say("z9hG4bKbye", flow.named(NAME));
            assertThat(branch(peer)).isEqualTo("z9hG4bKbye");
            assertThat(dns.asked("_sip._tcp.edge.example.com SRV")).isZero();
        }
    }

    @Test
    @Tag("TRAP-38")
    void onceItIsGoneTheNameSaysWhereRequestsGo() throws Exception {
        try (ServerSocket server = TcpPeer.listen(0)) {
            dns.zone(SRV.formatted(1, server.getLocalPort()), HERE);
            Flow flow;
            try (TcpPeer peer = TcpPeer.connect(fixture.tcpPort())) {
                flow = invited(peer);
            }
            fixture.counts.awaitCount("closed PEER", 1);
            say("z9hG4bKbye", flow.named(NAME));
            try (TcpPeer peer = TcpPeer.accept(server)) {
                assertThat(branch(peer)).isEqualTo("z9hG4bKbye");
                say("z9hG4bKmore", flow.named(NAME)); // by the connection that is there now
                assertThat(branch(peer)).isEqualTo("z9hG4bKmore");
            }
            assertThat(dns.asked("_sip._tcp.edge.example.com SRV")).isEqualTo(1);
        }
    }

    /** As after a restart: no connection is known, and the address of before is one where nobody is any more. */
    @Test
    void requestsThatWaitForANameKeepTheirOrderAndAskOnce() throws Exception {
        try (ServerSocket server = TcpPeer.listen(0)) {
            dns.zone(SRV.formatted(1, server.getLocalPort()), HERE);
            for (int i = 0; i < 5; i++) {
                say("z9hG4bK" + i, to(nobody).named(NAME));
            }
            try (TcpPeer peer = TcpPeer.accept(server)) {
                List<String> come = List.of(branch(peer), branch(peer), branch(peer), branch(peer), branch(peer));
                List<String> said = List.of("z9hG4bK0", "z9hG4bK1", "z9hG4bK2", "z9hG4bK3", "z9hG4bK4");
                if (loops == 1) { // each loop keeps its own order
                    assertThat(come).isEqualTo(said);
                }
                assertThat(come).containsExactlyInAnyOrderElementsOf(said);
                assertUntold();
            }
            assertThat(dns.asked("_sip._tcp.edge.example.com SRV")).isEqualTo(1);
        }
    }

    /** TRAP-32: a sibling of that server does not know the dialog. */
    @Test
    @Tag("TRAP-32")
    void theServerOfBeforeIsTriedBeforeItsSiblings() throws Exception {
        try (ServerSocket sibling = TcpPeer.listen(0); ServerSocket before = TcpPeer.listen(0)) {
            dns.zone(SRV.formatted(1, sibling.getLocalPort()), SRV.formatted(2, before.getLocalPort()), HERE);
            say("z9hG4bKbye", to(before.getLocalPort()).named(NAME));
            try (TcpPeer peer = TcpPeer.accept(before)) {
                assertThat(branch(peer)).isEqualTo("z9hG4bKbye");
            }
        }
    }

    /** After a move, and a restart, the address of before is no peer's any more, nor a source that may speak to us. */
    @Test
    void aPeerThatHasMovedIsFoundThoughItsOldAddressIsNobodys() throws Exception {
        try (ServerSocket moved = TcpPeer.listen(0)) {
            dns.zone(SRV.formatted(1, moved.getLocalPort()), HERE);
            Flow nobodys = Flow.to(EdgeFixture.TCP, Transport.TCP,
                    new InetSocketAddress(InetAddress.ofLiteral("127.0.0.77"), nobody));
            say("z9hG4bKbye", nobodys.named(NAME));
            try (TcpPeer peer = TcpPeer.accept(moved)) {
                assertThat(branch(peer)).isEqualTo("z9hG4bKbye");
            }
        }
    }

    /** RFC 3263 §4.3. */
    @Test
    void aServerThatCannotBeReachedIsPassedOverForTheNext() throws Exception {
        try (ServerSocket second = TcpPeer.listen(0)) {
            dns.zone(SRV.formatted(1, nobody), SRV.formatted(2, second.getLocalPort()), HERE);
            say("z9hG4bKbye", to(nobody).named(NAME));
            try (TcpPeer peer = TcpPeer.accept(second)) {
                assertThat(branch(peer)).isEqualTo("z9hG4bKbye");
                assertUntold();
            }
        }
    }

    /** Who configures addresses may have no name server that knows the peers' names, and no time to find out. */
    @Test
    void aTrunkOfAddressesAsksForNoName() throws Exception {
        fixture.close();
        fixture = EdgeFixture.start();
        fixture.edge.findNamesBy(names(dns));
        try (ServerSocket before = TcpPeer.listen(0)) {
            dns.zone(SRV.formatted(1, nobody), HERE);
            say("z9hG4bKbye", to(before.getLocalPort()).named(NAME));
            try (TcpPeer peer = TcpPeer.accept(before)) {
                assertThat(branch(peer)).isEqualTo("z9hG4bKbye");
            }
            assertThat(dns.asked("_sip._tcp.edge.example.com SRV")).isZero();
        }
    }

    @Test
    void whereNobodyCanSayItTheAddressOfBeforeIsTried() throws Exception {
        dns.close();
        try (ServerSocket before = TcpPeer.listen(0)) {
            say("z9hG4bKbye", to(before.getLocalPort()).named(NAME));
            try (TcpPeer peer = TcpPeer.accept(before)) {
                assertThat(branch(peer)).isEqualTo("z9hG4bKbye");
            }
        }
    }

    /** RFC 3261 §9.1, §17.1.1.3: another of the name's servers has no such transaction. */
    @Test
    void theCancelOfAnInviteAndTheAckToItsRefusalGoToTheServerThatTheInviteWentTo() throws Exception {
        AtomicInteger lots = new AtomicInteger();
        fixture.edge.findNamesBy(names(dns, bound -> lots.getAndIncrement() % bound));
        try (ServerSocket one = TcpPeer.listen(0); ServerSocket two = TcpPeer.listen(0)) {
            dns.zone(SRV.formatted(1, one.getLocalPort()), SRV.formatted(1, two.getLocalPort()), HERE);
            ClientTransactionId id = invite("z9hG4bKinv", to(nobody).named(NAME));
            SipRequest invite;
            try (TcpPeer peer = TcpPeer.accept(one)) {
                invite = (SipRequest) peer.receive();
                peer.send(SipResponse.to(invite, 180).toTag("t").build().toBytes());
                fixture.calls.next(CallInput.ResponseReceived.class);
            }
            fixture.counts.awaitCount("closed PEER", 1); // so that the way is looked for again
            fixture.edge.cancel(id, Headers.builder().build());
            try (TcpPeer peer = TcpPeer.accept(one)) {
                SipRequest cancel = (SipRequest) peer.receive();
                assertThat(cancel.method()).isEqualTo(SipMethod.CANCEL);
                peer.send(SipResponse.to(cancel, 200).toTag("t").build().toBytes());
                peer.send(SipResponse.to(invite, 487).toTag("t").build().toBytes());
                assertThat(((SipRequest) peer.receive()).method()).isEqualTo(SipMethod.ACK);
            }
            assertThat(dns.asked("_sip._tcp.edge.example.com SRV")).isEqualTo(1);
        }
    }

    @Test
    void anInviteThatWentWhereItsNameLedFailsWithThatConnection() throws Exception {
        try (ServerSocket server = TcpPeer.listen(0)) {
            dns.zone(SRV.formatted(1, server.getLocalPort()), HERE);
            invite("z9hG4bKinv", to(nobody).named(NAME));
            try (TcpPeer peer = TcpPeer.accept(server)) {
                assertThat(branch(peer)).isEqualTo("z9hG4bKinv");
            }
            assertThat(fixture.calls.next(CallInput.TransportFailed.class).transaction().branch())
                    .isEqualTo("z9hG4bKinv");
            assertThat(fixture.calls.untold()).isTrue();
        }
    }

    private ClientTransactionId invite(String branch, Flow flow) {
        ClientTransactionId id = new ClientTransactionId(branch, SipMethod.INVITE);
        fixture.edge.request(CALL, id, UdpEdgeIT.ours(SipMethod.INVITE), flow);
        return id;
    }

    @Test
    void whenNoAddressOfItTakesAConnectionTheRequestFailsOnce() {
        dns.zone(SRV.formatted(1, nobody), HERE);
        say("z9hG4bKbye", to(nobody).named(NAME));
        assertThat(fixture.calls.next(CallInput.TransportFailed.class).transaction().branch()).isEqualTo("z9hG4bKbye");
        assertUntold();
    }

    private void assertUntold() {
        await().during(Duration.ofMillis(300)).until(fixture.calls::untold);
    }

    private Flow invited(TcpPeer peer) {
        peer.send(Wire.request("INVITE", "TCP", peer.port()));
        assertThat(((SipResponse) peer.receive()).status()).isEqualTo(100);
        return fixture.calls.next(CallInput.InviteReceived.class).flow();
    }

    private void say(String branch, Flow flow) {
        fixture.edge.request(CALL, new ClientTransactionId(branch, SipMethod.BYE), UdpEdgeIT.ours(SipMethod.BYE), flow);
    }

    private static String branch(TcpPeer peer) {
        return ((SipRequest) peer.receive()).topVia().branch().orElseThrow();
    }

    private static Flow to(int port) {
        return Flow.to(EdgeFixture.TCP, Transport.TCP, new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
    }
}
