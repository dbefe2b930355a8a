package io.tandem.ops.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** A resolver's questions, byte for byte. */
class NameServerIT {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final String ASKS = "beef01000001000000000000";
    private static final String NAME = "03736970036c6162076578616d706c6500";
    private static final String A_IN = "00010001";

    @Test
    void theNameHasItsAddress() throws Exception {
        assertThat(answer(ASKS + NAME + A_IN)).isEqualTo("beef85800001000100000000" + NAME + A_IN
                + "c00c000100010000003c00047f000001");
    }

    @Test
    void anotherTypeOfTheNameIsEmptyAndAnotherNameIsNone() throws Exception {
        assertThat(answer(ASKS + NAME + "001c0001")).isEqualTo("beef85800001000000000000" + NAME + "001c0001");
        String other = NAME.replace("736970", "736f70");
        assertThat(answer(ASKS + other + A_IN)).isEqualTo("beef85830001000000000000" + other + A_IN);
    }

    @Test
    void whatIsNoQuestionIsDroppedAndTheNextOneIsAnswered() throws Exception {
        assertThat(answer("beef", ASKS + "3f", ASKS + NAME, "beef81000001000000000000" + NAME + A_IN,
                ASKS + NAME + A_IN)).endsWith("7f000001");
    }

    /** The first answer to those. */
    private static String answer(String... queries) throws Exception {
        try (NameServer server = NameServer.start(LOOPBACK, "sip.lab.example", LOOPBACK);
                DatagramSocket socket = new DatagramSocket(0, LOOPBACK)) {
            socket.setSoTimeout(5_000);
            for (String query : queries) {
                byte[] bytes = HexFormat.of().parseHex(query);
                socket.send(new DatagramPacket(bytes, bytes.length, server.listens()));
            }
            byte[] answer = ByteBuffer.allocate(512).array();
            DatagramPacket packet = new DatagramPacket(answer, answer.length);
            socket.receive(packet);
            return HexFormat.of().formatHex(Arrays.copyOf(answer, packet.getLength()));
        }
    }
}
