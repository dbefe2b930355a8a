package io.tandem.cluster.trunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tandem.call.CallGateway;
import io.tandem.call.CallInput;
import io.tandem.cluster.edge.EdgeConfig;
import io.tandem.cluster.edge.EdgeLoops;
import io.tandem.cluster.edge.EdgeStart;
import io.tandem.cluster.edge.SipEdgeHost;
import io.tandem.cluster.trunk.dns.DnsSettings;
import io.tandem.ops.metrics.MetricsSettings;
import io.tandem.ops.metrics.TandemMetrics;
import io.tandem.ops.query.TrunkView;
import io.tandem.port.CallId;
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
import io.tandem.port.TrunkTargets.Target;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.ParseLimits;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.route.Transport;
import io.tandem.sip.transaction.TransactionListener;
import io.tandem.sip.transaction.TransactionSettings;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Trunks over a real edge, a real name server and peers on real sockets. */
class TrunksIT {
    private static final String LISTENER = "core-udp";
    static final CallGateway NO_CALLS = new CallGateway() {
        @Override
        public CallId newCallId() {
            throw new AssertionError("nobody calls here");
        }

        @Override
        public void tell(CallId call, CallInput input) {
            throw new AssertionError("nobody calls here");
        }
    };

    private final ActorTestKit kit = ActorTestKit.create();
    private final EdgeLoops loops = EdgeLoops.start(1, EdgeLoops.Polling.best());
    private DnsServer dns;
    private AnsweringPeer one;
    private AnsweringPeer two;
    private SipEdgeHost edge;
    private Trunks trunks;
    private TrunkFigures figures;

    @BeforeEach
    void start() throws Exception {
        dns = DnsServer.start();
        one = new AnsweringPeer("127.0.0.1", 0, 200, 200);
        two = new AnsweringPeer("127.0.0.2", one.port(), 200, 200);
    }

    @AfterEach
    void stop() throws Exception {
        kit.shutdownTestKit();
        edge.stop();
        loops.close();
        dns.close();
        one.close();
        two.close();
    }

    @Test
    @Tag("TSP-40")
    @Tag("TSP-41")
    @Tag("TSP-46")
    void eachPeerIsAskedAndTheOneThatStopsAnsweringIsTriedLastUntilItIsBack() throws Exception {
        open(UpOn.SUCCESS, literal("a", "127.0.0.1"), literal("b", "127.0.0.2"));
        await().until(() -> states().equals(List.of("a up", "b up")));
        assertThat(names()).containsExactly("a", "b");
        one.answerOptions(0);
        await().until(() -> states().equals(List.of("a down", "b up")));
        assertThat(names()).containsExactly("b", "a");
        one.answerOptions(503);
        await().until(() -> trunks.view()
                .getFirst()
                .peers()
                .getFirst()
                .targets()
                .getFirst()
                .lastFailure()
                .equals(
                        Optional.of("503 Service Unavailable")));
        trunks.targets().rest(trunks.targets().of("core").getLast(), Duration.ofMinutes(5));
        one.answerOptions(200);
        await().until(() -> states().equals(List.of("a up", "b up")));
        assertThat(names()).as("its OPTIONS end the rest of one that was down").containsExactly("a", "b");
        SipRequest options = one.received().poll(5, TimeUnit.SECONDS);
        assertThat(options.headers().first(HeaderName.CONTACT).orElseThrow()).startsWith("<sip:127.0.0.1:");
    }

    /** The site beside us first, as its peers' priorities say, the other one only when that fails. */
    @Test
    @Tag("F-117")
    void thePeersOfTheFarSiteAreTriedWhenThoseOfTheNearOneFail() throws Exception {
        open(UpOn.SUCCESS, far("far"), literal("near", "127.0.0.1"));
        await().until(() -> names().equals(List.of("near", "far")) && allUp());
        one.answerOptions(503);
        await().until(() -> names().equals(List.of("far", "near")));
        one.answerOptions(200);
        await().until(() -> names().equals(List.of("near", "far")));
    }

