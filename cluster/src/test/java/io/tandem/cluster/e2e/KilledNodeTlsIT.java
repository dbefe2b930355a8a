package io.tandem.cluster.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tandem.cluster.FreePorts;
import io.tandem.cluster.NodePlan;
import io.tandem.cluster.NodeProcess;
import io.tandem.cluster.trunk.DnsServer;
import io.tandem.media.sdp.Codec;
import io.tandem.ops.lab.AgentSettings;
import io.tandem.ops.lab.Answering;
import io.tandem.ops.lab.CallOrder;
import io.tandem.ops.lab.CallReport;
import io.tandem.ops.lab.LabAgent;
import io.tandem.ops.lab.Outcome;
import io.tandem.ops.lab.Signalling;
import io.tandem.ops.lab.tls.CertificateFolder;
import io.tandem.ops.lab.tls.LabCertificate.KeyAlgorithm;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kill -9 while calls are up over mutual TLS: every connection is gone, and the calls are not. Whoever hangs up
 * afterwards, the BYE arrives, by a new connection where it needs one, shown the right certificate (TRAP-38).
 */
class KilledNodeTlsIT {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final String GATEWAY = "sbc.lab.example";
    private static final String MICROSOFT = "sip.lab.example";
    private static final String NUMBER = "+441632960001";
    private static final String OUTSIDE = "+447700900001";
    private static final int PATIENCE_MILLIS = 10_000;
    private static final int MEDIA_PORTS = 40;
    /** The callers hang up so much earlier than the called sides. */
    private static final int EARLIER_MILLIS = 2_000;

    @TempDir
    private static Path folder;

    private final BlockingQueue<CallReport> core = new LinkedBlockingQueue<>();
    private final BlockingQueue<CallReport> microsoft = new LinkedBlockingQueue<>();

    @Test
    @Tag("TRAP-1")
    @Tag("TRAP-37")
    @Tag("TRAP-38")
    void whoeverHangsUpAfterTheRestartIsHeardOnTheOtherSide() throws Exception {
        CertificateFolder certificates = CertificateFolder.write(folder.resolve("tls"), List.of(GATEWAY),
                List.of(MICROSOFT), Instant.now(), KeyAlgorithm.EC_P256);
        NodePlan ports = NodePlan.onFreePorts(20);
        DnsServer dns = DnsServer.start();
        dns.zone("peer.lab.example. 60 IN A 127.0.0.1", MICROSOFT + ". 60 IN A 127.0.0.1");
        NodePlan plan = ports.with(microsoftOverTls(ports, certificates, dns));
        InetSocketAddress toCore = at(plan.corePort());
        InetSocketAddress toMicrosoft = at(plan.mpsPort());
        Signalling tls = Signalling.tls(certificates.peer(MICROSOFT, GATEWAY), MICROSOFT,
                new Signalling.Gateway(GATEWAY, toMicrosoft));
        long begun = System.nanoTime();
        try (dns; NodeProcess node = NodeProcess.start(plan, folder)) {
            // the node must be up again when the first hangs up: that takes as long as its first start, or longer
            int held = 15_000 + (int) ((System.nanoTime() - begun) / 1_000_000 * 2);
            try (LabAgent operator = agent("core-1", plan.corePeerPort(), Signalling.UDP, held, core::add);
                    LabAgent teams = agent("mps-1", plan.mpsPeerPort(), tls, held, microsoft::add)) {
                place(operator, toCore, OUTSIDE, NUMBER, held);
                place(teams, toMicrosoft, NUMBER, OUTSIDE, held);
                await("four calls are answered").atMost(Duration.ofSeconds(20))
                        .until(() -> node.get("/ops/calls").body().split("\"Talking\"", -1).length == 5);
                node.kill();
                node.start();
                assertThat(core).as("ended before the node was up again").isEmpty();
                assertThat(microsoft).as("ended before the node was up again").isEmpty();
                assertAllEndByBye(node);
                assertThat(teams.observations().violations()).filteredOn(found -> !found.startsWith("TSP-60:"))
                        .as("but for the Request-URI: here the peer is called by another name than its certificate's")
                        .isEmpty();
                assertThat(dns.asked(MICROSOFT + " A")).as("the name in their Contact says where they are")
                        .isPositive();
            }
        }
    }

