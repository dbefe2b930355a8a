package io.tandem.ops.lab.audio;

import io.tandem.media.codec.G711;
import io.tandem.media.rtp.Reception;
import io.tandem.media.rtp.RtpPacket;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** What came from one source, each packet where its timestamp puts it. Silence stands where nothing came. */
public final class Recording {
    private static final int LONGEST = Ear.RECORDED_SECONDS * Voice.SAMPLE_RATE_HZ;

    private final int ssrc;
    private final int firstTimestampTicks;
    private final Reception reception = new Reception();
    private short[] samples = new short[0];
    private byte[] octets = new byte[Mouth.FRAME_SAMPLES];
    private int length;
    private long packets;
    private double meanStartNanos;

    Recording(int ssrc, int firstTimestampTicks) {
        this.ssrc = ssrc;
        this.firstTimestampTicks = firstTimestampTicks;
    }

    void add(ByteBuffer packet, G711 law, long arrivalNanos) {
        int timestamp = RtpPacket.timestampTicks(packet);
        reception.packet(ssrc, RtpPacket.sequenceNumber(packet), timestamp, arrivalNanos, Voice.SAMPLE_RATE_HZ);
        int position = timestamp - firstTimestampTicks;
        packets++;
        double start = arrivalNanos - position * (1e9 / Voice.SAMPLE_RATE_HZ);
        meanStartNanos += (start - meanStartNanos) / packets;
        int count = RtpPacket.payloadBytes(packet);
        if (position >= 0 && position <= LONGEST - count) {
            record(position, packet, count, law);
        }
    }

    private void record(int position, ByteBuffer packet, int count, G711 law) {
        int end = position + count;
        if (end > samples.length) {
            samples = Arrays.copyOf(samples, Math.min(LONGEST, Math.max(end, 2 * samples.length)));
        }
        if (count > octets.length) {
            octets = new byte[count];
        }
        packet.get(packet.position() + RtpPacket.headerBytes(packet), octets, 0, count);
        law.decode(octets, 0, samples, position, count);
        length = Math.max(length, end);
    }

    public int ssrc() {
        return ssrc;
    }

    /** What was heard, from the first packet on. */
    public short[] samples() {
        return Arrays.copyOf(samples, length);
    }

    public long packets() {
        return packets;
    }

    public double jitterMillis() {
        return Reception.jitterMillis(reception.jitterSixteenths(), Voice.SAMPLE_RATE_HZ);
    }

    /** When the first recorded sample was heard, on the clock of the calls to {@link Ear#hear}: the mean over all packets. */
    public double startNanos() {
        return meanStartNanos;
    }
}
