package io.tandem.ops.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.port.CallId;
import io.tandem.sip.route.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HepPacketTest {
    private static final CallId CALL = new CallId("zz0123456789abcdefgh");
    private static final String INVITE = Seen.request("INVITE", "INVITE", "z9hG4bK1", "a", "");

    private static HepReader read(SeenMessage seen, Optional<CallId> call, int captureId, String key) {
        ByteBuffer packet = HepPacket.of(seen, call, captureId, key).orElseThrow();
        byte[] bytes = new byte[packet.remaining()];
        packet.get(bytes);
        return HepReader.of(bytes, bytes.length);
    }

    @Test
    void aReceivedMessageSaysWhoSentItToUsWhenAndWhatItSays() {
        HepReader packet = read(Seen.message(false, INVITE), Optional.of(CALL), 0x80000001, "s3cret");
        assertThat(packet.number(1)).as("family: AF_INET").isEqualTo(2);
        assertThat(packet.number(2)).as("protocol: UDP").isEqualTo(17);
        assertThat(packet.octets(3)).as("source").containsExactly(192, 0, 2, 9);
        assertThat(packet.octets(4)).as("destination").containsExactly(192, 0, 2, 1);
        assertThat(packet.number(7)).as("source port").isEqualTo(5070);
        assertThat(packet.number(8)).as("destination port").isEqualTo(5060);
        assertThat(packet.number(9)).as("seconds").isEqualTo(1_700_000_000);
        assertThat(packet.number(10)).as("microseconds").isEqualTo(123_456);
        assertThat(packet.number(11)).as("protocol type: SIP").isEqualTo(1);
        assertThat(packet.number(12)).as("capture id").isEqualTo(0x80000001L);
        assertThat(packet.octets(12)).hasSize(4);
        assertThat(packet.text(14)).as("authentication key").isEqualTo("s3cret");
        assertThat(packet.text(15)).as("payload").isEqualTo(INVITE);
        assertThat(packet.text(17)).as("correlation id").isEqualTo(CALL.value());
        assertThat(packet.chunks()).hasSize(13);
    }

    @Test
    void aSentMessageGoesTheOtherWay() {
        HepReader packet = read(Seen.message(true, INVITE), Optional.empty(), 1, "");
        assertThat(packet.octets(3)).as("source").containsExactly(192, 0, 2, 1);
        assertThat(packet.number(8)).as("destination port").isEqualTo(5070);
        assertThat(packet.has(14)).as("no key").isFalse();
        assertThat(packet.has(17)).as("no call").isFalse();
    }

    @Test
    void sixteenOctetAddressesHaveChunksOfTheirOwnAndTlsIsTcp() throws Exception {
        InetSocketAddress six = new InetSocketAddress(InetAddress.ofLiteral("2001:db8::1"), 5061);
        HepReader packet = read(new SeenMessage(true, 0, new byte[]{'x'}, Transport.TLS, six, Seen.PEER),
                Optional.empty(), 1, "");
        assertThat(packet.number(1)).as("family: AF_INET6").isEqualTo(10);
        assertThat(packet.number(2)).as("protocol: TCP").isEqualTo(6);
        assertThat(packet.octets(5)).isEqualTo(six.getAddress().getAddress());
        assertThat(packet.octets(6)).as("IPv4-mapped")
                .containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 192, 0, 2, 9);
        assertThat(packet.has(3) || packet.has(4)).isFalse();
    }

    @Test
    void noSecretLeavesAndNoLengthChanges() {
        String message = INVITE.replace("Content-Length",
                "Proxy-Authorization: Digest username=\"bob\",\r\n response=\"0123456789abcdef\"\r\nContent-Length");
        String payload = read(Seen.message(false, message), Optional.empty(), 1, "").text(15);
        assertThat(payload).doesNotContain("bob").doesNotContain("0123456789abcdef").hasSameSizeAs(message);
    }

    @Test
    void whatADatagramCannotCarryIsNotMade() {
        assertThat(HepPacket.of(Seen.message(true, "x".repeat(65_400)), Optional.of(CALL), 1, "key")).isEmpty();
        assertThat(new String(HepPacket.of(Seen.message(true, "x".repeat(65_200)), Optional.of(CALL), 1, "key")
                .orElseThrow()
                .array(), 0, 4, StandardCharsets.US_ASCII)).isEqualTo("HEP3");
    }
}