    private boolean allUp() {
        return states().stream().allMatch(state -> state.endsWith(" up"));
    }

    private Peer far(String name) {
        return new Peer(name, literal(name, "127.0.0.2").at(), 10);
    }

    @Test
    void anyAnswerWillDoWhereTheTrunkSaysSo() throws Exception {
        one.answerOptions(405);
        open(UpOn.ANY_SIGN_OF_LIFE, literal("a", "127.0.0.1"));
        await().until(() -> states().equals(List.of("a up")));
    }

    /** TSP-4: the TTL is honoured, and nothing is pinned. */
    @Test
    @Tag("TSP-4")
    void whenANameMovesCallsGoToTheNewAddressAndTheOldOneStaysASourceForAWhile() throws Exception {
        dns.zone("sip.example.com. 1 IN A 127.0.0.1");
        open(UpOn.SUCCESS, aRecord("a"));
        await().until(() -> states().equals(List.of("a up")));
        dns.zone("sip.example.com. 1 IN A 127.0.0.2");
        await().until(() -> addresses().equals(List.of("127.0.0.2")));
        assertThat(optionsFrom(two).status()).isEqualTo(200);
        assertThat(optionsFrom(one).status()).isEqualTo(200);
    }

    @Test
    void onlyTheAddressesOfThePeersAreAnsweredAndTheirOptionsAreCounted() throws Exception {
        dns.zone("sip.example.com. 60 IN A 127.0.0.2");
        open(UpOn.SUCCESS, aRecord("a"));
        assertThat(optionsFrom(two).status()).isEqualTo(200);
        assertThat(trunks.view().getFirst().peers().getFirst().lastOptionsReceived()).isPresent();
        try (AnsweringPeer stranger = new AnsweringPeer("127.0.0.9", 0, 200, 200)) {
            stranger.send(options("127.0.0.9", stranger.port()), edge());
            assertThat(optionsFrom(two).status()).isEqualTo(200); // the edge has seen the stranger's by now
            assertThat(stranger.responses()).isEmpty();
        }
    }

    @Test
    void whileTheNameServersAreAwayTheLastAddressesServeAndThatIsCounted() throws Exception {
        dns.zone("sip.example.com. 1 IN A 127.0.0.1");
        open(UpOn.SUCCESS, aRecord("a"));
        dns.close();
        await().until(() -> trunks.view().getFirst().peers().getFirst().stale());
        assertThat(addresses()).containsExactly("127.0.0.1");
        TandemMetrics metrics = new TandemMetrics(new MetricsSettings(Map.of(), List.of(), List.of(),
                MetricsSettings.SHORT_CALL, Clock.systemUTC()));
        figures.bindTo(metrics);
        assertThat(metrics.scrape()).contains("tandem_dns_served_stale_total ")
                .doesNotContain("tandem_dns_served_stale_total 0.0")
                .contains("tandem_peer_up{peer=\"a\",trunk=\"core\"} 1.0");
    }

    @Test
    void aNameThatTheDnsTakesBackLeadsNowhere() throws Exception {
        dns.zone("sip.example.com. 1 IN A 127.0.0.1");
        open(UpOn.SUCCESS, aRecord("a"));
        assertThat(addresses()).containsExactly("127.0.0.1");
        dns.zone();
        await().until(() -> addresses().isEmpty());
        assertThat(trunks.view().getFirst().peers().getFirst().trouble()).contains("no such name: sip.example.com");
    }

    @Test
    @Tag("TRAP-32")
    void callsDoNotAskTheDns() throws Exception {
        dns.zone("sip.example.com. 3600 IN A 127.0.0.1");
        open(UpOn.SUCCESS, aRecord("a"));
        for (int call = 0; call < 1_000; call++) {
            assertThat(trunks.targets().of("core")).hasSize(1);
        }
        assertThat(dns.asked("sip.example.com A")).isEqualTo(1);
    }

