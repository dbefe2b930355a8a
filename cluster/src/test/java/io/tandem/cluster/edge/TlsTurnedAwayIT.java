package io.tandem.cluster.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.cluster.edge.tls.TlsSettings.Engine;
import io.tandem.port.CallId;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.transaction.ClientTransactionId;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

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

    private void request(String branch, int port, int bodyBytes) {
        SipRequest request = UdpEdgeIT.ours(SipMethod.INVITE)
                .toBuilder()
                .body("text/plain", new byte[bodyBytes])
                .build();
        fixture.edge.request(CALL, new ClientTransactionId(branch, SipMethod.INVITE), request,
                TlsFixture.to(port, TlsFixture.TRUNK));
    }
}
