package io.tandem.media.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.media.rtp.Reception;
import io.tandem.media.rtp.RtcpReader;
import io.tandem.media.rtp.RtcpWriter;
import io.tandem.media.rtp.RtpPacket;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two ends that report to each other, each by its own clock. */
@Tag("TSP-164")
class EndReportsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long DAY_MILLIS = 1_795_000_000_000L;

    private final End us = new End(11);
    private final End peer = new End(22);
    private final ByteBuffer packet = ByteBuffer.allocateDirect(RtcpWriter.MAX_BYTES);

    /** What one of the two has. */
    private static final class End {
        final OutwardStream stream;
        final Reception reception = new Reception();
        final EndReports reports;
        long packets;

        End(int ssrc) {
            stream = new OutwardStream(ssrc, 100, 1_000);
            reports = new EndReports(RtcpWriter.canonicalName("x"), new Random(ssrc), stream, reception);
        }

        void speak(End to, int sequenceNumber, long now) {
            ByteBuffer rtp = ByteBuffer.allocate(172);
            RtpPacket.writeHeader(rtp, false, 8, sequenceNumber, sequenceNumber * 160, 7);
            rtp.rewind();
            stream.take(rtp, now, 8_000);
            packets++;
            if (to != null) {
                to.reception.packet(RtpPacket.ssrc(rtp), RtpPacket.sequenceNumber(rtp), RtpPacket.timestampTicks(rtp),
                        now, 8_000);
            }
        }

        void report(ByteBuffer into, long now) {
            reports.write(into, now, DAY_MILLIS + now / 1_000_000, 8_000, packets, packets * 160);
        }

        void read(ByteBuffer from, long now) {
            reports.read(from, now, DAY_MILLIS + now / 1_000_000);
        }
    }

    @BeforeEach
    void bothSpeakAndEveryFourthOfOursIsLost() {
        for (int i = 1; i <= 100; i++) {
            us.speak(i % 4 == 0 && i < 100 ? null : peer, i, i * 20_000_000L);
            peer.speak(us, i, i * 20_000_000L);
        }
    }

    @Test
    void aRoundTripIsWhatIsLeftOfTheTimeBetween() {
        us.report(packet, 10 * SECOND);
        peer.read(packet, 10 * SECOND + 30_000_000);
        peer.report(packet, 13 * SECOND);
        us.read(packet, 13 * SECOND + 50_000_000);
        assertThat(us.reports.roundTripMillis()).isBetween(79.0, 81.0);
        assertThat(us.reports.lostAtPeer()).isEqualTo(24);
        assertThat(peer.reports.roundTripMillis()).as("it has not been answered yet").isEqualTo(-1);
    }

    @Test
    void whoSpeaksIsASenderAndWhoDoesNotAReceiver() {
        RtcpReader reader = new RtcpReader();
        us.report(packet, 10 * SECOND);
        reader.read(packet, 22);
        assertThat(reader.isSender()).isTrue();
        assertThat(reader.isReport()).as("of what the peer sends").isTrue();
        us.report(packet, 15 * SECOND);
        reader.read(packet, 22);
        assertThat(reader.isSender()).as("nothing was sent since").isFalse();
        assertThat(reader.isReport()).isTrue();
    }

    @Test
    void lossIsToldOfTheTimeSinceTheLastReport() {
        peer.report(packet, 10 * SECOND);
        RtcpReader reader = new RtcpReader();
        reader.read(packet, 11);
        assertThat(reader.block().fractionLost).isEqualTo(24 * 256 / 100);
        assertThat(reader.block().extendedHighestSequenceNumber).isEqualTo(100 + 99);
        peer.report(packet, 15 * SECOND);
        reader.read(packet, 11);
        assertThat(reader.block().fractionLost).isZero();
        assertThat(reader.block().cumulativeLost).isEqualTo(24);
    }

    @Test
    void reportsComeEveryFiveSecondsAndNotInStep() {
        long now = 0;
        int reports = 0;
        for (; now < 500 * SECOND; now += SECOND / 10) {
            if (us.reports.due(now)) {
                us.report(packet, now);
                reports++;
            }
        }
        assertThat(reports).isBetween(85, 115);
    }

    @Test
    void whatDoesNotFitIsLetBe() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        RtcpReader reader = new RtcpReader();
        us.report(packet, SECOND);
        byte[] right = new byte[packet.remaining()];
        packet.get(0, right);
        for (int i = 0; i < 20_000; i++) {
            byte[] wrong = java.util.Arrays.copyOf(right, random.nextInt(right.length + 1));
            for (int change = random.nextInt(4); change > 0 && wrong.length > 0; change--) {
                wrong[random.nextInt(wrong.length)] = (byte) random.nextInt();
            }
            reader.read(ByteBuffer.wrap(wrong), 22);
        }
        assertThat(seed).as("no exception").isEqualTo(seed);
    }
}
