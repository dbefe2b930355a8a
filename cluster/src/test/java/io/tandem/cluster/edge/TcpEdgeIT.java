package io.tandem.cluster.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.call.CallInput;
import io.tandem.cluster.edge.EdgeConfig.StreamLimits;
import io.tandem.cluster.edge.EdgeLoops.Polling;
import io.tandem.port.CallId;
import io.tandem.port.EdgeListener;
import io.tandem.sip.message.ParseLimits;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.route.Flow;
import io.tandem.sip.route.Transport;
import io.tandem.sip.transaction.ClientTransactionId;
import io.tandem.sip.transaction.TransactionListener;
import io.tandem.sip.transaction.TransactionSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TcpEdgeIT {
    private static final CallId CALL = new CallId("7z000000000000000000");

    private EdgeFixture fixture;

    @BeforeEach
    void open() {
        fixture = EdgeFixture.start();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private void restart(StreamLimits streams) {
        fixture.close();
        fixture = EdgeFixture.start(1, Polling.best(), TransactionSettings.DEFAULT, streams);
    }

    @Test
    void aMessageInTwoHalvesIsOneMessage() {
        try (TcpPeer peer = connect()) {
            String invite = invite(peer, 1);
            peer.send(invite.substring(0, 100));
            fixture.counts.awaitCount("accepted", 1);
            peer.send(invite.substring(100));
            assertThat(((SipResponse) peer.receive()).status()).isEqualTo(100);
            CallInput.InviteReceived received = fixture.calls.next(CallInput.InviteReceived.class);
            assertThat(received.flow().transport()).isEqualTo(Transport.TCP);
            assertThat(received.flow().connection()).isPositive();
            assertThat(received.peer()).isEqualTo("core-1");
        }
    }

    @Test
    void severalMessagesInOneSegmentAreSeveralMessages() {
        try (TcpPeer peer = connect()) {
            peer.send(invite(peer, 1) + "\r\n" + invite(peer, 2) + invite(peer, 3));
            for (int i = 1; i <= 3; i++) {
                assertThat(fixture.calls.next(CallInput.InviteReceived.class).invite().callId()).isEqualTo(
                        "call-" + i + "@peer");
                assertThat(((SipResponse) peer.receive()).status()).isEqualTo(100);
            }
        }
    }

    @Test
    void aPingIsAnsweredWithAPong() { // RFC 5626 §3.5.1
        try (TcpPeer peer = connect()) {
            peer.send("\r\n\r\n");
            assertThat(peer.receiveText()).isEqualTo("\r\n");
            fixture.counts.awaitCount("keepAlive", 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\r\nHost: x\r\n\r\n", "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
            "\u0016\u0003\u0001\u0002\u0000\u0001", "POST /RPC2 HTTP/1.0\r\nContent-Length: 3\r\n\r\nabc"})
    @Tag("TRAP-33")
    void anotherProtocolIsDroppedAndCounted(String probe) {
        try (TcpPeer peer = connect()) {
            peer.send(probe);
            assertThat(peer.isClosedByGateway()).isTrue();
        }
        fixture.counts.awaitCount("closed FOREIGN_PROTOCOL", 1);
        assertThat(fixture.calls.untold()).isTrue();
    }

    @Test
    void aStreamThatCannotBeCutIsAnswered400AndClosed() {
        try (TcpPeer peer = connect()) {
            peer.send(invite(peer, 1).replace("Content-Length: 0", "Content-Length: many"));
            assertThat(((SipResponse) peer.receive()).status()).isEqualTo(400);
            assertThat(peer.isClosedByGateway()).isTrue();
        }
        fixture.counts.awaitCount("closed FRAMING", 1);
        fixture.counts.awaitCount("malformed CONTENT_LENGTH answered", 1);
    }

    @Test
    void aBadRequestIsAnsweredAndTheConnectionLives() {
        try (TcpPeer peer = connect()) {
            peer.send(invite(peer, 1).replace("CSeq: 1 INVITE", "CSeq: 1 BYE"));
            assertThat(((SipResponse) peer.receive()).status()).isEqualTo(400);
            peer.send(Wire.request("OPTIONS", "TCP", peer.port()));
            assertThat(((SipResponse) peer.receive()).status()).isEqualTo(200);
        }
    }

    @Test
    void aStrangersConnectionIsClosedUnread() throws IOException {
        fixture.close();
        EdgeLoops loops = EdgeLoops.start(1, Polling.best());
        CountingListener counts = new CountingListener();
        SipEdgeHost edge = SipEdgeHost.create(new EdgeConfig(1, List.of(EdgeFixture.listener("t", Transport.TCP)),
                List.of(), TransactionSettings.DEFAULT, ParseLimits.DEFAULT,
                StreamLimits.DEFAULT), loops, counts, counts);
        assertThat(edge.start(fixture.calls)).isInstanceOf(EdgeStart.Started.class);
        try (TcpPeer peer = TcpPeer.connect(edge.advertised("t").port())) {
            assertThat(peer.isClosedByGateway()).isTrue();
            counts.awaitCount("sourceRefused", 1);
        } finally {
            edge.stop();
            loops.close();
        }
    }

    @Test
    void moreConnectionsThanMayBeAreClosed() {
        restart(limits(1, 10, 1 << 20, Duration.ofMinutes(1), Duration.ofMinutes(1)));
        try (TcpPeer first = connect()) {
            fixture.counts.awaitCount("accepted", 1);
            try (TcpPeer second = connect()) {
                assertThat(second.isClosedByGateway()).isTrue();
                fixture.counts.awaitCount("overLimit CONNECTIONS", 1);
            }
            first.send(Wire.request("OPTIONS", "TCP", first.port()));
            assertThat(((SipResponse) first.receive()).status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "INVITE sip:x@127.0.0.1 SIP/2.0\r\nVia: "})
    void aConnectionThatBringsNoWholeMessageIsClosed(String begun) {
        restart(limits(10, 10, 1 << 20, Duration.ofMinutes(1), Duration.ofMillis(150)));
        try (TcpPeer peer = connect()) {
            peer.send(begun);
            assertThat(peer.isClosedByGateway()).isTrue();
            fixture.counts.awaitCount("closed IDLE", 1);
        }
    }

    @Test
    void aSilentConnectionIsClosed() {
        restart(limits(10, 10, 1 << 20, Duration.ofMillis(200), Duration.ofMinutes(1)));
        try (TcpPeer peer = connect()) {
            peer.send(Wire.request("OPTIONS", "TCP", peer.port()));
            assertThat(((SipResponse) peer.receive()).status()).isEqualTo(200);
            assertThat(peer.isClosedByGateway()).isTrue();
            fixture.counts.awaitCount("closed IDLE", 1);
        }
    }

    @Test
    void aResponseWhoseConnectionIsGoneGoesToTheViasPort() throws IOException { // RFC 3261 §18.2.2
        try (ServerSocket server = TcpPeer.listen(0)) {
            CallInput.InviteReceived invite;
            try (TcpPeer peer = connect()) {
                peer.send(Wire.request("INVITE", "TCP", server.getLocalPort()));
                peer.receive();
                invite = fixture.calls.next(CallInput.InviteReceived.class);
            }
            fixture.counts.awaitCount("closed PEER", 1);
            respond(invite, 180);
            try (TcpPeer again = TcpPeer.accept(server)) {
                assertThat(((SipResponse) again.receive()).status()).isEqualTo(180);
                respond(invite, 200);
                SipResponse answer = (SipResponse) again.receive();
                assertThat(answer.status()).isEqualTo(200);
                assertThat(again.receive().toBytes()).isEqualTo(answer.toBytes()); // no ACK: it is repeated there too
            }
        }
    }

    @Test
    @Tag("TRAP-31")
    void manyFirstSendsToOneTargetOpenOneConnection() throws IOException {
        try (ServerSocket server = TcpPeer.listen(0)) {
            for (int i = 0; i < 20; i++) {
                request("z9hG4bK" + i, to(server.getLocalPort()));
            }
            try (TcpPeer peer = TcpPeer.accept(server)) {
                for (int i = 0; i < 20; i++) {
                    SipRequest invite = ackSkipped(peer);
                    assertThat(invite.topVia().branch()).contains("z9hG4bK" + i);
                    assertThat(invite.topVia().transport()).isEqualTo("TCP");
                    assertThat(invite.topVia().port()).isEqualTo(fixture.tcpPort());
                    peer.send(SipResponse.to(invite, 486).toTag("t").build().toBytes());
                    assertThat(fixture.calls.next(CallInput.ResponseReceived.class).transaction().branch()).isEqualTo(
                            "z9hG4bK" + i);
                }
                request("z9hG4bKlater", to(server.getLocalPort())); // the open one is used again
                assertThat(ackSkipped(peer).topVia().branch()).contains("z9hG4bKlater");
            }
            fixture.counts.awaitCount("opened", 1);
        }
    }

    @Test
    void moreThanMayWaitForAConnectionFailAloneAndAClosedConnectionFailsOnlyItsOwn() throws IOException {
        restart(limits(10, 3, 1 << 20, Duration.ofMinutes(1), Duration.ofMinutes(1)));
        try (ServerSocket one = TcpPeer.listen(0);
                ServerSocket other = TcpPeer.listen(0)) {
            fixture.loops.loop(0).execute(() -> { // on the loop: nothing can connect in between
                for (int i = 0; i < 4; i++) {
                    request("z9hG4bKone" + i, to(one.getLocalPort()));
                }
                request("z9hG4bKother", to(other.getLocalPort()));
            });
            assertThat(failed()).isEqualTo("z9hG4bKone3");
            fixture.counts.awaitCount("overLimit CONNECTION_QUEUE", 1);
            try (TcpPeer alive = TcpPeer.accept(other)) {
                SipRequest invite = (SipRequest) alive.receive();
                TcpPeer.accept(one).close();
                assertThat(List.of(failed(), failed(), failed())).containsExactlyInAnyOrder("z9hG4bKone0",
                        "z9hG4bKone1", "z9hG4bKone2");
                alive.send(SipResponse.to(invite, 180).toTag("t").build().toBytes());
                assertThat(fixture.calls.next(CallInput.ResponseReceived.class).response().status()).isEqualTo(180);
            }
        }
    }

    @Test
    void connectionsOfOneLoopServeTheTransactionsOfAnother() throws IOException {
        fixture.close();
        fixture = EdgeFixture.start(3, Polling.best(), TransactionSettings.DEFAULT, StreamLimits.DEFAULT);
        for (int i = 0; i < 8; i++) { // other ports, Call-IDs and branches: other loops
            try (TcpPeer caller = connect();
                    ServerSocket server = TcpPeer.listen(0)) {
                caller.send(invite(caller, i));
                assertThat(((SipResponse) caller.receive()).status()).isEqualTo(100);
                CallInput.InviteReceived invite = fixture.calls.next(CallInput.InviteReceived.class);
                request("z9hG4bKout" + i, to(server.getLocalPort()));
                try (TcpPeer callee = TcpPeer.accept(server)) {
                    callee.send(SipResponse.to((SipRequest) callee.receive(), 200).toTag("t").build().toBytes());
                    assertThat(fixture.calls.next(CallInput.ResponseReceived.class).transaction().branch()).isEqualTo(
                            "z9hG4bKout" + i);
                }
                respond(invite, 486);
                assertThat(((SipResponse) caller.receive()).status()).isEqualTo(486);
            }
        }
        fixture.counts.awaitCount("opened", 8);
    }

    @Test
    void aTargetThatRefusesFailsTheRequest() throws IOException {
        int port;
        try (ServerSocket gone = TcpPeer.listen(0)) {
            port = gone.getLocalPort();
        }
        request("z9hG4bKrefused", to(port));
        assertThat(failed()).isEqualTo("z9hG4bKrefused");
        fixture.counts.awaitCount("closed CONNECT", 1);
    }

    @Test
    @Tag("TRAP-31")
    void aBlackHoleFailsTheRequestInTime() throws IOException {
        restart(new StreamLimits(10, 10, 10, 1 << 20, Duration.ofMillis(200), Duration.ofMinutes(1),
                Duration.ofMinutes(1), Duration.ofMinutes(1)));
        try (ServerSocket hole = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
                BacklogFiller filled = BacklogFiller.of(hole)) {
            request("z9hG4bKhole", to(hole.getLocalPort()));
            assertThat(failed()).isEqualTo("z9hG4bKhole");
            fixture.counts.awaitCount("closed CONNECT", 1);
            assertThat(filled).isNotNull();
        }
    }

    @Test
    void aMessageThatIsSentByteByByteIsCutOffInTime() { // slowloris: each byte comes in time, the message never does
        restart(limits(10, 10, 1 << 20, Duration.ofMinutes(1), Duration.ofMillis(300)));
        try (TcpPeer slow = connect()) {
            byte[] bytes = ("INVITE sip:a@x SIP/2.0\r\n" + "X: a\r\n".repeat(10_000)).getBytes(
                    StandardCharsets.US_ASCII);
            int sent = 0;
            long next = System.nanoTime();
            while (fixture.counts.count("closed IDLE") == 0 && sent < bytes.length) {
                if (System.nanoTime() - next >= 0) { // line ends come alone too: they must not pass for keep-alives
                    next = System.nanoTime() + 20_000_000;
                    if (!slow.sent(bytes, sent++)) {
                        break;
                    }
                }
                Thread.onSpinWait();
            }
            fixture.counts.awaitCount("closed IDLE", 1);
            assertThat(sent).isLessThan(100);
        }
    }

    @Test
    void oneAddressMayOpenOnlySoManyConnections() {
        restart(new StreamLimits(1_000, 3, 10, 1 << 20, Duration.ofSeconds(2), Duration.ofMinutes(1),
                Duration.ofMinutes(1), Duration.ofMinutes(1)));
        TcpPeer first = connect();
        try (TcpPeer second = connect();
                TcpPeer third = connect()) {
            fixture.counts.awaitCount("accepted", 3);
            try (TcpPeer fourth = connect()) {
                assertThat(fourth.isClosedByGateway()).isTrue();
                fixture.counts.awaitCount("overLimit SOURCE_CONNECTIONS", 1);
            }
            first.close();
            fixture.counts.awaitCount("closed PEER", 1);
            try (TcpPeer fifth = connect()) {
                fifth.send(Wire.request("OPTIONS", "TCP", fifth.port()));
                assertThat(((SipResponse) fifth.receive()).status()).isEqualTo(200);
            }
            assertThat(second.port()).isNotEqualTo(third.port());
        }
    }

    @Test
    void tenThousandConnectionsFromOneAddressLeaveOthersTheirRoom() {
        restart(new StreamLimits(1_000, 50, 10, 1 << 20, Duration.ofSeconds(2), Duration.ofMinutes(1),
                Duration.ofMinutes(1), Duration.ofMinutes(1)));
        List<TcpPeer> held = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            TcpPeer peer = connect();
            if (held.size() < 50) {
                held.add(peer);
            } else {
                peer.close();
            }
        }
        fixture.counts.awaitCount("accepted", 50);
        fixture.counts.awaitCount("overLimit SOURCE_CONNECTIONS", 9_950);
        assertThat(fixture.counts.count("overLimit CONNECTIONS")).isZero();
        held.getFirst().send(Wire.request("OPTIONS", "TCP", held.getFirst().port()));
        assertThat(((SipResponse) held.getFirst().receive()).status()).isEqualTo(200);
        held.forEach(TcpPeer::close);
    }

    @Test
    void aConnectionThatSaysNothingIsClosedLongBeforeAnIdleOne() {
        restart(new StreamLimits(10, 10, 10, 1 << 20, Duration.ofSeconds(2), Duration.ofMinutes(1),
                Duration.ofMillis(150), Duration.ofMinutes(1)));
        try (TcpPeer silent = connect();
                TcpPeer lively = connect()) {
            lively.send("\r\n\r\n");
            assertThat(lively.receiveText()).isEqualTo("\r\n");
            assertThat(silent.isClosedByGateway()).isTrue();
            fixture.counts.awaitCount("closed IDLE", 1);
            lively.send("\r\n\r\n");
            assertThat(lively.receiveText()).isEqualTo("\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 4294967296", "Content-Length: -1", "Content-Length: 99999999",
            "Content-Length: 1\r\nContent-Length: 2"})
    void aLengthThatNoMessageHasEndsTheConnection(String row) {
        try (TcpPeer peer = connect()) {
            peer.send(Wire.request("OPTIONS", "TCP", peer.port()).replace("Content-Length: 0", row));
            assertThat(((SipResponse) peer.receive()).status()).isIn(400, 413);
            assertThat(peer.isClosedByGateway()).isTrue();
            fixture.counts.awaitCount("closed FRAMING", 1);
        }
    }

    @ParameterizedTest
    @EnumSource(Polling.class)
    @Tag("TRAP-30")
    void aPeerThatStopsReadingIsShedAndNobodyElseSuffers(Polling polling) throws IOException {
        fixture.close();
        fixture = EdgeFixture.start(1, polling, TransactionSettings.DEFAULT,
                limits(10, 10, 64 << 10, Duration.ofMinutes(1), Duration.ofMinutes(1)));
        try (ServerSocket server = TcpPeer.listen(0)) {
            Flow flow = to(server.getLocalPort());
            request("z9hG4bK0", flow);
            try (TcpPeer slow = TcpPeer.accept(server);
                    TcpPeer lively = connect()) {
                slow.receive();
                byte[] body = new byte[60_000];
                for (int i = 1; i < 400 && fixture.counts.count("closed SLOW_READER") == 0; i++) {
                    SipRequest big = UdpEdgeIT.ours(SipMethod.INVITE).toBuilder().body("text/plain", body).build();
                    fixture.edge.request(CALL, new ClientTransactionId("z9hG4bK" + i, SipMethod.INVITE), big, flow);
                    lively.send(Wire.request("OPTIONS", "TCP", lively.port())); // in step with the loop
                    lively.receive();
                }
                fixture.counts.awaitCount("closed SLOW_READER", 1);
                assertThat(fixture.calls.next().input()).isInstanceOf(CallInput.TransportFailed.class);
                lively.send(Wire.request("OPTIONS", "TCP", lively.port()).replace("z9hG4bK", "z9hG4bKx"));
                assertThat(((SipResponse) lively.receive()).status()).isEqualTo(200);
            }
        }
    }

    @Test
    void aPortInUseIsSaidWithItsListenerAndNothingIsBound() throws IOException {
        try (ServerSocket taken = TcpPeer.listen(0)) {
            EdgeConfig.Listener free = EdgeFixture.listener("free", Transport.UDP);
            EdgeConfig.Listener busy = new EdgeConfig.Listener("busy", Transport.TCP, "127.0.0.1",
                    taken.getLocalPort(), Optional.empty());
            EdgeConfig config = new EdgeConfig(1, List.of(free, busy), List.of(), TransactionSettings.DEFAULT,
                    ParseLimits.DEFAULT, StreamLimits.DEFAULT);
            SipEdgeHost edge = SipEdgeHost.create(config, fixture.loops, EdgeListener.NONE, TransactionListener.NONE);
            EdgeStart.BindFailed failed = (EdgeStart.BindFailed) edge.start(fixture.calls);
            assertThat(failed.unbound()).singleElement().satisfies(unbound -> {
                assertThat(unbound.listener()).isEqualTo("busy");
                assertThat(unbound.address()).isEqualTo("127.0.0.1:" + taken.getLocalPort());
                assertThat(unbound.reason()).contains("in use");
            });
        }
    }

    @Test
    void theAdvertisedAddressStandsForTheBoundOne() {
        EdgeConfig.Listener listener = new EdgeConfig.Listener("a", Transport.TCP, "127.0.0.1", 5999,
                Optional.of("sbc.example.org"));
        LocalListener local = new LocalListener(listener, List.of());
        assertThat(local.advertised().host()).isEqualTo("sbc.example.org");
        assertThat(local.advertised().transport()).isEqualTo("tcp");
        assertThat(local.sentBy("z9hG4bKb").text()).contains("SIP/2.0/TCP sbc.example.org:5999");
    }

    private TcpPeer connect() {
        return TcpPeer.connect(fixture.tcpPort());
    }

    private static String invite(TcpPeer peer, int number) {
        return Wire.request("INVITE", "TCP", peer.port())
                .replace("call-1", "call-" + number)
                .replace("INVITE1",
                        "INVITE" + number);
    }

    private void respond(CallInput.InviteReceived invite, int status) {
        fixture.edge.respond(invite.transaction(), SipResponse.to(invite.invite(), status).toTag(CALL.tag(0)).build());
    }

    private void request(String branch, Flow flow) {
        fixture.edge.request(CALL, new ClientTransactionId(branch, SipMethod.INVITE), UdpEdgeIT.ours(SipMethod.INVITE),
                flow);
    }

    private String failed() {
        return fixture.calls.next(CallInput.TransportFailed.class).transaction().branch();
    }

    private static SipRequest ackSkipped(TcpPeer peer) {
        SipRequest request = (SipRequest) peer.receive();
        while (request.method().equals(SipMethod.ACK)) {
            request = (SipRequest) peer.receive();
        }
        return request;
    }

    private static Flow to(int port) {
        return Flow.to(EdgeFixture.TCP, Transport.TCP,
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
    }

    private static StreamLimits limits(int connections, int queued, int unread, Duration idle, Duration unfinished) {
        return new StreamLimits(connections, 10_000, queued, unread, Duration.ofSeconds(2), idle, unfinished,
                unfinished);
    }
}
