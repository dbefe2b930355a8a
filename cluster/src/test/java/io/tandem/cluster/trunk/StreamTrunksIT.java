package io.tandem.cluster.trunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tandem.cluster.edge.EdgeConfig;
import io.tandem.cluster.edge.EdgeLoops;
import io.tandem.cluster.edge.EdgeStart;
import io.tandem.cluster.edge.SipEdgeHost;
import io.tandem.cluster.edge.TlsFiles;
import io.tandem.cluster.edge.tls.TlsSettings;
import io.tandem.cluster.edge.tls.TlsSettings.ClientCertificate;
import io.tandem.cluster.edge.tls.TlsSettings.Engine;
import io.tandem.cluster.edge.tls.TlsSettings.GroupTls;
import io.tandem.cluster.edge.tls.TlsSettings.Identity;
import io.tandem.cluster.edge.tls.TlsSettings.ListenerTls;
import io.tandem.cluster.edge.tls.TlsSettings.Version;
import io.tandem.cluster.trunk.dns.DnsSettings;
import io.tandem.ops.query.TrunkView;
import io.tandem.port.EdgeListener;
import io.tandem.port.PeerAddress;
import io.tandem.port.PeerGroup;
import io.tandem.port.PeerGroup.Peer;
import io.tandem.port.PeerGroup.Side;
import io.tandem.port.TrunkNumbers;
import io.tandem.port.TrunkProbing;
import io.tandem.port.TrunkProbing.UpOn;
import io.tandem.port.TrunkRates;
import io.tandem.port.TrunkSecurity;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.ParseLimits;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.route.Transport;
import io.tandem.sip.transaction.TransactionListener;
import io.tandem.sip.transaction.TransactionSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** OPTIONS to peers over TCP and over mutual TLS, on real sockets with real certificates (TSP-40 to TSP-49). */
class StreamTrunksIT {
    private static final String LISTENER = "mps";
    private static final String TRUNK = "teams";
    private static final String GATEWAY = "sbc.example.com";
    private static final String LITERAL_NAME = "sip.peer.example";

    @TempDir
    private Path folder;

    private final ActorTestKit kit = ActorTestKit.create();
    private final EdgeLoops loops = EdgeLoops.start(1, EdgeLoops.Polling.best());
    private DnsServer dns;
    private TlsFiles files;
    private SipEdgeHost edge;
    private Trunks trunks;

    @BeforeEach
    void start() throws IOException {
        dns = DnsServer.start();
        files = TlsFiles.in(folder);
        files.own("gateway", GATEWAY);
        files.peer("peer", LITERAL_NAME);
    }

    @AfterEach
    void stop() throws IOException {
        kit.shutdownTestKit();
        edge.stop();
        loops.close();
        dns.close();
    }

