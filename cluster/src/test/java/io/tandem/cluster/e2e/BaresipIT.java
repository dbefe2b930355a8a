package io.tandem.cluster.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tandem.cluster.FreePorts;
import io.tandem.cluster.NodePlan;
import io.tandem.cluster.NodeProcess;
import io.tandem.cluster.trunk.DnsServer;
import io.tandem.ops.lab.tls.CertificateFolder;
import io.tandem.ops.lab.tls.LabCertificate.KeyAlgorithm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** A softphone that others wrote, over mutual TLS on the Microsoft side, and another on the core's, over UDP. */
class BaresipIT {
    private static final String GATEWAY = "sbc.lab.example";
    private static final String MICROSOFT = "sip.lab.example";
    private static final String INSIDE = "+441632960001";
    private static final String OUTSIDE = "+447700900001";
    /** Somebody else in the core, who takes each call at once. */
    private static final String ELSEWHERE = "+447700900002";
    private static final String NOBODY = "+447700900003";
    private static final int INSIDE_HZ = 440;
    private static final int OUTSIDE_HZ = 880;
    private static final int ELSEWHERE_HZ = 660;
    private static final Pattern CALL = Pattern.compile("\"id\":\"(\\w+)\"");
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    private static Path folder;
    private static CertificateFolder certificates;
    private static DnsServer dns;
    private static NodeProcess node;
    private static int teamsPort;
    private static int corePort;

    private Softphone teams;
    private Softphone core;

    @BeforeAll
    static void startNode() throws IOException {
        certificates = CertificateFolder.write(folder.resolve("tls"), List.of(GATEWAY), List.of(MICROSOFT),
                Instant.now(), KeyAlgorithm.EC_P256);
        dns = DnsServer.start();
        dns.zone(GATEWAY + ". 60 IN A 127.0.0.1", MICROSOFT + ". 60 IN A 127.0.0.1");
        teamsPort = FreePorts.range(2);
        corePort = FreePorts.range(2);
        NodePlan plan = NodePlan.onFreePorts(10);
        node = NodeProcess.start(plan.with(trunks(plan)), folder);
    }

    @AfterAll
    static void stopNode() throws IOException {
        if (node != null) {
            node.close();
        }
        if (dns != null) {
            dns.close();
        }
    }

    @BeforeEach
    void startPhones(TestInfo test) throws IOException {
        Path phones = Files.createDirectory(folder.resolve(test.getTestMethod().orElseThrow().getName()));
        Path both = phones.resolve("identity.pem"); // libre wants certificate and key in one file
        Files.writeString(both, Files.readString(certificates.certificate(MICROSOFT))
                + Files.readString(certificates.key(MICROSOFT)));
        teams = Softphone.start(phones, new Softphone.Setup("teams",
                "<sip:" + INSIDE + "@" + MICROSOFT + ";transport=tls>;regint=0;audio_codecs=PCMA;outbound=\"sip:"
                        + GATEWAY + ":" + node.plan().mpsPort() + ";transport=tls\"",
                teamsPort, INSIDE_HZ, """
                        sip_certificate %s
                        sip_cafile %s
                        dns_server 127.0.0.1:%d
                        """.formatted(both, certificates.roots(), dns.address().getPort())));
        core = Softphone.start(phones, new Softphone.Setup("core",
                ofCore(OUTSIDE, "answermode=manual")
                        + ofCore(ELSEWHERE, "answermode=auto;audio_source=ausine," + ELSEWHERE_HZ),
                corePort, OUTSIDE_HZ, ""));
    }

    private static String ofCore(String number, String parameters) {
        return "<sip:" + number + "@127.0.0.1:" + corePort + ">;regint=0;audio_codecs=PCMA;outbound=\"sip:127.0.0.1:"
                + node.plan().corePort() + "\";" + parameters + "\n";
    }

    @AfterEach
    void stopPhones() {
        if (teams != null) {
            teams.close();
        }
        if (core != null) {
            core.close();
        }
        assertNoCallIsLeft(); // a phone that is told to end hangs up
    }

