package io.tandem.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class RtpPacketProperties {

    @Property
    void whatIsWrittenIsRead(@ForAll boolean marker, @ForAll @IntRange(max = 63) int payloadType,
            @ForAll @IntRange(max = 65_535) int sequenceNumber, @ForAll int timestamp, @ForAll int ssrc,
            @ForAll @IntRange(max = 400) int payloadBytes, @ForAll @IntRange(max = 9) int at) {
        ByteBuffer packet = ByteBuffer.allocate(500).position(at);
        RtpPacket.writeHeader(packet, marker, payloadType, sequenceNumber, timestamp, ssrc);
        packet.limit(packet.position() + payloadBytes).position(at);
        assertThat(RtpPacket.isRtp(packet)).isTrue();
        assertThat(RtpPacket.marker(packet)).isEqualTo(marker);
        assertThat(RtpPacket.payloadType(packet)).isEqualTo(payloadType);
        assertThat(RtpPacket.sequenceNumber(packet)).isEqualTo(sequenceNumber);
        assertThat(RtpPacket.timestampTicks(packet)).isEqualTo(timestamp);
        assertThat(RtpPacket.ssrc(packet)).isEqualTo(ssrc);
        assertThat(RtpPacket.payloadBytes(packet)).isEqualTo(payloadBytes);
        assertThat(packet.position()).isEqualTo(at);
    }

    @Property
    void anyBytesAreJudgedAndWhatIsRtpHasAPayloadThatFits(@ForAll @Size(max = 60) byte[] bytes) {
        if (bytes.length > 0) {
            bytes[0] = (byte) (bytes[0] & 0x3f | 0x80);
        }
        ByteBuffer packet = ByteBuffer.wrap(bytes);
        Rtcp.isRtcp(packet);
        if (RtpPacket.isRtp(packet)) {
            assertThat(RtpPacket.payloadBytes(packet)).isBetween(0, bytes.length);
        }
    }

    @Property
    void lossIsWhatDidNotComeWhateverTheStartAndTheOrderNearby(@ForAll @IntRange(max = 65_535) int first,
            @ForAll @Size(min = 1, max = 40) boolean[] arrived) { // TRAP-54: starts near 65,535 included
        Reception reception = new Reception();
        reception.packet(1, first, 0, 0, 8_000);
        int lost = 0;
        for (int i = 0; i < arrived.length; i++) {
            if (arrived[i]) {
                reception.packet(1, first + 1 + i & 0xffff, 0, 0, 8_000);
            } else {
                lost++;
            }
        }
        reception.packet(1, first + 1 + arrived.length & 0xffff, 0, 0, 8_000);
        assertThat(reception.lost()).isEqualTo(lost);
        assertThat(reception.outOfOrder()).isZero();
    }
}
