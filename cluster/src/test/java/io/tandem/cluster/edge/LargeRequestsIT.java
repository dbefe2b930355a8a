package io.tandem.cluster.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.call.CallInput;
import io.tandem.cluster.FreePorts;
import io.tandem.cluster.edge.EdgeConfig.StreamLimits;
import io.tandem.cluster.edge.EdgeLoops.Polling;
import io.tandem.port.CallId;
import io.tandem.sip.message.Headers;
import io.tandem.sip.message.ParseLimits;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.route.Flow;
import io.tandem.sip.route.Transport;
import io.tandem.sip.transaction.ClientTransactionId;
import io.tandem.sip.transaction.TransactionSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import io.tandem.port.PeerGroup;
import io.tandem.port.PeerGroup.Peer;
import io.tandem.port.PeerGroup.Side;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** RFC 3261 §18.1.1, TSP-129: what is too long for every path's datagrams leaves UDP for TCP, if TCP is there. */
class LargeRequestsIT {
    private static final CallId CALL = new CallId("7z000000000000000000");
    private static final int SMALL = 300;
    private static final int LARGE = 1_200;

    private EdgeFixture fixture;
    private UdpPeer udp;

    @BeforeEach
    void open() {
        fixture = EdgeFixture.start();
        udp = peerWithFreeTcpPort();
    }

    /** Its port is free for TCP too, and stays so: the system gives it to no connection of some other test. */
    private UdpPeer peerWithFreeTcpPort() {
        return new UdpPeer("127.0.0.1", FreePorts.one(), fixture.udpPort());
    }

    @AfterEach
    void close() {
        udp.close();
        fixture.close();
    }