    /** TSP-11, TSP-42, TSP-43. */
    @ParameterizedTest
    @EnumSource(value = Transport.class, names = {"TCP", "TLS"})
    @Tag("TSP-11")
    @Tag("TSP-40")
    @Tag("TSP-43")
    @Tag("TSP-49")
    @Tag("TSP-68")
    void aPeerThatAnswersIsUpAndAllItsOptionsGoOverOneConnection(Transport transport) throws Exception {
        try (AnsweringServer peer = server(transport, 0, "peer")) {
            open(transport, literal(peer.port()));
            await().until(() -> state().equals("up"));
            assertThat(target().rttMillis()).hasValueSatisfying(rtt -> assertThat(rtt).isPositive().isLessThan(2_000));
            assertThat(target().lastOptionsAnswered()).isPresent();
            for (int i = 0; i < 4; i++) {
                SipRequest options = peer.received().poll(5, TimeUnit.SECONDS);
                assertThat(options.headers().first(HeaderName.CONTACT)).contains("<sip:" + GATEWAY + ":"
                        + edge.advertised(LISTENER).port() + ";transport=" + transport.name().toLowerCase() + ">");
                assertThat(options.topVia().host()).isEqualTo(GATEWAY);
                assertThat(options.headers().first(HeaderName.of("X-MS-SBC"))).contains("Tandem/Tandem/test"); // TSP-49
            }
            assertThat(peer.accepted()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Transport.class, names = {"TCP", "TLS"})
    void aPeerThatTakesNoConnectionIsDownAndIsUpAgainOnceItDoes(Transport transport) throws Exception {
        int port;
        try (AnsweringServer peer = server(transport, 0, "peer")) {
            port = peer.port();
            open(transport, literal(port));
            await().until(() -> state().equals("up"));
        }
        await().until(() -> state().equals("down"));
        await().until(() -> target().lastFailure().orElse("").contains("Connection refused"));
        try (AnsweringServer back = server(transport, port, "peer")) {
            await().until(() -> state().equals("up"));
            assertThat(back.accepted()).isPositive();
        }
    }

    /** TSP-46: a connection is no answer. */
    @ParameterizedTest
    @EnumSource(value = Transport.class, names = {"TCP", "TLS"})
    @Tag("TSP-46")
    void aPeerThatTakesConnectionsAndSaysNothingOrNoIsDown(Transport transport) throws Exception {
        try (AnsweringServer peer = server(transport, 0, "peer")) {
            peer.answer(0);
            open(transport, literal(peer.port()));
            await().until(() -> state().equals("down"));
            assertThat(target().lastFailure()).contains("no answer in 400 ms");
            peer.answer(503);
            await().until(() -> target().lastFailure().equals(Optional.of("503 Service Unavailable")));
            peer.answer(200);
            await().until(() -> state().equals("up"));
        }
    }

    /** A connection may end between two OPTIONS: nobody is down for that. */
    @ParameterizedTest
    @EnumSource(value = Transport.class, names = {"TCP", "TLS"})
    void aConnectionThatThePeerClosesIsOpenedAgainForTheNext(Transport transport) throws Exception {
        try (AnsweringServer peer = server(transport, 0, "peer")) {
            open(transport, literal(peer.port()));
            await().until(() -> state().equals("up"));
            peer.hangUp();
            await().until(() -> peer.accepted() >= 2);
            await().until(() -> state().equals("up"));
        }
    }

    @Test
    @Tag("TSP-28")
    void aPeerWithTheCertificateOfAnotherHostIsDownUntilItShowsItsOwn() throws Exception {
        files.peer("other", "sip.other.example");
        int port;
        try (AnsweringServer peer = server(Transport.TLS, 0, "other")) {
            port = peer.port();
            open(Transport.TLS, literal(port));
            await().until(() -> target().lastFailure().equals(Optional.of("no TLS connection")));
            assertThat(state()).isEqualTo("down");
            assertThat(peer.received()).as("nothing is said to a stranger").isEmpty();
        }
        try (AnsweringServer peer = server(Transport.TLS, port, "peer")) {
            await().until(() -> state().equals("up"));
            assertThat(peer.received()).isNotEmpty();
        }
    }

    /** TSP-21: mutual, so it may be the peer who refuses. */
    @Test
    @Tag("TSP-21")
    void aPeerThatDoesNotTrustOurCertificateIsDown() throws Exception {
        SSLContext distrustful = files.server("peer", files.strangeRoots());
        try (AnsweringServer peer = new AnsweringServer("127.0.0.1", 0, Optional.of(distrustful))) {
            open(Transport.TLS, literal(peer.port()));
            await().until(() -> state().equals("down"));
            assertThat(target().lastFailure()).isPresent();
            assertThat(peer.received()).isEmpty();
        }
    }

    // --- RFC 5922 §4: the name that was asked for, not the one that the DNS led to

    @ParameterizedTest
    @ValueSource(strings = {"srv", "domain"})
    void aServerOfADomainProvesTheDomainWhateverTheServersName(String kind) throws Exception {
        files.peer("domain", "r1.peer.example");
        try (AnsweringServer peer = server(Transport.TLS, 0, "domain")) {
            zone(peer.port());
            open(Transport.TLS, domain(kind));
            await().until(() -> state().equals("up"));
            assertThat(peer.received().poll(5, TimeUnit.SECONDS).requestUri().text()).isEqualTo("sip:r1.peer.example");
        }
    }

    /** Or whoever can forge a DNS answer could send us to a host with a certificate of its own. */
    @ParameterizedTest
    @ValueSource(strings = {"srv", "domain"})
    void aServerThatProvesOnlyItsOwnNameIsNobodyOfTheDomain(String kind) throws Exception {
        files.peer("server", "host.elsewhere.example");
        try (AnsweringServer peer = server(Transport.TLS, 0, "server")) {
            zone(peer.port());
            open(Transport.TLS, domain(kind));
            await().until(() -> target().lastFailure().equals(Optional.of("no TLS connection")));
            assertThat(state()).isEqualTo("down");
            assertThat(peer.received()).isEmpty();
        }
    }

    private void zone(int port) {
        dns.zone("r1.peer.example. 60 IN NAPTR 10 10 \"s\" \"SIPS+D2T\" \"\" _sips._tcp.r1.peer.example.",
                "_sips._tcp.r1.peer.example. 60 IN SRV 1 1 " + port + " host.elsewhere.example.",
                "host.elsewhere.example. 60 IN A 127.0.0.1");
    }

    private static Peer domain(String kind) {
        return new Peer("mps-1", kind.equals("srv")
                ? new PeerAddress.SrvRecord("_sips._tcp.r1.peer.example")
                : new PeerAddress.Domain("r1.peer.example"), 0);
    }

    private static Peer literal(int port) {
        return new Peer("mps-1", "127.0.0.1", port);
    }

    private AnsweringServer server(Transport transport, int port, String certificate) throws IOException {
        return new AnsweringServer("127.0.0.1", port, transport == Transport.TLS
                ? Optional.of(files.server(certificate, files.roots()))
                : Optional.empty());
    }

    /** As the configuration has it: a peer with a name proves that name, one with an address what the trunk says. */
    private void open(Transport transport, Peer peer) throws Exception {
        TrunkProbing probing = new TrunkProbing(Duration.ofMillis(300), Duration.ofMillis(400), 1, UpOn.SUCCESS,
                Optional.empty());
        String name = peer.at() instanceof PeerAddress.Literal ? LITERAL_NAME : peer.at().host();
        PeerGroup teams = new PeerGroup(TRUNK, Side.MPS, List.of(LISTENER), transport, Optional.empty(), Set.of(),
                List.of("127.0.0.0/8"), List.of(peer), new TrunkSecurity(List.of(name)), TrunkRates.DEFAULT,
                TrunkNumbers.DEFAULT, probing);
        edge = SipEdgeHost.create(new EdgeConfig(1, List.of(new EdgeConfig.Listener(LISTENER, transport, "127.0.0.1",
                0, Optional.of(GATEWAY))), List.of(teams), TransactionSettings.DEFAULT, ParseLimits.DEFAULT,
                EdgeConfig.StreamLimits.DEFAULT, EdgeConfig.Protection.NONE,
                transport == Transport.TLS ? tls() : TlsSettings.NONE, Optional.of("Tandem/Tandem/test")), loops,
                EdgeListener.NONE,
                TransactionListener.NONE);
        TrunkSettings settings = new TrunkSettings(List.of(new TrunkWay(teams, LISTENER, false)),
                new NameBounds(Duration.ofMillis(200), Duration.ofHours(1), Duration.ofHours(1)), 4, "Tandem/test");
        trunks = Trunks.start(kit.system(), settings,
                new DnsSettings(List.of(dns.address()), Duration.ofMillis(500), 2), edge,
                new TrunkFigures(List.of(teams)));
        trunks.namesAsked().toCompletableFuture().get(10, TimeUnit.SECONDS);
        assertThat(edge.start(TrunksIT.NO_CALLS)).isInstanceOf(EdgeStart.Started.class);
        trunks.open();
    }

    private TlsSettings tls() {
        return new TlsSettings(List.of(new Identity("gateway", files.certificate("gateway"), files.key("gateway"))),
                Map.of(LISTENER, new ListenerTls(List.of("gateway"), files.roots(), ClientCertificate.REQUIRE)),
                Map.of(TRUNK, new GroupTls("gateway", files.roots())), Version.TLS_1_2, true, Engine.best(),
                TlsSettings.POLL);
    }

    private TrunkView.Target target() {
        return trunks.view().getFirst().peers().getFirst().targets().getFirst();
    }

    private String state() {
        return target().state();
    }
}
