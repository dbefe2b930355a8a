package io.tandem.ops.lab.audio;

import io.tandem.media.codec.G711;
import io.tandem.media.rtp.Reception;
import io.tandem.media.rtp.RtpPacket;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Hears RTP: records each packet where its timestamp puts it, up to {@value #RECORDED_SECONDS} s; what comes after that
 * is counted. Silence stands where nothing came. For one thread at a time.
 */
public final class Ear {
    public static final int RECORDED_SECONDS = 20;
    private static final int LONGEST = RECORDED_SECONDS * Voice.SAMPLE_RATE_HZ;

    private final G711 law;
    private final int payloadType;
    private final byte silence;
    private final Reception reception = new Reception();
    private byte[] octets = new byte[0];
    private int length;
    private boolean started;
    private int firstTimestampTicks;
    private long packets;
    private long strays;
    private double meanStartNanos;

    public Ear(G711 law, int payloadType) {
        this.law = law;
        this.payloadType = payloadType;
        this.silence = law.encode((short) 0);
    }

    /** Takes a datagram, which stands between position and limit; it is read, not moved. */
    public void hear(ByteBuffer packet, long arrivalNanos) {
        if (!RtpPacket.isRtp(packet) || RtpPacket.payloadType(packet) != payloadType) {
            strays++;
            return;
        }
        int timestamp = RtpPacket.timestampTicks(packet);
        if (!started) {
            started = true;
            firstTimestampTicks = timestamp;
        }
        reception.packet(RtpPacket.ssrc(packet), RtpPacket.sequenceNumber(packet), timestamp, arrivalNanos,
                Voice.SAMPLE_RATE_HZ);
        int position = timestamp - firstTimestampTicks;
        packets++;
        double start = arrivalNanos - position * (1e9 / Voice.SAMPLE_RATE_HZ);
        meanStartNanos += (start - meanStartNanos) / packets;
        record(position, packet);
    }

    private void record(int position, ByteBuffer packet) {
        int count = RtpPacket.payloadBytes(packet);
        if (position < 0 || position > LONGEST - count) {
            return;
        }
        int end = position + count;
        if (end > octets.length) {
            int from = octets.length;
            octets = Arrays.copyOf(octets, Math.min(LONGEST, Math.max(end, 2 * from)));
            Arrays.fill(octets, from, octets.length, silence);
        }
        packet.get(packet.position() + RtpPacket.headerBytes(packet), octets, position, count);
        length = Math.max(length, end);
    }

    /** What was heard, from the first packet on. */
    public short[] samples() {
        short[] samples = new short[length];
        law.decode(octets, 0, samples, 0, length);
        return samples;
    }

    /** Packets of the agreed codec. */
    public long packets() {
        return packets;
    }

    /** Datagrams that were none. */
    public long strays() {
        return strays;
    }

    public double jitterMillis() {
        return Reception.jitterMillis(reception.jitterSixteenths(), Voice.SAMPLE_RATE_HZ);
    }

    /** When the first recorded sample was heard, on the clock of the calls to {@link #hear}: the mean over all packets. */
    public double startNanos() {
        return meanStartNanos;
    }
}