    @Test
    @Tag("TSP-129")
    void aLargeInviteGoesByTcpAndSaysSo() {
        try (ServerSocket server = TcpPeer.listen(udp.port())) {
            send(SipMethod.INVITE, "z9hG4bKlarge", LARGE);
            try (TcpPeer tcp = TcpPeer.accept(server)) {
                SipRequest invite = (SipRequest) tcp.receive();
                assertThat(invite.topVia().transport()).isEqualTo("TCP");
                assertThat(invite.topVia().port()).isEqualTo(fixture.tcpPort());
                assertThat(invite.topVia().branch()).contains("z9hG4bKlarge");
                assertThat(invite.body()).hasSize(LARGE);
                answer(tcp, invite, 180);
                assertThat(fixture.calls.next(CallInput.ResponseReceived.class).response().status()).isEqualTo(180);
                fixture.counts.awaitCount("movedToTcp " + EdgeFixture.UDP, 1);
                assertThat(udp.hearsNothingFor(100)).isTrue();
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @Tag("TSP-129")
    void theLastByteDecides() throws IOException {
        try (ServerSocket server = TcpPeer.listen(udp.port())) {
            send(SipMethod.INVITE, "z9hG4bKmeasured", SMALL);
            int room = LargeRequests.LARGEST_BYTES - receive(udp).toBytes().length - 1; // a length of four digits
            int spare = 8; // the port is taken for the longest
            send(SipMethod.INVITE, "z9hG4bKmeasure1", SMALL + room - spare);
            assertThat(receive(udp).toBytes().length).isBetween(LargeRequests.LARGEST_BYTES - spare,
                    LargeRequests.LARGEST_BYTES);
            send(SipMethod.INVITE, "z9hG4bKmeasure2", SMALL + room + 1);
            try (TcpPeer tcp = TcpPeer.accept(server)) {
                assertThat(((SipRequest) tcp.receive()).topVia().branch()).contains("z9hG4bKmeasure2");
            }
        }
    }

    @Test
    void theAckAndTheCancelGoAsTheirInviteWent() throws IOException {
        try (ServerSocket server = TcpPeer.listen(udp.port())) {
            send(SipMethod.INVITE, "z9hG4bKanswered", LARGE);
            try (TcpPeer tcp = TcpPeer.accept(server)) {
                answer(tcp, (SipRequest) tcp.receive(), 200);
                fixture.calls.next(CallInput.ResponseReceived.class);
                fixture.edge.ack(new ClientTransactionId("z9hG4bKanswered", SipMethod.INVITE),
                        UdpEdgeIT.ours(SipMethod.ACK), flow());
                SipRequest ack = (SipRequest) tcp.receive();
                assertThat(ack.method()).isEqualTo(SipMethod.ACK);
                assertThat(ack.topVia().transport()).isEqualTo("TCP");

                send(SipMethod.INVITE, "z9hG4bKcancelled", LARGE);
                answer(tcp, (SipRequest) tcp.receive(), 180);
                fixture.calls.next(CallInput.ResponseReceived.class);
                cancel("z9hG4bKcancelled");
                SipRequest cancel = (SipRequest) tcp.receive();
                assertThat(cancel.method()).isEqualTo(SipMethod.CANCEL);
                assertThat(cancel.topVia().transport()).isEqualTo("TCP");
            }
        }
    }

    @Test
    void whereTcpIsRefusedTheSameRequestGoesByUdpAndNobodyIsTold() {
        send(SipMethod.INVITE, "z9hG4bKrefused", LARGE);
        SipRequest invite = receive(udp);
        assertThat(invite.topVia().branch()).contains("z9hG4bKrefused");
        assertThat(invite.topVia().transport()).isEqualTo("UDP");
        assertThat(invite.topVia().port()).isEqualTo(fixture.udpPort());
        fixture.counts.awaitCount("closed CONNECT", 1);
        udp.send(SipResponse.to(invite, 180).toTag("t").build().toBytes());
        assertThat(fixture.calls.next(CallInput.ResponseReceived.class).transaction().branch()).isEqualTo(
                "z9hG4bKrefused");

        cancel("z9hG4bKrefused");
        SipRequest cancel = receive(udp);
        assertThat(cancel.method()).isEqualTo(SipMethod.CANCEL);
        assertThat(cancel.topVia()).isEqualTo(invite.topVia());
    }

    @Test
    void whereTcpWasRefusedItIsNotTriedAgainForAWhile() throws IOException {
        send(SipMethod.INVITE, "z9hG4bKrefused", LARGE);
        receive(udp);
        try (ServerSocket server = TcpPeer.listen(udp.port())) { // too late for this minute
            send(SipMethod.INVITE, "z9hG4bKnext", LARGE);
            SipRequest next = receive(udp);
            while (!next.topVia().branch().orElse("").equals("z9hG4bKnext")) { // the first, again
                next = receive(udp);
            }
            assertThat(next.topVia().transport()).isEqualTo("UDP");
            assertThat(fixture.counts.count("movedToTcp " + EdgeFixture.UDP)).isEqualTo(1);
            assertThat(server.isBound()).isTrue();
        }
    }

    @Test
    @Tag("TRAP-31")
    void whereTcpLeadsNowhereTheRequestGoesByUdpInTime() throws IOException {
        restart(10, Duration.ofMillis(200));
        try (ServerSocket hole = new ServerSocket(udp.port(), 1, InetAddress.ofLiteral("127.0.0.1"));
                BacklogFiller filled = BacklogFiller.of(hole)) {
            send(SipMethod.INVITE, "z9hG4bKhole", LARGE);
            assertThat(receive(udp).topVia().branch()).contains("z9hG4bKhole");
            assertThat(filled).isNotNull();
        }
    }

    @Test
    void eachLoopSendsItsOwnByUdpWhenTheOneThatConnectsIsRefused() {
        udp.close();
        fixture.close();
        fixture = EdgeFixture.start(3, Polling.best(), TransactionSettings.DEFAULT, StreamLimits.DEFAULT);
        udp = fixture.udpPeer();
        Set<String> sent = new HashSet<>();
        for (int i = 0; i < 8; i++) { // of all loops
            send(SipMethod.INVITE, "z9hG4bKloop" + i, LARGE);
            sent.add("z9hG4bKloop" + i);
        }
        while (!sent.isEmpty()) {
            SipRequest invite = receive(udp);
            sent.remove(invite.topVia().branch().orElseThrow());
            udp.send(SipResponse.to(invite, 180).toTag("t").build().toBytes());
        }
        for (int i = 0; i < 8; i++) {
            assertThat(fixture.calls.next(CallInput.ResponseReceived.class).response().status()).isEqualTo(180);
        }
    }

    @Test
    void aLargeAckThatTcpRefusesGoesByUdp() {
        send(SipMethod.INVITE, "z9hG4bKoffer", 0);
        udp.send(SipResponse.to(receive(udp), 200).toTag("t").build().toBytes());
        fixture.calls.next(CallInput.ResponseReceived.class);
        fixture.edge.ack(new ClientTransactionId("z9hG4bKoffer", SipMethod.INVITE), sized(SipMethod.ACK, LARGE),
                flow());
        SipRequest ack = receive(udp);
        assertThat(ack.method()).isEqualTo(SipMethod.ACK);
        assertThat(ack.topVia().transport()).isEqualTo("UDP");
        assertThat(ack.body()).hasSize(LARGE);
        fixture.counts.awaitCount("closed CONNECT", 1);
    }

    @Test
    void anInviteThatAConnectionTookAndLostIsNotSentTwice() throws IOException { // it may have arrived
        try (ServerSocket server = TcpPeer.listen(udp.port())) {
            send(SipMethod.INVITE, "z9hG4bKlost", LARGE);
            try (TcpPeer tcp = TcpPeer.accept(server)) {
                tcp.receive();
            }
            assertThat(fixture.calls.next(CallInput.TransportFailed.class).transaction().branch()).isEqualTo(
                    "z9hG4bKlost");
            assertThat(udp.hearsNothingFor(100)).isTrue();
        }
    }

    @Test
    void anInviteThatIsCancelledBeforeTcpIsRefusedIsNotSentByUdp() {
        fixture.loops.loop(0).execute(() -> { // on the loop: nothing can connect, or fail to, in between
            send(SipMethod.INVITE, "z9hG4bKunwanted", LARGE);
            cancel("z9hG4bKunwanted");
        });
        assertThat(fixture.calls.next(CallInput.TransportFailed.class).transaction().branch()).isEqualTo(
                "z9hG4bKunwanted");
        assertThat(udp.hearsNothingFor(100)).isTrue();
    }

    @Test
    void moreLargeInvitesThanMayWaitForAConnectionGoByUdpToo() {
        restart(2, Duration.ofSeconds(2));
        try (ServerSocket server = TcpPeer.listen(udp.port())) {
            fixture.loops.loop(0).execute(() -> {
                for (int i = 0; i < 3; i++) {
                    send(SipMethod.INVITE, "z9hG4bKmany" + i, LARGE);
                }
            });
            assertThat(receive(udp).topVia().branch()).contains("z9hG4bKmany2");
            try (TcpPeer tcp = TcpPeer.accept(server)) {
                assertThat(((SipRequest) tcp.receive()).topVia().branch()).contains("z9hG4bKmany0");
                assertThat(((SipRequest) tcp.receive()).topVia().branch()).contains("z9hG4bKmany1");
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aTrunkWithoutATcpListenerStaysOnUdp() throws IOException {
        CountingListener counts = new CountingListener();
        PeerGroup udpOnly = new PeerGroup("core", Side.CORE, List.of(EdgeFixture.UDP), Transport.UDP,
                Optional.empty(), Set.of(), List.of("127.0.0.1/32"), List.of(new Peer("core-1", "127.0.0.1", 5070)));
        SipEdgeHost edge = SipEdgeHost.create(new EdgeConfig(1,
                List.of(EdgeFixture.listener(EdgeFixture.UDP, Transport.UDP),
                        EdgeFixture.listener(EdgeFixture.TCP, Transport.TCP)),
                List.of(udpOnly), TransactionSettings.DEFAULT, ParseLimits.DEFAULT, StreamLimits.DEFAULT),
                fixture.loops, counts, counts);
        assertThat(edge.start(fixture.calls)).isInstanceOf(EdgeStart.Started.class);
        try (ServerSocket server = TcpPeer.listen(udp.port())) {
            edge.request(CALL, new ClientTransactionId("z9hG4bKudp", SipMethod.INVITE), sized(SipMethod.INVITE, LARGE),
                    flow());
            assertThat(receive(udp).topVia().transport()).isEqualTo("UDP");
            assertThat(server.isBound()).isTrue();
        } finally {
            edge.stop();
        }
    }

    private void restart(int queued, Duration connectTimeout) {
        udp.close();
        fixture.close();
        StreamLimits standard = StreamLimits.DEFAULT;
        fixture = EdgeFixture.start(1, Polling.best(), TransactionSettings.DEFAULT, new StreamLimits(10, 10, queued,
                standard.unreadBytes(), connectTimeout, standard.idle(), standard.silent(), standard.unfinished()));
        udp = peerWithFreeTcpPort();
    }

    private void send(SipMethod method, String branch, int bodyBytes) {
        fixture.edge.request(CALL, new ClientTransactionId(branch, method), sized(method, bodyBytes), flow());
    }

    private void cancel(String branch) {
        fixture.edge.cancel(new ClientTransactionId(branch, SipMethod.INVITE), Headers.builder().build());
    }

    private static SipRequest sized(SipMethod method, int bodyBytes) {
        return UdpEdgeIT.ours(method).toBuilder().body("text/plain", new byte[bodyBytes]).build();
    }

    private Flow flow() {
        return Flow.to(EdgeFixture.UDP, Transport.UDP, udp.address());
    }

    private static SipRequest receive(UdpPeer peer) {
        SipMessage message = peer.receive();
        assertThat(message).isInstanceOf(SipRequest.class);
        return (SipRequest) message;
    }

    private static void answer(TcpPeer peer, SipRequest request, int status) {
        peer.send(SipResponse.to(request, status).toTag("t").build().toBytes());
    }
}
