package io.tandem.ops.lab.audio;

import io.tandem.media.codec.G711;
import io.tandem.media.rtp.RtpPacket;
import java.nio.ByteBuffer;
import java.util.BitSet;

/**
 * Speaks a voice as RTP: G.711, {@value #FRAME_MILLIS} ms a packet (RFC 3551 §4.5.14). Time goes on in a pause: the voice
 * says to itself what nobody is to hear, and the timestamps count it. For one thread.
 */
public final class Mouth {
    public static final int FRAME_MILLIS = 20;
    public static final int FRAME_SAMPLES = Voice.SAMPLE_RATE_HZ / 1_000 * FRAME_MILLIS;
    public static final int PACKET_BYTES = RtpPacket.FIXED_HEADER_BYTES + FRAME_SAMPLES;

    private final Voice voice;
    /** More pauses than any ear records. */
    private static final int MOST_FRAMES = 2 * Ear.RECORDED_SECONDS * 1_000 / FRAME_MILLIS;

    private final int ssrc;
    private final int firstSequenceNumber;
    private final int firstTimestampTicks;
    private final short[] samples = new short[FRAME_SAMPLES];
    private final byte[] octets = new byte[FRAME_SAMPLES];
    private final BitSet silent = new BitSet();
    private G711 law;
    private int payloadType;
    private int frames;
    private int packets;
    private boolean paused;
    private double meanStartNanos;

    /** @param identity 64 random bits: SSRC, first sequence number and first timestamp (RFC 3550 §5.1) */
    public Mouth(Voice voice, G711 law, int payloadType, long identity) {
        this.voice = voice;
        this.law = law;
        this.payloadType = payloadType;
        ssrc = (int) identity;
        firstSequenceNumber = (int) (identity >>> 48);
        firstTimestampTicks = (int) (identity >>> 24);
    }

    /** Writes the next packet at the buffer's position; the first one, and the first after a pause, is marked. */
    public void speak(ByteBuffer out, long nowNanos) {
        voice.speak(samples, 0, FRAME_SAMPLES);
        law.encode(samples, 0, octets, 0, FRAME_SAMPLES);
        int timestamp = firstTimestampTicks + frames * FRAME_SAMPLES;
        RtpPacket.writeHeader(out, packets == 0 || paused, payloadType, firstSequenceNumber + packets, timestamp, ssrc);
        out.put(octets);
        double start = nowNanos - frames * (FRAME_MILLIS * 1e6);
        packets++;
        frames++;
        paused = false;
        meanStartNanos += (start - meanStartNanos) / packets;
    }

    /** Lets the next {@value #FRAME_MILLIS} ms pass without a packet. */
    public void pause() {
        voice.speak(samples, 0, FRAME_SAMPLES);
        if (frames < MOST_FRAMES) {
            silent.set(frames);
        }
        frames++;
        paused = true;
    }

    /** From now on in that codec. */
    public void change(G711 otherLaw, int otherPayloadType) {
        law = otherLaw;
        payloadType = otherPayloadType;
    }

    /** The frames of the voice, counted from its first, in which nothing was said. */
    public BitSet silentFrames() {
        return (BitSet) silent.clone();
    }

    public int ssrc() {
        return ssrc;
    }

    public int packets() {
        return packets;
    }

    /** When the first sample was spoken, on the clock of the calls to {@link #speak}: the mean over all packets. */
    public double startNanos() {
        return meanStartNanos;
    }
}
