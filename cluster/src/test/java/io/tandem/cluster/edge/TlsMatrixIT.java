package io.tandem.cluster.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.call.CallInput;
import io.tandem.cluster.edge.EdgeConfig.StreamLimits;
import io.tandem.cluster.edge.tls.TlsSettings.ClientCertificate;
import io.tandem.cluster.edge.tls.TlsSettings.Engine;
import io.tandem.cluster.edge.tls.TlsSettings.Version;
import io.tandem.cluster.trunk.DnsServer;
import io.tandem.port.CallId;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.route.FarName;
import io.tandem.sip.route.Flow;
import io.tandem.sip.transaction.ClientTransactionId;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who gets in, and whom we go to, over TLS: what happens on the wire, by either engine (TSP-20 to TSP-32, TRAP-35). */
@ParameterizedClass
@EnumSource(Engine.class)
class TlsMatrixIT {
    private static final CallId CALL = new CallId("7z000000000000000000");
    @Parameter
    Engine engine;
    @TempDir
    Path folder;
    private TlsFixture fixture;
    private TlsFiles files;

    @BeforeEach
    void open() {
        use(TlsFixture.start(folder, engine));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private void use(TlsFixture started) {
        fixture = started;
        files = fixture.files;
        files.peer("peer", TlsFixture.PEER);
    }

    private void restart(Version minimum, ClientCertificate wanted, StreamLimits streams) {
        fixture.close();
        use(TlsFixture.start(folder, engine, minimum, wanted, streams));
    }

    // --- peers that connect to us

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void opensslGetsInByEitherVersionAndItsCertificateSaysItsTrunk(String version) {
        String said = sClient("peer", version);
        assertThat(said).contains("Verify return code: 0 (ok)").contains("SIP/2.0 200 OK");
        fixture.counts.awaitCount("secured in TLSv1." + version.charAt(version.length() - 1), 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1", "-tls1_1"})
    @Tag("F-131")
    @Tag("TSP-20")
    void olderVersionsAreRefused(String version) {
        assertThat(sClient("peer", version, "-cipher", "DEFAULT@SECLEVEL=0")).doesNotContain("200 OK");
        fixture.counts.awaitCount("handshake in VERSION", 1);
    }

    @Test
    @Tag("TRAP-35")
    void theMinimumVersionHasItsEffect() {
        restart(Version.TLS_1_3, ClientCertificate.REQUIRE, StreamLimits.DEFAULT);
        assertThat(sClient("peer", "-tls1_2")).doesNotContain("200 OK");
        fixture.counts.awaitCount("handshake in VERSION", 1);
        assertThat(sClient("peer", "-tls1_3")).contains("200 OK");
    }

    @ParameterizedTest
    @ValueSource(strings = {"AES128-SHA", "AES256-GCM-SHA384", "ECDHE-RSA-AES128-SHA", "ECDHE-RSA-AES256-SHA",
            "DHE-RSA-AES256-GCM-SHA384", "ECDHE-RSA-CHACHA20-POLY1305"})
    @Tag("F-191")
    @Tag("TSP-23")
    void suitesThatAreNotOnTheListAreRefused(String suite) { // TSP-22, TSP-23
        assertThat(sClient("peer", "-tls1_2", "-cipher", suite)).doesNotContain("200 OK");
        fixture.counts.awaitCount("handshake in CIPHER", 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ECDHE-RSA-AES256-GCM-SHA384", "ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-RSA-AES128-SHA256",
            "ECDHE-RSA-AES256-SHA384"})
    @Tag("TSP-22")
    void theSuitesOfMicrosoftAreAccepted(String suite) {
        boolean hasIt = engine == Engine.JDK || suite.contains("GCM"); // BoringSSL has none in CBC mode
        String said = sClient("peer", "-tls1_2", "-cipher", suite);
        assertThat(said.contains("200 OK")).as(said).isEqualTo(hasIt);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-ECDSA-AES128-GCM-SHA256",
            "ECDHE-ECDSA-AES128-SHA256", "ECDHE-ECDSA-AES256-SHA384"})
    @Tag("TSP-23")
    void theirTwinsAreAcceptedWhereOurCertificateIsOneOfEllipticCurves(String suite) {
        files.peer("gateway", "sbc.example.com");
        fixture.counts.awaitCount("reloaded gateway", 1);
        boolean hasIt = engine == Engine.JDK || suite.contains("GCM");
        String said = sClient("peer", "-tls1_2", "-cipher", suite, "-servername", "sbc.example.com");
        assertThat(said.contains("200 OK")).as(said).isEqualTo(hasIt);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256", "TLS_CHACHA20_POLY1305_SHA256"})
    @Tag("TSP-23")
    void theTwoOfTls13AreAcceptedAndBoringSslHasAThird(String suite) {
        boolean hasIt = engine == Engine.BORINGSSL || suite.contains("GCM"); // BoringSSL's of 1.3 cannot be chosen
        String said = sClient("peer", "-tls1_3", "-ciphersuites", suite);
        assertThat(said.contains("200 OK")).as(said).isEqualTo(hasIt);
    }

    @Test
    void ofSeveralSuitesOursIsChosenByOurOrder() { // TSP-22
        assertThat(sClient("peer", "-tls1_2", "-cipher",
                "ECDHE-RSA-AES128-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384"))
                .contains("Cipher is ECDHE-RSA-AES256-GCM-SHA384");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    @Tag("TSP-21")
    void aPeerWithoutACertificateIsRefused(String version) {
        assertThat(sClient("", version)).doesNotContain("200 OK");
        fixture.counts.awaitCount("handshake in NO_CERTIFICATE", 1);
        assertThat(fixture.calls.untold()).isTrue();
    }

    @Test
    void aListenerThatDoesNotInsistTakesAPeerWithoutACertificate() {
        restart(Version.TLS_1_2, ClientCertificate.REQUEST, StreamLimits.DEFAULT);
        assertThat(sClient("")).contains("200 OK");
        files.peer("wrong", "sip.wrong.example");
        assertThat(sClient("wrong")).doesNotContain("200 OK"); // one that is shown must still be right
    }

    @Test
    @Tag("TSP-28")
    void certificatesThatProveNothingAreRefusedEachForItsReason() {
        files.peer("wrong", "sip.wrong.example");
        files.expired("old", TlsFixture.PEER);
        files.strange("strange", TlsFixture.PEER);
        files.withoutClientAuth("server", TlsFixture.PEER);
        assertThat(sClient("wrong")).doesNotContain("200 OK");
        fixture.counts.awaitCount("handshake in NAME", 1);
        assertThat(sClient("old")).doesNotContain("200 OK");
        fixture.counts.awaitCount("handshake in EXPIRED", 1);
        assertThat(sClient("strange")).doesNotContain("200 OK");
        fixture.counts.awaitCount("handshake in UNTRUSTED", 1);
        assertThat(sClient("server")).doesNotContain("200 OK");
        fixture.counts.awaitCount("handshake in USAGE", 1);
        fixture.counts.awaitCount("closed HANDSHAKE", 4);
        assertThat(fixture.counts.count("optionsAnswered")).isZero();
    }

    @Test
    @Tag("TSP-24")
    void aWildcardStandsForOneLabelAndACommonNameOnlyWhereThereIsNoOtherName() {
        files.peer("one", "*.peer.example");
        files.peer("two", "*.example");
        files.peer("other", "sip.wrong.example");
        files.commonNameOnly("common", TlsFixture.PEER);
        assertThat(sClient("one")).contains("200 OK");
        assertThat(sClient("two")).doesNotContain("200 OK");
        assertThat(sClient("common")).contains("200 OK");
    }

    @Test
    void theCertificateDecidesWhichTrunkACallBelongsTo() {
        files.peer("other", "sip.other.example");
        for (String name : new String[]{"peer", "other"}) {
            try (TcpPeer peer = TcpPeer.connect(fixture.port(), files.client(name))) {
                peer.send(Wire.request("INVITE", "TLS", peer.port())
                        .replace("call-1", name)
                        .replace("z9hG4bK",
                                "z9hG4bK" + name));
                CallInput.InviteReceived invite = fixture.calls.next(CallInput.InviteReceived.class);
                String trunk = name.equals("peer") ? TlsFixture.TRUNK : TlsFixture.OTHER_TRUNK;
                assertThat(invite.peerGroup()).isEqualTo(trunk);
                assertThat(invite.flow().trunk()).isEqualTo(trunk);
            }
        }
    }

    @Test
    void theHostThatIsAskedForPicksTheCertificate() { // RFC 6066 §3
        assertThat(sClient("peer", "-servername", "sbc2.example.com")).contains("CN = sbc2.example.com");
        assertThat(sClient("peer", "-servername", "sbc.example.com")).contains("CN = sbc.example.com");
        assertThat(sClient("peer", "-servername", "nobody.example.com")).contains("CN = sbc.example.com");
        assertThat(sClient("peer", "-noservername")).contains("CN = sbc.example.com");
    }

    @Test
    void whatIsNoTlsIsClosedAndCounted() { // TRAP-33
        try (TcpPeer peer = TcpPeer.connect(fixture.port())) {
            peer.send("OPTIONS sip:a@b SIP/2.0\r\n\r\n");
            assertThat(peer.isClosedByGateway()).isTrue();
        }
        fixture.counts.awaitCount("handshake in NOT_TLS", 1);
    }

    @Test
    void handshakesThatDoNotEndAreBoundedAndClosed() throws IOException {
        restart(Version.TLS_1_2, ClientCertificate.REQUIRE,
                StreamLimits.DEFAULT.handshaking(2, Duration.ofSeconds(3)));
        try (Socket one = new Socket("127.0.0.1", fixture.port());
                Socket two = new Socket("127.0.0.1", fixture.port())) {
            fixture.counts.awaitCount("accepted", 2);
            try (TcpPeer third = TcpPeer.connect(fixture.port())) {
                assertThat(third.isClosedByGateway()).isTrue();
            }
            fixture.counts.awaitCount("overLimit HANDSHAKES", 1);
            fixture.counts.awaitCount("closed HANDSHAKE", 2);
            assertThat(one.getInputStream().read()).isEqualTo(-1);
            assertThat(two.getInputStream().read()).isEqualTo(-1);
        }
        fixture.counts.awaitCount("handshake in TIMEOUT", 2);
        assertThat(sClient("peer")).contains("200 OK"); // there is room again
    }

    // --- peers that we connect to

    @Test
    void weShowTheTrunksCertificateAndAskForItsName() throws Exception { // TSP-21
        try (ServerSocket server = TcpPeer.listen(0, files.server("peer"))) {
            request("z9hG4bKout", server.getLocalPort());
            try (TcpPeer peer = TcpPeer.accept(server)) {
                SipRequest invite = (SipRequest) peer.receive();
                assertThat(peer.gatewayName()).contains("client.example.com");
                assertThat(invite.topVia().transport()).isEqualTo("TLS");
                assertThat(invite.topVia().host()).isEqualTo("sbc.example.com"); // TSP-68
                peer.send(SipResponse.to(invite, 486).toTag("t").build().toBytes());
                assertThat(fixture.calls.next(CallInput.ResponseReceived.class).response().status()).isEqualTo(486);
                fixture.counts.awaitCount("secured out TLSv1.3", 1);
            }
        }
    }

    @Test
    void aServerThatIsNotThePeerGetsNothing() { // TSP-28
        files.peer("wrong", "sip.wrong.example");
        files.expired("old", TlsFixture.PEER);
        files.strange("strange", TlsFixture.PEER);
        refused("wrong", "NAME");
        refused("old", "EXPIRED");
        refused("strange", "UNTRUSTED");
    }

    private void refused(String certificate, String reason) {
        try (SServer server = sServer(certificate)) {
            request("z9hG4bK" + certificate, server.port());
            CallInput.TransportFailed failed = fixture.calls.next(CallInput.TransportFailed.class);
            assertThat(failed.transaction().branch()).isEqualTo("z9hG4bK" + certificate);
            fixture.counts.awaitCount("handshake out " + reason, 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_1", "-tls1_2", "-tls1_3"})
    void weSpeakTheNewVersionsOnly(String version) { // TSP-20
        try (SServer server = sServer("peer", version, "-cipher", "DEFAULT@SECLEVEL=0")) {
            request("z9hG4bKversion", server.port());
            if (version.equals("-tls1_1")) {
                fixture.calls.next(CallInput.TransportFailed.class);
                assertThat(fixture.counts.count("opened")).isEqualTo(1);
            } else {
                fixture.counts.awaitCount("secured out TLSv1." + version.charAt(version.length() - 1), 1);
            }
        }
    }

    @Test
    void twoTrunksToOneAddressHaveAConnectionEach() throws Exception { // TSP-11
        files.peer("both", TlsFixture.PEER, "sip.other.example");
        try (ServerSocket server = TcpPeer.listen(0, files.server("both"))) {
            request("z9hG4bKone", TlsFixture.to(server.getLocalPort(), TlsFixture.TRUNK));
            try (TcpPeer one = TcpPeer.accept(server)) {
                assertThat(((SipRequest) one.receive()).topVia().branch()).contains("z9hG4bKone");
                request("z9hG4bKtwo", TlsFixture.to(server.getLocalPort(), TlsFixture.OTHER_TRUNK));
                try (TcpPeer two = TcpPeer.accept(server)) {
                    assertThat(((SipRequest) two.receive()).topVia().branch()).contains("z9hG4bKtwo");
                    assertThat(one.gatewayName()).contains("client.example.com");
                    assertThat(two.gatewayName()).contains("sbc.example.com");
                    request("z9hG4bKthree", TlsFixture.to(server.getLocalPort(), TlsFixture.TRUNK));
                    assertThat(((SipRequest) one.receive()).topVia().branch()).contains("z9hG4bKthree");
                }
            }
        }
    }

    // --- RFC 5923

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Tag("TSP-11")
    void requestsComeOnAConnectionOfThePeersOnlyIfItSaysAlias(boolean alias) throws Exception {
        try (ServerSocket server = TcpPeer.listen(0, files.server("peer"));
                TcpPeer peer = TcpPeer.connect(fixture.port(), files.client("peer"))) {
            peer.send(Wire.request("INVITE", "TLS", server.getLocalPort())
                    .replace(";branch",
                            (alias ? ";alias" : "") + ";branch"));
            peer.receive();
            CallInput.InviteReceived invite = fixture.calls.next(CallInput.InviteReceived.class);
            request("z9hG4bKnew", server.getLocalPort());
            request("z9hG4bKdialog", invite.flow()
                    .toward(
                            TlsFixture.to(server.getLocalPort(), TlsFixture.TRUNK).remote()));
            fixture.edge.respond(invite.transaction(),
                    SipResponse.to(invite.invite(), 180).toTag(CALL.tag(0)).build());
            if (alias) {
                assertThat(((SipRequest) peer.receive()).topVia().branch()).contains("z9hG4bKnew");
                assertThat(((SipRequest) peer.receive()).topVia().branch()).contains("z9hG4bKdialog");
                assertThat(((SipResponse) peer.receive()).status()).isEqualTo(180);
                assertThat(fixture.counts.count("opened")).isZero();
            } else {
                try (TcpPeer ours = TcpPeer.accept(server)) {
                    assertThat(((SipRequest) ours.receive()).topVia().branch()).contains("z9hG4bKnew");
                    assertThat(((SipRequest) ours.receive()).topVia().branch()).contains("z9hG4bKdialog");
                }
                assertThat(((SipResponse) peer.receive()).status()).isEqualTo(180); // an answer goes where it was asked
            }
        }
    }

    @Test
    void anAliasEndsWithItsConnection() throws Exception {
        try (ServerSocket server = TcpPeer.listen(0, files.server("peer"))) {
            try (TcpPeer peer = TcpPeer.connect(fixture.port(), files.client("peer"))) {
                peer.send(Wire.request("OPTIONS", "TLS", server.getLocalPort()).replace(";branch", ";alias;branch"));
                peer.receive();
            }
            fixture.counts.awaitCount("closed PEER", 1);
            request("z9hG4bKafter", server.getLocalPort());
            try (TcpPeer ours = TcpPeer.accept(server)) {
                assertThat(((SipRequest) ours.receive()).topVia().branch()).contains("z9hG4bKafter");
            }
        }
    }

    /** A name leads nowhere that does not prove to be the trunk's peer, and never away from TLS (TSP-28, TRAP-38). */
    @Test
    void aNameLeadsOnlyToWhoProvesToBeThePeer() throws Exception {
        files.peer("somebody", "sip.somebody.example");
        try (DnsServer dns = DnsServer.start();
                ServerSocket wrong = TcpPeer.listen(0, files.server("somebody"));
                ServerSocket right = TcpPeer.listen(0, files.server("peer"))) {
            fixture.edge.findNamesBy(FarNamesIT.names(dns));
            dns.zone("_sips._tcp.edge.peer.example. 60 IN SRV 1 0 " + wrong.getLocalPort() + " here.peer.example.",
                    "_sips._tcp.edge.peer.example. 60 IN SRV 2 0 " + right.getLocalPort() + " here.peer.example.",
                    "here.peer.example. 60 IN A 127.0.0.1");
            Thread.ofVirtual().start(() -> handshake(wrong));
            request("z9hG4bKnamed", TlsFixture.to(1, TlsFixture.TRUNK).named(new FarName("edge.peer.example", -1)));
            try (TcpPeer peer = TcpPeer.accept(right)) {
                assertThat(((SipRequest) peer.receive()).topVia().branch()).contains("z9hG4bKnamed");
            }
            fixture.counts.awaitCount("handshake out NAME", 1);
        }
    }

    private static void handshake(ServerSocket server) {
        try (Socket socket = server.accept()) {
            socket.getInputStream().read();
        } catch (IOException refused) {
            // as it should be
        }
    }

    // --- RFC 5626

    @Test
    void aConnectionOfOursIsPingedAndOneThatAnswersNoMoreIsClosed() throws Exception { // §4.4.1
        restart(Version.TLS_1_2, ClientCertificate.REQUIRE,
                StreamLimits.DEFAULT.keptAlive(Duration.ofMillis(200), Duration.ofMillis(200)));
        try (ServerSocket server = TcpPeer.listen(0, files.server("peer"))) {
            request("z9hG4bKout", server.getLocalPort());
            try (TcpPeer peer = TcpPeer.accept(server)) {
                SipRequest invite = (SipRequest) peer.receive();
                peer.send(SipResponse.to(invite, 180).toTag("t").build().toBytes());
                fixture.calls.next(CallInput.ResponseReceived.class);
                assertThat(peer.receiveText()).isEqualTo("\r\n\r\n");
                assertThat(peer.receiveText()).isEqualTo("\r\n\r\n"); // it may not know pings: it is not closed
                peer.send("\r\n");
                assertThat(peer.receiveText()).isEqualTo("\r\n\r\n");
                assertThat(peer.isClosedByGateway()).isTrue();
                fixture.counts.awaitCount("closed NO_PONG", 1);
            }
        }
    }

    private void request(String branch, int port) {
        request(branch, TlsFixture.to(port, TlsFixture.TRUNK));
    }

    private void request(String branch, Flow flow) {
        fixture.edge.request(CALL, new ClientTransactionId(branch, SipMethod.INVITE), UdpEdgeIT.ours(SipMethod.INVITE),
                flow);
    }

    // --- the other side

    /** What {@code openssl s_client} says, with what came back for an OPTIONS. @param name "" for no certificate */
    private String sClient(String name, String... more) {
        return OpenSsl.client(files, fixture.port(), name, Wire.request("OPTIONS", "TLS", 5_061), more);
    }

    private SServer sServer(String name, String... more) {
        return SServer.start(files, name, more);
    }
}