    @Test
    void aSoftphoneCallsOverTlsHoldsResumesAndHangsUp() throws IOException {
        call(teams, "sip:" + OUTSIDE + "@" + GATEWAY, core);
        assertBothHear();
        holdsAndResumes(teams, core, "caller");
        holdsAndResumes(core, teams, "callee");
        teams.tell("hangup");
        assertThat(core.event("CALL_CLOSED")).isNotEmpty();
        assertNoCallIsLeft();
        assertThat(Figures.of(node).sum("tandem_tls_handshakes_total", "direction=in", "result=ok")).isPositive();
    }

    @Test
    void aSoftphoneIsCalledOverTlsHoldsResumesAndIsHungUpOn() throws IOException {
        call(core, "sip:" + INSIDE + "@127.0.0.1", teams);
        assertBothHear();
        holdsAndResumes(teams, core, "callee");
        core.tell("hangup");
        assertThat(teams.event("CALL_CLOSED")).isNotEmpty();
        assertNoCallIsLeft();
        assertThat(Figures.of(node).sum("tandem_tls_handshakes_total", "direction=out", "result=ok")).isPositive();
    }

    @Test
    void aDigitInRtpCrossesBothWays() { // RFC 4733
        call(teams, "sip:" + OUTSIDE + "@" + GATEWAY, core);
        teams.tell("sndcode", "7");
        assertThat(core.event("CALL_DTMF_START")).isEqualTo("7");
        core.tell("sndcode", "#");
        assertThat(teams.event("CALL_DTMF_START")).isEqualTo("#");
    }

    /** baresip sends digits in RTP only; what comes by INFO it understands. */
    @Test
    void aDigitByInfoReachesTheSoftphone() throws IOException { // RFC 6086
        Path traces = Files.createDirectory(folder.resolve("info"));
        try (Sipp caller = Sipp.start("caller", traces,
                Sipp.Task.ofFile("info_uac.xml", FreePorts.one(), FreePorts.range(2), 1, LIMIT)
                        .calling(INSIDE, node.plan().corePort(), 1))) {
            teams.event("CALL_INCOMING");
            teams.tell("accept");
            assertThat(teams.event("CALL_DTMF_START")).isEqualTo("5");
            Sipp.assertAllSucceeded(caller);
        }
    }

    @Test
    void aCallThatIsNotTakenIsRefusedOnTheOtherSide() {
        teams.tell("dial", "sip:" + OUTSIDE + "@" + GATEWAY);
        core.event("CALL_INCOMING");
        teams.event("CALL_RINGING");
        core.tell("hangup");
        assertThat(teams.event("CALL_CLOSED")).contains("486"); // which is what baresip says to a call it refuses
        assertNoCallIsLeft();
    }

    @Test
    @Tag("TSP-127")
    void aSoftphoneHandsItsCallOnAndLeaves() throws IOException { // RFC 5589 §6.1
        call(teams, "sip:" + OUTSIDE + "@" + GATEWAY, core);
        assertBothHear();
        teams.tell("transfer", "sip:" + ELSEWHERE + "@" + GATEWAY);
        core.event("CALL_ESTABLISHED");
        assertThat(teams.event("CALL_CLOSED")).as("why it hung up").containsIgnoringCase("transfer");

        await("the two that are left hear each other").atMost(LIMIT).untilAsserted(() -> {
            assertThat(core.heard(0).end().share(ELSEWHERE_HZ)).isGreaterThan(0.8);
            assertThat(core.heard(1).end().share(OUTSIDE_HZ)).isGreaterThan(0.8);
        });
        awaitShown("the transfer is on record", callPage(),
                "\"target\":2,\"to\":\"" + ELSEWHERE + "\",\"status\":200}");
        core.tell("hangup");
        core.event("CALL_CLOSED");
        assertNoCallIsLeft();
    }

