package io.tandem.cluster.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.sip.message.SipMessage;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where one side of a call speaks and hears: an RTP socket, and what the node told it of its own. */
final class AudioEnd implements AutoCloseable {
    private static final Pattern AUDIO = Pattern.compile("m=audio (\\d+) RTP/AVP 8\\b");
    private static final Pattern CONNECTION = Pattern.compile("c=IN IP4 (127\\.0\\.0\\.\\d+)\r\n");
    static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int HEARING_MILLIS = 100;
    private static final int HEADER_BYTES = 12;
    private static final int PAYLOAD_BYTES = 160;

    private final DatagramSocket socket;
    private InetAddress node;
    private int nodePort = -1;
    private int sequence;

    AudioEnd() throws IOException {
        socket = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"));
    }

    /** What this end tells of itself (RFC 8866). */
    String sdp() {
        return """
                v=0
                o=phone 1 1 IN IP4 127.0.0.1
                s=-
                c=IN IP4 127.0.0.1
                t=0 0
                m=audio %d RTP/AVP 8
                a=rtpmap:8 PCMA/8000
                """.formatted(socket.getLocalPort()).replace("\n", "\r\n");
    }

    /** The same, changed: the next version of it, with a direction. */
    String sdp(int version, String direction) {
        return sdp().replace("o=phone 1 1 ", "o=phone 1 " + version + " ") + "a=" + direction + "\r\n";
    }

    /** From now on this end speaks to the address in that message's description. */
    void speakTo(SipMessage message) {
        String sdp = new String(message.body(), StandardCharsets.UTF_8);
        Matcher connection = CONNECTION.matcher(sdp);
        assertThat(connection.find()).as(sdp).isTrue();
        node = InetAddress.ofLiteral(connection.group(1));
        Matcher audio = AUDIO.matcher(sdp);
        assertThat(audio.find()).as(sdp).isTrue();
        nodePort = Integer.parseInt(audio.group(1));
    }

    int nodePort() {
        return nodePort;
    }

    /** Speaks until the other end hears it, at most ten seconds. */
    void assertHeardBy(AudioEnd other) throws IOException {
        assertHeardBy(other, PATIENCE);
    }

    /** The same within that time. */
    void assertHeardBy(AudioEnd other, Duration atMost) throws IOException {
        long packets = atMost.toMillis() / HEARING_MILLIS;
        for (long i = 0; i < packets; i++) {
            byte[] packet = packet();
            socket.send(new DatagramPacket(packet, packet.length,
                    new InetSocketAddress(node, nodePort)));
            if (other.hears(Arrays.copyOfRange(packet, HEADER_BYTES, packet.length))) {
                return;
            }
        }
        throw new AssertionError("nothing of " + packets + " packets was heard");
    }

    private boolean hears(byte[] payload) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[1_500], 1_500);
        socket.setSoTimeout(HEARING_MILLIS);
        while (true) {
            try {
                socket.receive(packet);
            } catch (SocketTimeoutException silence) {
                return false;
            }
            assertThat(packet.getAddress()).as("address that the node speaks from").isEqualTo(node);
            assertThat(packet.getPort()).as("port that the node speaks from").isEqualTo(nodePort);
            if (Arrays.equals(Arrays.copyOfRange(packet.getData(), HEADER_BYTES, packet.getLength()), payload)) {
                return true; // what came before it are packets that were slower than our patience
            }
        }
    }

    /** 20 ms of PCMA (RFC 3550 §5.1) that no other packet has. */
    private byte[] packet() {
        sequence++;
        ByteBuffer packet = ByteBuffer.allocate(HEADER_BYTES + PAYLOAD_BYTES)
                .put((byte) 0x80)
                .put((byte) 8)
                .putShort(
                        (short) sequence)
                .putInt(sequence * PAYLOAD_BYTES)
                .putInt(socket.getLocalPort());
        while (packet.hasRemaining()) {
            packet.put((byte) (sequence * 31 + packet.position()));
        }
        return packet.array();
    }

    @Override
    public void close() {
        socket.close();
    }
}
