package io.tandem.ops.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tandem.media.sdp.Codec;
import io.tandem.ops.lab.tls.LabAuthority;
import io.tandem.ops.lab.tls.LabCertificate.Request;
import io.tandem.ops.lab.tls.LabCertificate.Usage;
import io.tandem.ops.lab.tls.TlsPeer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two agents call each other over TCP and over mutual TLS, with nothing between them. */
class LabAgentTlsIT {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final Answering ANSWERS = new Answering(5, 20, Answering.WAITS);
    private static final Set<Usage> BOTH = Set.of(Usage.SERVER_AUTH, Usage.CLIENT_AUTH);
    private static final String OURS = "sbc.lab.example";
    private static final String THEIRS = "sip.lab.example";

    private final Instant now = Instant.now();
    private final LabAuthority authority = LabAuthority.create(now);
    private final BlockingQueue<CallReport> reports = new LinkedBlockingQueue<>();
    private final List<LabAgent> agents = new ArrayList<>();

    @AfterEach
    void close() {
        agents.forEach(LabAgent::close);
    }

    @Test
    void callsGoBothWaysOverMutualTlsAndEachSideKeepsItsOwnConnection() throws Exception {
        LabAgent sbc = agent(OURS, tls(OURS, THEIRS));
        LabAgent mps = agent(THEIRS, tls(THEIRS, OURS));
        for (int call = 0; call < 10; call++) {
            assertThat(sbc.place(order(mps))).isTrue();
            assertThat(mps.place(order(sbc))).isTrue();
        }

        assertThat(taken(40)).allSatisfy(report -> assertThat(report.outcome()).isInstanceOf(
                Outcome.Released.class));
        assertThat(sbc.observations().secured()).containsExactly(
                "TLSv1.3 TLS_AES_256_GCM_SHA384, opened by the gateway",
                "TLSv1.3 TLS_AES_256_GCM_SHA384, opened by us");
        assertThat(mps.observations().violations()).filteredOn(LabAgentTlsIT::notOfAGateway)
                .as("names and no sips:, as it should be")
                .isEmpty();
        assertThat(mps.observations().broken()).isEmpty();
    }

    @Test
    void callsGoOverTcp() throws Exception {
        LabAgent one = agent("one", Signalling.TCP);
        LabAgent other = agent("other", Signalling.TCP);
        one.place(order(other));
        other.place(order(one));

        assertThat(taken(4)).allSatisfy(report -> assertThat(report.outcome()).isInstanceOf(Outcome.Released.class));
    }

    @Test
    void aConnectionThatTheFarEndClosedIsOpenedAgain() throws Exception {
        LabAgent one = agent("one", Signalling.TCP);
        LabAgent other = agent("other", Signalling.TCP);
        assertThat(one.ask(other.address()).get(5, TimeUnit.SECONDS).status()).isEqualTo(200);
        InetSocketAddress there = other.address();
        other.close();
        LabAgent again = LabAgent.start(settings("again", there, Signalling.TCP), reports::add);
        agents.add(again);

        await().atMost(Duration.ofSeconds(5)).until(() -> one.ask(there).get(5, TimeUnit.SECONDS).status() == 200);
    }

    /** RFC 3261 §18.2.2. */
    @Test
    void anAnswerWhoseConnectionIsGoneGoesToWhereTheViaSays() throws Exception {
        LabAgent agent = LabAgent.start(new AgentSettings("late", new InetSocketAddress(LOOPBACK, 0), LOOPBACK, 43_000,
                43_400, List.of(Codec.PCMA), new Answering(1_000, 1_000, Answering.WAITS), 40).over(Signalling.TCP)
                .silent(), reports::add);
        agents.add(agent);
        try (ServerSocket caller = new ServerSocket(0, 5, LOOPBACK)) {
            try (Socket asking = new Socket(LOOPBACK, agent.address().getPort())) {
                asking.getOutputStream().write(invite(caller.getLocalPort()).getBytes(StandardCharsets.US_ASCII));
                assertThat(firstLine(asking)).isEqualTo("SIP/2.0 100 Trying");
            }
            caller.setSoTimeout(5_000);
            try (Socket answering = caller.accept()) {
                assertThat(firstLine(answering)).isEqualTo("SIP/2.0 180 Ringing");
            }
        }
    }