    /** baresip has no command for it, and does not know Replaces: it must be left with the call that it has. */
    @Test
    @Tag("TSP-127")
    void aSoftphoneWithoutReplacesKeepsItsCallWhenItShouldBeHandedAnother() throws IOException { // RFC 5589 §7.1
        call(teams, "sip:" + OUTSIDE + "@" + GATEWAY, core);
        assertBothHear();
        teams.tell("hold");
        awaitShown("held", callPage(), "\"heldBy\":[\"caller\"]");
        teams.tell("dial", "sip:" + ELSEWHERE + "@" + GATEWAY);
        core.event("CALL_ESTABLISHED");
        teams.event("CALL_ESTABLISHED");
        await("a second of their talk").atMost(LIMIT).until(() -> core.heard(1).seconds() > 1);

        teams.tell("line", "1");
        teams.tell("transfer", "<sip:" + ELSEWHERE + "@" + GATEWAY + "?Replaces=" + lastDialog(teams.log()) + ">");
        assertThat(teams.event("TRANSFER_FAILED")).contains("420"); // and ends that call itself
        core.event("CALL_CLOSED");
        await("one call").atMost(LIMIT)
                .untilAsserted(() -> assertThat(node.get("/ops/calls").body().split("\"Talking\"", -1)).hasSize(2));
        teams.tell("hangup");
        core.event("CALL_CLOSED");
        assertNoCallIsLeft();
    }

    /** The dialog of the last answer in a trace, as a header in a URI has it (RFC 3261 §19.1.1, RFC 3891 §6.1). */
    private static String lastDialog(String trace) {
        String answer = trace.substring(trace.lastIndexOf("SIP/2.0 200 Answering"));
        return part(answer, "(?m)^Call-ID: (\\S+)") + "%3Bto-tag%3D" + part(answer, "(?m)^To: .*;tag=(\\S+)")
                + "%3Bfrom-tag%3D" + part(answer, "(?m)^From: .*;tag=(\\S+)");
    }

    private static String part(String message, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(message);
        assertThat(found.find()).as(pattern).isTrue();
        return found.group(1);
    }

    /** The old call would go on; baresip itself ends it then. */
    @Test
    void aSoftphoneIsToldWhyItsTransferFailed() { // RFC 5589 §6.2
        call(teams, "sip:" + OUTSIDE + "@" + GATEWAY, core);
        teams.tell("transfer", "sip:" + NOBODY + "@" + GATEWAY);
        assertThat(teams.event("TRANSFER_FAILED")).contains("404");
        core.event("CALL_CLOSED");
        assertNoCallIsLeft();
    }

    private static void call(Softphone caller, String called, Softphone callee) {
        caller.tell("dial", called);
        callee.event("CALL_INCOMING");
        caller.event("CALL_RINGING");
        callee.tell("accept");
        callee.event("CALL_ESTABLISHED");
        caller.event("CALL_ESTABLISHED");
    }

    private void assertBothHear() throws IOException {
        teams.awaitAudio();
        core.awaitAudio();
        assertThat(teams.heard(0).share(OUTSIDE_HZ)).as("the core's tone, heard in Teams").isGreaterThan(0.8);
        assertThat(core.heard(0).share(INSIDE_HZ)).as("the tone from Teams, heard in the core").isGreaterThan(0.8);
    }

    private static void holdsAndResumes(Softphone holder, Softphone held, String side) {
        holder.tell("hold");
        awaitShown("held by " + side, callPage(), "\"heldBy\":[\"" + side + "\"]");
        holder.tell("resume");
        awaitShown("resumed", callPage(), "\"heldBy\":[]");
        holder.awaitAudio();
        held.awaitAudio();
    }

    private static void assertNoCallIsLeft() {
        awaitShown("no call is left", "/ops/calls", "\"value\":[]");
    }

    /** The page of the one call that is up. */
    private static String callPage() {
        Matcher listed = CALL.matcher(node.get("/ops/calls").body());
        assertThat(listed.find()).as("a call is up").isTrue();
        return "/ops/calls/" + listed.group(1);
    }

    private static void awaitShown(String what, String page, String shown) {
        await(what).atMost(LIMIT).untilAsserted(() -> assertThat(node.get(page).body()).contains(shown));
    }

    /** Laid over the plan: the Microsoft side by mutual TLS, and the phones as peers. */
    private static String trunks(NodePlan plan) {
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
                    peers = [ { name = mps-1, a-record = "%s", port = %d } ] }
                ]
                """.formatted(dns.address().getPort(), certificates.gatewayCertificate(), certificates.gatewayKey(),
                plan.corePort(), plan.mpsPort(), GATEWAY, certificates.roots(), corePort, MICROSOFT, MICROSOFT,
                teamsPort + 1);
    }
}
