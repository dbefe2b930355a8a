package io.tandem.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ReceptionTest {
    private static final long FRAME_NANOS = 20_000_000;
    private final Reception reception = new Reception();

    private void packets(int ssrc, int... sequenceNumbers) {
        for (int sequenceNumber : sequenceNumbers) {
            reception.packet(ssrc, sequenceNumber, sequenceNumber * 160, sequenceNumber * FRAME_NANOS, 8_000);
        }
    }

    @Test
    void aLatePacketIsOutOfOrderAndNotLost() {
        packets(1, 10, 11, 13, 12, 14);
        assertThat(reception.outOfOrder()).isEqualTo(1);
        assertThat(reception.lost()).isZero();
    }

    @Test
    void aDuplicateNeverMakesLossNegative() {
        packets(1, 10, 11, 11, 11);
        assertThat(reception.lost()).isZero();
    }

    @Test
    void lossIsKeptOverAChangeOfSource() {
        packets(1, 10, 12);
        packets(2, 500, 503);
        assertThat(reception.lost()).isEqualTo(1 + 2);
    }

    @Test
    void aSenderThatStartsAgainIsFollowedAfterTwoPacketsInARow() { // RFC 3550 appendix A.1
        packets(1, 10, 11, 30_000, 30_001, 30_002);
        assertThat(reception.lost()).isZero();
        packets(1, 30_004);
        assertThat(reception.lost()).isEqualTo(1);
    }

    @Test
    void steadyArrivalHasNoJitter() {
        packets(1, 1, 2, 3, 4, 5, 6);
        assertThat(reception.jitterSixteenths()).isZero();
    }

    @Test
    void jitterTendsToTheMeanDeviationOfTransit() { // RFC 3550 appendix A.8
        for (int i = 0; i < 400; i++) {
            reception.packet(1, i, i * 160, i * FRAME_NANOS + (i & 1) * 5_000_000L, 8_000);
        }
        assertThat(Reception.jitterMillis(reception.jitterSixteenths(), 8_000)).isCloseTo(5, within(0.2));
    }

    @Test
    void packetsThatShareATimestampDoNotCountAsJitter() { // telephone events, RFC 4733 §2.5.1.2
        for (int i = 0; i < 50; i++) {
            reception.packet(1, i, 4_000, i * FRAME_NANOS, 8_000);
        }
        assertThat(reception.jitterSixteenths()).isZero();
    }

    @Test
    void aChangeOfClockDoesNotCountAsJitter() {
        packets(1, 1, 2);
        reception.packet(1, 3, 3 * 160, 3 * FRAME_NANOS, 16_000);
        assertThat(reception.jitterSixteenths()).isZero();
    }

    @Test
    void tellsRtcpFromRtp() { // RFC 5761 §4
        ByteBuffer senderReport = ByteBuffer.allocate(28);
        senderReport.put(0, (byte) 0x80).put(1, (byte) 200).putShort(2, (short) 6);
        assertThat(Rtcp.isRtcp(senderReport)).isTrue();
        assertThat(RtpPacket.isRtp(senderReport)).isFalse();
        assertThat(Rtcp.isRtcp(senderReport.putShort(2, (short) 7))).isFalse();
    }
}
