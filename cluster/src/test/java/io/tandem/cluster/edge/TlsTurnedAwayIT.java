package io.tandem.cluster.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tandem.call.CallInput;
import io.tandem.cluster.edge.tls.TlsSettings.Engine;
import io.tandem.port.CallId;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.transaction.ClientTransactionId;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose TLS connection comes to nothing once its handshake is done, by either engine. */
@ParameterizedClass
@EnumSource(Engine.class)
class TlsTurnedAwayIT {
    private static final CallId CALL = new CallId("7z000000000000000000");
    @Parameter
    Engine engine;
    @TempDir
    Path folder;
    private TlsFixture fixture;
    private TlsFiles files;

    @BeforeEach
    void open() {
        fixture = TlsFixture.start(folder, engine);
        files = fixture.files;
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    @Tag("TRAP-30")
    void whoReadsTooSlowlyIsNotListenedToWhileItsConnectionEnds() throws IOException {
        files.peer("peer", TlsFixture.PEER);
        try (ServerSocket server = TcpPeer.listen(0, files.server("peer"))) {
            request("z9hG4bK0", server.getLocalPort(), 0);
            try (TcpPeer slow = TcpPeer.accept(server)) {
                slow.receive();
                for (int i = 1; i < 400 && fixture.counts.count("overLimit OUTBOUND_BYTES") == 0; i++) {
                    request("z9hG4bK" + i, server.getLocalPort(), 60_000);
                }
                fixture.counts.awaitCount("overLimit OUTBOUND_BYTES", 1);
                slow.send(Wire.request("OPTIONS", "TLS", 5_061)); // the end waits for room for our close_notify
                fixture.counts.awaitCount("closed SLOW_READER", 1);
                assertThat(fixture.counts.count("optionsAnswered")).isZero();
                assertThat(fixture.counts.count("overLimit OUTBOUND_BYTES")).as("said once").isEqualTo(1);
            }
        }
    }

    /** A resumed session shows no certificate: the one that it began with may be over by then. */
    @Test
    @Tag("TSP-28")
    void aResumedSessionProvesNothingOnceItsCertificateIsOver() throws IOException {
        files.peer("peer", TlsFixture.PEER);
        try (ServerSocket first = TcpPeer.listen(0, files.server("peer"))) {
            taken(first, "z9hG4bK0"); // takes long, while the other would run out
        }
        Instant until = Instant.now().plusSeconds(4).truncatedTo(ChronoUnit.SECONDS);
        files.peer("brief", until, TlsFixture.PEER);
        try (ServerSocket server = TcpPeer.listen(0, files.server("brief"))) {
            taken(server, "z9hG4bK1");
            await().atMost(Duration.ofSeconds(5)).until(() -> Instant.now().isAfter(until));

            turnedAway(server, "z9hG4bK2");
            fixture.counts.awaitCount("handshake out NAME", 1);
            turnedAway(server, "z9hG4bK3"); // it is not resumed again
            fixture.counts.awaitCount("handshake out EXPIRED", 1);
            assertThat(fixture.counts.count("secured out TLSv1.3")).isEqualTo(2);
        }
    }

    private void taken(ServerSocket server, String branch) {
        request(branch, server.getLocalPort(), 0);
        try (TcpPeer peer = TcpPeer.accept(server)) {
            SipRequest invite = (SipRequest) peer.receive();
            peer.send(SipResponse.to(invite, 486).toTag("t").build().toBytes()); // behind the session's ticket
            fixture.calls.next(CallInput.ResponseReceived.class);
        }
    }

    private void turnedAway(ServerSocket server, String branch) throws IOException {
        request(branch, server.getLocalPort(), 0);
        try (Socket socket = server.accept()) {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        } catch (SSLException refused) {
            // as it should be
        }
        assertThat(fixture.calls.next(CallInput.TransportFailed.class).transaction().branch()).isEqualTo(branch);
    }

    /** By TLS 1.3 the peer looks at our certificate once we are done: its refusal is the first that we read. */
    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    @Tag("TSP-21")
    void aPeerThatDoesNotTakeOurCertificateIsCountedByEitherVersion(String version) {
        files.peer("peer", TlsFixture.PEER);
        try (SServer server = SServer.start(files, "peer", version, "-verifyCAfile", files.strangeRoots().toString(),
                "-verify_return_error")) {
            request("z9hG4bKrefused", server.port(), 0);
            fixture.counts.awaitCount("handshake out REFUSED_BY_PEER", 1);
            fixture.counts.awaitCount("closed HANDSHAKE", 1);
            assertThat(fixture.calls.next(CallInput.TransportFailed.class).transaction().branch())
                    .isEqualTo("z9hG4bKrefused");
        }
    }

    private void request(String branch, int port, int bodyBytes) {
        SipRequest request = UdpEdgeIT.ours(SipMethod.INVITE)
                .toBuilder()
                .body("text/plain", new byte[bodyBytes])
                .build();
        fixture.edge.request(CALL, new ClientTransactionId(branch, SipMethod.INVITE), request,
                TlsFixture.to(port, TlsFixture.TRUNK));
    }
}