    /** One that the caller hangs up, and one that the called side does. */
    private static void place(LabAgent agent, InetSocketAddress gateway, String calling, String called, int held) {
        assertThat(agent.place(new CallOrder(calling, called, gateway, PATIENCE_MILLIS, Answering.WAITS))).isTrue();
        assertThat(agent.place(new CallOrder(calling, called, gateway, PATIENCE_MILLIS, held - EARLIER_MILLIS)))
                .isTrue();
    }

    private void assertAllEndByBye(NodeProcess node) throws InterruptedException {
        List<CallReport> reports = List.of(next(core), next(core), next(core), next(core), next(microsoft),
                next(microsoft), next(microsoft), next(microsoft));
        assertThat(reports).as(node.log())
                .allSatisfy(report -> assertThat(report.outcome()).isInstanceOf(Outcome.Released.class));
        assertThat(reports).filteredOn(report -> ((Outcome.Released) report.outcome()).byUs()).hasSize(4);
        Figures figures = Figures.of(node); // of the second process alone
        assertThat(figures.sum("tandem_calls_resumed_total")).isEqualTo(4);
        assertThat(figures.sum("tandem_tls_handshakes_total", "direction=out", "result=ok")).as("ours").isPositive();
        assertThat(figures.sum("tandem_tls_handshakes_total", "direction=in", "result=ok")).as("theirs").isPositive();
    }

    /** Laid over the plan: the Microsoft side by TLS. No OPTIONS, so that it is the BYE that opens the connection. */
    private static String microsoftOverTls(NodePlan plan, CertificateFolder tls, DnsServer dns) {
        return """
                tandem.dns.servers = ["127.0.0.1:%d"]
                tandem.tls.identities = [ { name = gateway, certificate = "%s", key = "%s" } ]
                tandem.sip.listeners = [
                  { name = core-udp, transport = udp, address = "127.0.0.1", port = %d }
                  { name = mps-tls, transport = tls, address = "127.0.0.1", port = %d, advertised-address = "%s",
                    tls { identities = [gateway], trust = "%s" } }
                ]
                tandem.peer-groups = [
                  { name = core, side = core, listeners = [core-udp], signaling-protocol = UDP,
                    media-protocol = RTP, default-service = OperatorConnect,
                    allowed-signaling-sources = ["127.0.0.0/8"], probing.options-interval = 0 s,
                    peers = [ { name = core-1, address = "127.0.0.1", port = %d } ] }
                  { name = teams, side = mps, listeners = [mps-tls], services = [OperatorConnect],
                    signaling-protocol = TLS, media-protocol = RTP, allowed-signaling-sources = ["127.0.0.0/8"],
                    probing.options-interval = 0 s, tls { names = ["%s"] },
                    peers = [ { name = mps-1, a-record = "peer.lab.example", port = %d } ] }
                ]
                """.formatted(dns.address().getPort(), tls.gatewayCertificate(), tls.gatewayKey(), plan.corePort(),
                plan.mpsPort(), GATEWAY,
                tls.roots(), plan.corePeerPort(), MICROSOFT, plan.mpsPeerPort());
    }

    private static LabAgent agent(String name, int port, Signalling signalling, int held,
            Consumer<CallReport> reports)
            throws IOException {
        int media = FreePorts.range(MEDIA_PORTS);
        return LabAgent.start(new AgentSettings(name, at(port), LOOPBACK, media, media + MEDIA_PORTS - 1,
                List.of(Codec.PCMA), new Answering(5, 20, held), 10).over(signalling).silent(), reports);
    }

    private static CallReport next(BlockingQueue<CallReport> reports) throws InterruptedException {
        CallReport report = reports.poll(120, TimeUnit.SECONDS);
        assertThat(report).as("the report of a call").isNotNull();
        return report;
    }

    private static InetSocketAddress at(int port) {
        return new InetSocketAddress(LOOPBACK, port);
    }
}
