package io.tandem.cluster.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tandem.cluster.NodeProcess;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One call through a node that copies its messages, and the collector that they are exported to. */
class TracedNodeIT {
    private static final int KEY = 14;
    private static final int PAYLOAD = 15;
    private static final int CORRELATION_ID = 17;
    private static final int CAPTURE_ID = 12;
    /** A leg's INVITE, 100, 180, 200, ACK, BYE and 200; the called phone sends no 100. */
    private static final int MESSAGES = 13;

    @TempDir
    private static Path folder;
    private static DatagramSocket collector;
    private static NodeProcess node;
    private static String callId;
    private static final List<byte[]> PACKETS = new ArrayList<>();

    @BeforeAll
    static void makeOneCall() throws IOException {
        collector = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"));
        collector.setSoTimeout(20_000);
        Files.writeString(folder.resolve("homer.password"), "let-me-in\n");
        node = NodeProcess.startOnFreePorts(20, """
                tandem.trace {
                  keep-bytes = 1000000
                  hep { calls = all, port = %d, capture-id = 42, password-file = homer.password
                        trunks = [teams], number-prefixes = ["+44"] }
                }
                """.formatted(collector.getLocalPort()), folder);
        try (Phone core = new Phone(node.plan().corePeerPort());
                Phone mps = new Phone(node.plan().mpsPeerPort());
                PhoneCall call = new PhoneCall(core, mps, "+441632960201", node.plan().corePort())) {
            callId = new ObjectMapper().readTree(node.get("/ops/calls").body()).at("/value/0/id").asText();
            call.caller().hangUp(2);
            call.called().expectBye();
        }
        Set<String> different = new HashSet<>(); // on a busy machine one or the other is repeated
        while (different.size() < MESSAGES) {
            DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
            collector.receive(packet);
            PACKETS.add(Arrays.copyOf(packet.getData(), packet.getLength()));
            different.add(text(PACKETS.getLast(), PAYLOAD));
        }
    }

    @AfterAll
    static void close() {
        if (node != null) {
            node.close();
        }
        collector.close();
    }

    /** The content of a packet's chunk, found as the format says; empty when it has none of that type. */
    private static byte[] chunk(byte[] packet, int type) {
        ByteBuffer in = ByteBuffer.wrap(packet, 6, packet.length - 6);
        while (in.hasRemaining()) {
            in.getShort();
            int found = in.getShort();
            byte[] content = new byte[in.getShort() - 6];
            in.get(content);
            if (found == type) {
                return content;
            }
        }
        return new byte[0];
    }

    private static String text(byte[] packet, int type) {
        return new String(chunk(packet, type), StandardCharsets.UTF_8);
    }

    @Test
    void everyMessageOfTheCallReachesTheCollectorFromTheFirstInviteOn() {
        assertThat(PACKETS).allSatisfy(packet -> {
            assertThat(new String(packet, 0, 4, StandardCharsets.US_ASCII)).isEqualTo("HEP3");
            assertThat(text(packet, KEY)).isEqualTo("let-me-in");
            assertThat(ByteBuffer.wrap(chunk(packet, CAPTURE_ID)).getInt()).isEqualTo(42);
            assertThat(text(packet, CORRELATION_ID)).as("of %s", text(packet, PAYLOAD)).isEqualTo(callId);
        });
        assertThat(PACKETS.stream().map(packet -> text(packet, PAYLOAD)).distinct())
                .extracting(payload -> payload.substring(0, payload.indexOf(payload.startsWith("SIP") ? "\r" : " ")))
                .containsExactlyInAnyOrder("INVITE", "SIP/2.0 100 Trying", "INVITE", "SIP/2.0 180 Ringing",
                        "SIP/2.0 180 Ringing", "SIP/2.0 200 OK", "SIP/2.0 200 OK", "ACK", "ACK", "BYE", "BYE",
                        "SIP/2.0 200 OK", "SIP/2.0 200 OK");
    }

    @Test
    void theLadderOfTheCallShowsItsMessagesWholeWithTheirNumbersHidden() {
        String ladder = node.get("/ops/calls/" + callId + "/ladder?messages=full").body();
        assertThat(ladder.lines().filter(line -> line.startsWith("--- "))).hasSizeGreaterThanOrEqualTo(MESSAGES);
        assertThat(ladder.substring(ladder.indexOf("\n--- "))).startsWith("\n--- ")
                .contains("INVITE sip:+*********201@127.0.0.1", "CSeq: 1 INVITE\n", "m=audio ", "SIP/2.0 100 Trying\n")
                .doesNotContain("441632960201", "441632960111");
        assertThat(node.get("/ops/calls/" + callId + "/ladder?messages=full&numbers=full").body()).contains(
                "INVITE sip:+441632960201@127.0.0.1");
        assertThat(node.get("/ops/calls/" + callId + "/ladder").body()).doesNotContain("\n--- ");
        assertThat(Figures.of(node).sum("tandem_trace_kept_bytes")).isPositive();
    }

    @Test
    void whatWasSentAndDroppedIsCounted() {
        await().untilAsserted(
                () -> assertThat(Figures.of(node).sum("tandem_hep_sent_total")).isGreaterThanOrEqualTo(PACKETS.size()));
        assertThat(Figures.of(node).sum("tandem_hep_dropped_total")).isZero();
        assertThat(node.log()).doesNotContain("let-me-in");
    }
}