    private static String firstLine(Socket socket) throws IOException {
        socket.setSoTimeout(5_000);
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII)).readLine();
    }

    private static String invite(int viaPort) {
        String sdp = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 43998 RTP/AVP 8\r\n";
        return """
                INVITE sip:+442071838750@127.0.0.1 SIP/2.0
                Via: SIP/2.0/TCP 127.0.0.1:%1$d;branch=z9hG4bKlate
                Max-Forwards: 70
                From: <sip:+14255550100@127.0.0.1>;tag=caller
                To: <sip:+442071838750@127.0.0.1>
                Call-ID: late
                CSeq: 1 INVITE
                Contact: <sip:127.0.0.1:%1$d;transport=tcp>
                Content-Type: application/sdp
                Content-Length: %2$d

                """.formatted(viaPort, sdp.length()).replace("\n", "\r\n") + sdp;
    }

    @Test
    void aCertificateForAnotherNameIsNotTalkedTo() throws Exception {
        LabAgent sbc = agent(OURS, tls(OURS, THEIRS));
        LabAgent impostor = agent("impostor", tls("sip.other.example", OURS));

        OptionsAnswer answer = sbc.ask(impostor.address()).get(10, TimeUnit.SECONDS);

        assertThat(answer.status()).isZero();
        assertThat(answer.phrase()).contains("not for sip.lab.example but for [sip.other.example]");
        assertThat(sbc.observations().broken()).isNotEmpty();
    }

    @Test
    void aCertificateOfAnotherAuthorityIsNotTalkedToInEitherDirection() throws Exception {
        LabAgent sbc = agent(OURS, tls(OURS, THEIRS));
        LabAgent stranger = agent(THEIRS, Signalling.tls(peer(LabAuthority.create(now), THEIRS, OURS), THEIRS,
                new Signalling.Gateway(OURS, nowhere())));

        assertThat(sbc.ask(stranger.address()).get(10, TimeUnit.SECONDS).status()).isZero();
        assertThat(stranger.ask(sbc.address()).get(10, TimeUnit.SECONDS).status()).isZero();
    }

    @Test
    void anOptionsIsAnsweredWithWhatTheFarEndAllows() throws Exception {
        LabAgent sbc = agent(OURS, tls(OURS, THEIRS));
        LabAgent mps = agent(THEIRS, tls(THEIRS, OURS));

        OptionsAnswer answer = mps.ask(sbc.address()).get(10, TimeUnit.SECONDS);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.allow()).contains("INVITE");
        assertThat(answer.roundTripNanos()).isPositive();
    }

    @Test
    void anAddressInTheContactIsAViolationThatIsTold() throws Exception {
        LabAgent mps = agent(THEIRS, tls(THEIRS, OURS));
        LabAgent nameless = agent("nameless", Signalling.tls(peer(authority, OURS, THEIRS), "",
                new Signalling.Gateway(THEIRS, mps.address())));
        nameless.place(order(mps));
        taken(2);

        assertThat(mps.observations().violations()).filteredOn(LabAgentTlsIT::notOfAGateway)
                .contains("TSP-43: Contact of INVITE has the address 127.0.0.1; a name is right")
                .allSatisfy(found -> assertThat(found).contains("127.0.0.1"));
    }

    /** Here it is an agent that stands in the gateway's place: it names no product (TSP-70) and knows no Replaces. */
    private static boolean notOfAGateway(String violation) {
        return !violation.startsWith("TSP-70") && !violation.endsWith("lacks replaces");
    }

    private Signalling tls(String own, String far) throws IOException {
        // In-dialog requests follow the Contact's name, which an agent asks its gateway for: see nowhere().
        return Signalling.tls(peer(authority, own, far), own, new Signalling.Gateway(far, nowhere()));
    }

    private TlsPeer peer(LabAuthority by, String own, String far) throws IOException {
        return TlsPeer.of(by.issue(new Request(own, List.of(own), now.minusSeconds(60), now.plusSeconds(3_600), BOTH)),
                authority.certificatePem(), far);
    }

    private static InetSocketAddress nowhere() {
        return new InetSocketAddress(LOOPBACK, 9);
    }

    private LabAgent agent(String name, Signalling signalling) throws IOException {
        LabAgent agent = LabAgent.start(settings(name, new InetSocketAddress(LOOPBACK, 0), signalling), reports::add);
        agents.add(agent);
        return agent;
    }

    private static AgentSettings settings(String name, InetSocketAddress sip, Signalling signalling) {
        return new AgentSettings(name, sip, LOOPBACK, 43_000, 43_400, List.of(Codec.PCMA), ANSWERS, 40).over(signalling)
                .silent();
    }

    private static CallOrder order(LabAgent callee) {
        return new CallOrder("+14255550100", "+442071838750", callee.address(), 5_000, 200);
    }

    private List<CallReport> taken(int count) throws InterruptedException {
        List<CallReport> all = new ArrayList<>();
        while (all.size() < count) {
            CallReport report = reports.poll(15, TimeUnit.SECONDS);
            assertThat(report).as("report " + (all.size() + 1) + " of " + count + " within 15 s").isNotNull();
            all.add(report);
        }
        return all;
    }
}
