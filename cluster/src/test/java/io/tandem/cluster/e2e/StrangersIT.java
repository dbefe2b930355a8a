package io.tandem.cluster.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.cluster.NodeProcess;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Who is on no trunk's list learns nothing, not even that somebody is there, and cannot make the node send anything to
 * anybody (F-35). The scanners of everyday use, SIPVicious and sipsak, are such strangers here: the trunks allow
 * 127.0.0.8 alone, and they come from 127.0.0.1.
 */
@Tag("F-35")
@Tag("F-194")
class StrangersIT {
    private static final String KNOWN = "127.0.0.8";
    private static final int HEARS_NOTHING_MILLIS = 300;

    @TempDir
    private static Path folder;
    private static NodeProcess node;

    @BeforeAll
    static void startNode() throws IOException {
        node = NodeProcess.startOnFreePorts(50,
                """
                        tandem.peer-groups = [
                          { name = core, side = core, listeners = [core-udp, core-tcp], signaling-protocol = UDP,
                            media-protocol = RTP, default-service = OperatorConnect, allowed-signaling-sources = ["127.0.0.8/32"],
                            peers = [ { name = core-1, address = "127.0.0.8", port = 5070 } ] }
                          { name = teams, side = mps, listeners = [mps-udp], services = [OperatorConnect],
                            signaling-protocol = UDP, media-protocol = RTP, allowed-signaling-sources = ["127.0.0.8/32"],
                            peers = [ { name = mps-1, address = "127.0.0.8", port = 5080 } ] }
                        ]
                        """,
                folder);
    }

    @AfterAll
    static void stopNode() {
        if (node != null) {
            node.close();
        }
    }

    @Test
    void sipviciousFindsNobody() throws Exception {
        Figures before = Figures.of(node);
        String port = String.valueOf(node.plan().corePort());

        String found = run(30, "svmap", "-p", port, "127.0.0.1");
        String extensions = run(30, "svwar", "-e", "100-110", "-p", port, "-m", "INVITE", "--force", "127.0.0.1");

        assertThat(found).doesNotContain("Tandem").doesNotContain("SIP Device  |");
        assertThat(extensions).doesNotContain("reqauth").doesNotContain("noauth");
        assertSilent(before, 2);
    }

    @Test
    void sipsakGetsNoAnswer() throws Exception {
        Figures before = Figures.of(node);

        String out = run(60, "sipsak", "-vv", "-D", "2", "-s", "sip:100@127.0.0.1:" + node.plan().corePort());

        assertThat(out).doesNotContain("SIP/2.0 200").doesNotContain("SIP/2.0 4").doesNotContain("SIP/2.0 5");
        assertSilent(before, 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPTIONS", "INVITE", "REGISTER", "BYE", "CANCEL", "SUBSCRIBE", "NONSENSE"})
    void aStrangersDatagramIsAnsweredByNothing(String method) throws IOException {
        try (DatagramSocket stranger = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.9"))) {
            send(stranger, request(method, stranger.getLocalPort()));
            send(stranger, "\r\n\r\n");
            send(stranger, request(method, stranger.getLocalPort()).replace("CSeq", "Seq"));

            assertThat(receive(stranger, HEARS_NOTHING_MILLIS)).isZero();
        }
    }

    @Test
    void aStrangersConnectionIsClosedWithoutAByte() throws IOException {
        try (Socket stranger = new Socket()) {
            stranger.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.9"), 0));
            stranger.connect(new InetSocketAddress("127.0.0.1", node.plan().corePort()), 5_000);
            stranger.setSoTimeout(5_000);
            int read;
            try {
                stranger.getOutputStream()
                        .write(request("OPTIONS", stranger.getLocalPort()).getBytes(
                                StandardCharsets.US_ASCII));
                read = stranger.getInputStream().read();
            } catch (SocketTimeoutException open) {
                throw new AssertionError("the connection stays open", open);
            } catch (IOException reset) {
                read = -1;
            }
            assertThat(read).isEqualTo(-1);
        }
    }

    /**
     * A known source whose address is forged could be made a victim: what goes out for something wrong is what came in
     * without what no response repeats (RFC 3261 §8.2.6.2), and a status line, tag, received and rport more.
     */
    @ParameterizedTest
    @ValueSource(strings = {"CSeq: 1 OPTIONS>CSeq: 1 INVITE", "Max-Forwards: 70>Max-Forwards: 999",
            "Content-Length: 0>Content-Length: 5000", "SIP/2.0\r\nVia>SIP/7.0\r\nVia",
            "Max-Forwards: 70>Max-Forwards: 70\r\nFrom: <sip:b@x>;tag=2"})
    void aMalformedRequestOfAKnownSourceIsAmplifiedByNoMoreThanAnAnswersOwnRows(String change) throws IOException {
        String[] fromTo = change.split(">", 2);
        try (DatagramSocket known = new DatagramSocket(0, InetAddress.ofLiteral(KNOWN))) {
            String request = request("OPTIONS", known.getLocalPort()).replace(fromTo[0], fromTo[1]);
            send(known, request);
            int out = receive(known, 5_000);

            assertThat(out).as("an answer").isPositive();
            assertThat(out - request.length()).as("bytes more than the %d that came in", request.length())
                    .isLessThanOrEqualTo(
                            100);
            assertThat(receive(known, HEARS_NOTHING_MILLIS)).as("once").isZero();
        }
    }

    private static void assertSilent(Figures before, int dropped) {
        Figures after = Figures.of(node);
        assertThat(after.sum("tandem_acl_drops_total") - before.sum("tandem_acl_drops_total")).as("dropped unread")
                .isGreaterThanOrEqualTo(dropped);
        assertThat(after.sum("tandem_sip_responses_total", "dir=out")).as("answers")
                .isEqualTo(
                        before.sum("tandem_sip_responses_total", "dir=out"));
        assertThat(after.sum("tandem_sip_malformed_total")).isEqualTo(before.sum("tandem_sip_malformed_total"));
    }

    private static String request(String method, int port) {
        return method + " sip:100@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.8:" + port + ";branch=z9hG4bK" + method
                + port + ";rport\r\nMax-Forwards: 70\r\nFrom: <sip:a@127.0.0.8>;tag=1\r\nTo: <sip:100@127.0.0.1>\r\n"
                + "Call-ID: c" + port + "\r\nCSeq: 1 " + method + "\r\nContact: <sip:a@127.0.0.8:" + port
                + ">\r\nUser-Agent: friendly-scanner\r\nContent-Length: 0\r\n\r\n";
    }

    private static void send(DatagramSocket socket, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.ofLiteral("127.0.0.1"),
                node.plan().corePort()));
    }

    /** Bytes of the next datagram, 0 when none comes. */
    private static int receive(DatagramSocket socket, int millis) throws IOException {
        socket.setSoTimeout(millis);
        DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
        try {
            socket.receive(packet);
            return packet.getLength();
        } catch (SocketTimeoutException nothing) {
            return 0;
        }
    }

    /** What the command says, to its end or until its time is up. */
    private static String run(int seconds, String... command) throws Exception {
        Path out = Files.createTempFile(folder, command[0], ".out");
        Process process = new ProcessBuilder(List.of(command)).redirectErrorStream(true)
                .redirectInput(
                        ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(out.toFile())
                .start();
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        return Files.readString(out);
    }
}
