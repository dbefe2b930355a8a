package io.tandem.cluster.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.cluster.edge.tls.TlsSettings.Engine;
import io.tandem.port.CallId;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.transaction.ClientTransactionId;
import java.math.BigInteger;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Certificate files that change while the gateway runs, by either engine (TRAP-34). */
@ParameterizedClass
@EnumSource(Engine.class)
class TlsRenewalIT {
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
        files.peer("peer", TlsFixture.PEER);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    @Tag("TRAP-34")
    void aRenewedCertificateIsShownToNewConnectionsAndOldOnesLiveOn() throws Exception {
        try (TcpPeer before = TcpPeer.connect(fixture.port(), files.client("peer"), Optional.of("sbc.example.com"));
                ServerSocket server = TcpPeer.listen(0, files.server("peer"))) {
            BigInteger old = before.gatewaySerial();
            files.own("gateway", "sbc.example.com");
            files.own("outside", "renewed.example.com");
            fixture.counts.awaitCount("reloaded outside", 1);
            request("z9hG4bKout", server.getLocalPort());
            try (TcpPeer called = TcpPeer.accept(server)) {
                called.receive();
                assertThat(called.gatewayName()).contains("renewed.example.com");
            }
            try (TcpPeer after = TcpPeer.connect(fixture.port(), files.client("peer"),
                    Optional.of("sbc.example.com"))) {
                assertThat(after.gatewaySerial()).isNotEqualTo(old);
            }
            before.send(Wire.request("OPTIONS", "TLS", before.port()));
            assertThat(((SipResponse) before.receive()).status()).isEqualTo(200);
        }
    }

    @Test
    @Tag("TRAP-34")
    @Tag("TSP-31")
    void rootsThatAreReplacedAreUsedInBothDirections() throws Exception {
        files.strange("strange", TlsFixture.PEER);
        assertThat(sClient("strange")).doesNotContain("200 OK");
        files.write(files.roots(), Files.readString(files.strangeRoots()));
        fixture.counts.awaitCount("reloaded roots.pem", 1);
        assertThat(sClient("strange")).contains("200 OK");
        assertThat(sClient("peer")).doesNotContain("200 OK");
        try (SServer server = SServer.start(files, "strange")) {
            request("z9hG4bKstrange", server.port());
            fixture.counts.awaitCount("secured out TLSv1.3", 1);
        }
    }

    @Test
    void aBrokenFileReplacesNothing() {
        files.write(files.certificate("gateway"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        fixture.counts.awaitCount("not reloaded gateway", 1);
        assertThat(sClient("peer", "-servername", "sbc.example.com")).contains("CN = sbc.example.com")
                .contains(
                        "200 OK");
    }

    private void request(String branch, int port) {
        fixture.edge.request(new CallId("7z000000000000000000"), new ClientTransactionId(branch, SipMethod.INVITE),
                UdpEdgeIT.ours(SipMethod.INVITE), TlsFixture.to(port, TlsFixture.TRUNK));
    }

    private String sClient(String name, String... more) {
        return OpenSsl.client(files, fixture.port(), name, Wire.request("OPTIONS", "TLS", 5_061), more);
    }
}
