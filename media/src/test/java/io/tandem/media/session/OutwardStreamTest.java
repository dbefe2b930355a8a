package io.tandem.media.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.media.rtp.RtpPacket;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("TSP-169")
class OutwardStreamTest {
    private static final int OURS = 0x0a0b_0c0d;
    private static final long PACKET_NANOS = 20_000_000;

    private final OutwardStream stream = new OutwardStream(OURS, 1_000, 50_000);
    private long now;

    private record Sent(int sequenceNumber, int ticks, boolean marked) {}

    private Sent sent(int ssrc, int sequenceNumber, int ticks) {
        ByteBuffer packet = ByteBuffer.allocate(172);
        RtpPacket.writeHeader(packet, false, 8, sequenceNumber, ticks, ssrc);
        packet.rewind();
        stream.take(packet, now, 8_000);
        now += PACKET_NANOS;
        assertThat(RtpPacket.ssrc(packet)).isEqualTo(OURS);
        return new Sent(RtpPacket.sequenceNumber(packet), RtpPacket.timestampTicks(packet), RtpPacket.marker(packet));
    }

    @Test
    void numbersAreMovedSoThatLossAndDisorderStay() {
        assertThat(sent(1, 65_534, 0)).isEqualTo(new Sent(1_000, 50_000, false));
        assertThat(sent(1, 0, 320)).as("one is lost").isEqualTo(new Sent(1_002, 50_320, false));
        assertThat(sent(1, 65_535, 160)).as("it comes late").isEqualTo(new Sent(1_001, 50_160, false));
        assertThat(sent(1, 1, 480)).isEqualTo(new Sent(1_003, 50_480, false));
    }

    @Test
    void anotherSourceGoesOnWhereTheLastOneWas() {
        sent(1, 7, 700);
        now += 10 * PACKET_NANOS; // a transfer takes its time
        assertThat(sent(2, 40_000, 12)).isEqualTo(new Sent(1_001, 50_000 + 11 * 160, true));
        assertThat(sent(2, 40_001, 172)).isEqualTo(new Sent(1_002, 50_000 + 12 * 160, false));
    }

    @Test
    @Tag("TRAP-52")
    void aSourceThatComesBackWithLowerNumbersDoesNotGoBack() {
        sent(1, 500, 0);
        sent(2, 9, 0);
        assertThat(sent(1, 3, 0).sequenceNumber()).isEqualTo(1_002);
        assertThat(sent(1, 4, 160).sequenceNumber()).isEqualTo(1_003);
    }

    @Test
    void aJumpIsANewBeginningAndNoLoss() {
        sent(1, 10, 0);
        assertThat(sent(1, 20_000, 160).sequenceNumber()).isEqualTo(1_001);
        assertThat(sent(1, 19_000, 320).sequenceNumber()).isEqualTo(1_002);
        assertThat(sent(1, 21_999, 480).sequenceNumber()).as("2,999 lost").isEqualTo(1_002 + 2_999);
    }

    private Sent inserted(boolean marked) {
        ByteBuffer packet = ByteBuffer.allocate(172);
        stream.insert(packet, marked, 8, now, 8_000);
        packet.rewind();
        now += PACKET_NANOS;
        assertThat(RtpPacket.ssrc(packet)).isEqualTo(OURS);
        assertThat(RtpPacket.payloadType(packet)).isEqualTo(8);
        return new Sent(RtpPacket.sequenceNumber(packet), RtpPacket.timestampTicks(packet), RtpPacket.marker(packet));
    }

    @Test
    @Tag("TSP-163")
    void whatIsPutInIsNumberedOnAndSoIsWhatComesBehindIt() {
        sent(1, 65_535, 0);
        now += 14 * PACKET_NANOS;
        assertThat(inserted(true)).isEqualTo(new Sent(1_001, 50_000 + 15 * 160, true));
        assertThat(inserted(false)).isEqualTo(new Sent(1_002, 50_000 + 16 * 160, false));
        assertThat(sent(1, 0, 17 * 160)).isEqualTo(new Sent(1_003, 50_000 + 17 * 160, true));
        assertThat(sent(1, 1, 18 * 160)).isEqualTo(new Sent(1_004, 50_000 + 18 * 160, false));
    }

    @Test
    @Tag("TSP-163")
    void whatComesBehindItIsLaterWhateverItsClockSays() {
        sent(1, 10, 0);
        Sent ours = inserted(true);
        assertThat(sent(1, 11, 160).ticks()).isEqualTo(ours.ticks() + 1);
        assertThat(sent(1, 12, 320).ticks()).isEqualTo(ours.ticks() + 161);
    }

    @Test
    @Tag("TSP-163")
    void whereNothingCameYetTheStreamBeginsWithOurs() {
        assertThat(inserted(true)).isEqualTo(new Sent(1_001, 50_000, true));
        assertThat(inserted(false)).isEqualTo(new Sent(1_002, 50_160, false));
        Sent first = sent(1, 7, 0);
        assertThat(first.sequenceNumber()).isEqualTo(1_003);
        assertThat(first.ticks()).isEqualTo(50_161);
        assertThat(sent(1, 8, 160)).isEqualTo(new Sent(1_004, 50_321, false));
    }

    @Test
    @Tag("TSP-163")
    void whatComesTooLateIsNotSentInAPlaceThatIsTaken() {
        sent(1, 10, 0);
        sent(1, 12, 320);
        inserted(true);
        ByteBuffer late = ByteBuffer.allocate(172);
        RtpPacket.writeHeader(late, false, 8, 11, 160, 1);
        assertThat(stream.take(late.rewind(), now, 8_000)).isFalse();
    }

    @Test
    void aReportSaysTheTimestampOfNow() {
        sent(1, 10, 0);
        assertThat(stream.timestampTicks(now, 8_000)).isEqualTo(50_160);
    }
}