    @Test
    @Tag("TSP-45")
    void whileTheNodeTakesNoCallsPeersAreToldToComeBackLater() throws Exception {
        open(UpOn.SUCCESS, literal("a", "127.0.0.1"));
        SipResponse serving = optionsFrom(one);
        assertThat(serving.status()).isEqualTo(200);
        assertThat(serving.headers().first(HeaderName.ACCEPT)).contains("application/sdp");
        assertThat(serving.headers().contains(HeaderName.ALLOW)).isTrue();
        edge.refuseOptions(Duration.ofSeconds(30));
        SipResponse draining = optionsFrom(one);
        assertThat(draining.status()).isEqualTo(503);
        assertThat(draining.headers().first(HeaderName.RETRY_AFTER)).contains("30");
    }

    private void open(UpOn upOn, Peer... peers) throws Exception {
        TrunkProbing probing = new TrunkProbing(Duration.ofMillis(300), Duration.ofMillis(200), 1, upOn,
                Optional.empty());
        PeerGroup core = new PeerGroup("core", Side.CORE, List.of(LISTENER), Transport.UDP, Optional.empty(), Set.of(),
                List.of(), List.of(peers), TrunkSecurity.DEFAULT, TrunkRates.DEFAULT, TrunkNumbers.DEFAULT, probing);
        edge = SipEdgeHost.create(new EdgeConfig(1, List.of(new EdgeConfig.Listener(LISTENER, Transport.UDP,
                "127.0.0.1", 0, Optional.empty())), List.of(core), TransactionSettings.DEFAULT, ParseLimits.DEFAULT,
                EdgeConfig.StreamLimits.DEFAULT), loops, EdgeListener.NONE, TransactionListener.NONE);
        TrunkSettings settings = new TrunkSettings(List.of(new TrunkWay(core, LISTENER, false)),
                new NameBounds(Duration.ofMillis(200), Duration.ofHours(1), Duration.ofHours(1)), 4, "Tandem/test");
        figures = new TrunkFigures(List.of(core));
        trunks = Trunks.start(kit.system(), settings,
                new DnsSettings(List.of(dns.address()), Duration.ofSeconds(2), 1), edge,
                figures);
        trunks.namesAsked().toCompletableFuture().get(10, TimeUnit.SECONDS);
        assertThat(edge.start(NO_CALLS)).isInstanceOf(EdgeStart.Started.class);
        trunks.open();
    }

    private Peer literal(String name, String address) {
        return new Peer(name, address, one.port());
    }

    private Peer aRecord(String name) {
        return new Peer(name, new PeerAddress.ARecord("sip.example.com", one.port()), 0);
    }

    private SipResponse optionsFrom(AnsweringPeer peer) throws Exception {
        String address = peer == one ? "127.0.0.1" : "127.0.0.2";
        peer.send(options(address, peer.port()), edge());
        SipResponse response = peer.responses().poll(5, TimeUnit.SECONDS);
        assertThat(response).as("an answer to " + address).isNotNull();
        return response;
    }

    private InetSocketAddress edge() {
        return new InetSocketAddress("127.0.0.1", edge.advertised(LISTENER).port());
    }

    private static byte[] options(String host, int port) {
        return ("OPTIONS sip:gateway SIP/2.0\r\nVia: SIP/2.0/UDP " + host + ":" + port + ";branch=z9hG4bK"
                + System.nanoTime() + "\r\nMax-Forwards: 70\r\nFrom: <sip:" + host + ">;tag=1\r\nTo: <sip:gateway>\r\n"
                + "Call-ID: " + System.nanoTime() + "\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n").getBytes(
                        StandardCharsets.US_ASCII);
    }

    private List<String> names() {
        return trunks.targets().of("core").stream().map(Target::peer).toList();
    }

    private List<String> addresses() {
        return trunks.targets()
                .of("core")
                .stream()
                .map(target -> target.flow().remote().getAddress().getHostAddress())
                .toList();
    }

    private List<String> states() {
        return trunks.view()
                .stream()
                .flatMap(trunk -> trunk.peers().stream())
                .flatMap(peer -> peer.targets()
                        .stream()
                        .map(TrunkView.Target::state)
                        .map(
                                state -> peer.name() + " " + state))
                .toList();
    }
}
