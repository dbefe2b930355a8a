package io.tandem.ops.lab.audio;

import io.tandem.media.codec.G711;
import io.tandem.media.rtp.RtpPacket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Speaks RTP whose packets say which one they are and when they were sent, {@value Mouth#FRAME_MILLIS} ms each, G.711. What is
 * overdue is not said late, as a telephone would not: its time passes, and the timestamps count it. For one thread.
 */
public final class StampedMouth {
    /** What is overdue for longer is not said any more. */
    public static final long LATEST_NANOS = 100_000_000;
    /** A time without a packet of ours that an ear would notice. */
    private static final long STALL_NANOS = StampedEar.IN_TIME_NANOS;
    private static final int MOST_STALLS = 1_000;

    private final long voice;
    private final int ssrc;
    private final int firstSequenceNumber;
    private final int firstTimestampTicks;
    private final List<Stall> stalls = new ArrayList<>(0);
    private Frames sounds;
    private int payloadType;
    private int frames;
    private int packets;
    private int passed;
    private boolean paused;
    private long firstSentNanos;
    private long lastSentNanos;
    private long mostLateNanos;

    /**
     * A time in which nothing was said though it was due: whoever runs this mouth was late.
     *
     * @param fromNanos when the packet before it was sent, by {@link System#nanoTime}; @param toNanos the one after it
     */
    public record Stall(long fromNanos, long toNanos) {}

    /**
     * @param voice whose it is, {@link Voice#seed}
     * @param identity 64 random bits: SSRC, first sequence number and first timestamp (RFC 3550 §5.1)
     */
    public StampedMouth(long voice, G711 law, int payloadType, long identity) {
        this.voice = voice;
        ssrc = (int) identity;
        firstSequenceNumber = (int) (identity >>> 48);
        firstTimestampTicks = (int) (identity >>> 24);
        change(law, payloadType);
    }

    /**
     * Writes the next packet at the buffer's position; the first one, and the first after a pause, is marked.
     *
     * @param dueNanos when it should be sent
     * @param nowNanos when it is, on the same clock: read right before
     * @return false when it is too late for it: nothing is written
     */
    public boolean speak(ByteBuffer out, long dueNanos, long nowNanos) {
        mostLateNanos = Math.max(mostLateNanos, nowNanos - dueNanos);
        if (nowNanos - dueNanos > LATEST_NANOS) {
            passed++;
            frames++;
            return false;
        }
        RtpPacket.writeHeader(out, packets == 0 || paused, payloadType, firstSequenceNumber + packets,
                firstTimestampTicks + frames * Mouth.FRAME_SAMPLES, ssrc);
        sounds.write(out, voice, packets, frames, nowNanos);
        sent(nowNanos);
        return true;
    }

    private void sent(long nowNanos) {
        if (packets == 0) {
            firstSentNanos = nowNanos;
        } else if (!paused && nowNanos - lastSentNanos > STALL_NANOS && stalls.size() < MOST_STALLS) {
            stalls.add(new Stall(lastSentNanos, nowNanos));
        }
        lastSentNanos = nowNanos;
        packets++;
        frames++;
        paused = false;
    }

    /** Lets the next {@value Mouth#FRAME_MILLIS} ms pass without a packet. */
    public void pause() {
        frames++;
        paused = true;
    }

    /** From now on in that codec. */
    public void change(G711 law, int otherPayloadType) {
        sounds = Frames.of(law);
        payloadType = otherPayloadType;
    }

    public int packets() {
        return packets;
    }

    /** Packets that were not sent since they were too late for it. */
    public int passed() {
        return passed;
    }

    /** When the first packet was sent; 0 before it. */
    public long firstSentNanos() {
        return firstSentNanos;
    }

    /** When the last packet so far was sent; 0 without one. */
    public long lastSentNanos() {
        return lastSentNanos;
    }

    /** How late it was at worst. */
    public long mostLateNanos() {
        return mostLateNanos;
    }

    /** The longer ones, a bounded number of them, in their order. */
    public List<Stall> stalls() {
        return List.copyOf(stalls);
    }
}
