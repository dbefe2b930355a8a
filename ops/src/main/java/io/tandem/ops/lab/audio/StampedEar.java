package io.tandem.ops.lab.audio;

import io.tandem.media.codec.G711;
import io.tandem.media.rtp.RtpPacket;
import java.nio.ByteBuffer;

/**
 * Hears a {@link StampedMouth}, and tells silence by what is missing of what that said. A packet counts as heard when it is
 * here within {@value #IN_TIME_MILLIS} ms of its sending, as long as a jitter buffer might wait; what comes later, or not
 * as it was said, is silence like what never comes. A packet that was not sent is missed by nobody.
 * <p>
 * A silence is as long as from the sending of the last packet heard before it to that of the first one heard after it: all
 * that was lost and up to one packet more at each side. Times are of one clock, that of both ends' process. For one thread.
 */
public final class StampedEar {
    public static final int IN_TIME_MILLIS = 200;
    static final long IN_TIME_NANOS = IN_TIME_MILLIS * 1_000_000L;

    /** How well two clocks can be compared. */
    private static final long CLOCKS_NANOS = 1_000_000;

    private final long farVoice;
    private Frames sounds;
    private int payloadType;
    private int lastPacket = -1;
    private long lastSentNanos;
    private long lastArrivalNanos;
    private long longestLossNanos;
    private long longestWaitNanos;
    private long mostReadLateNanos;
    private long packets;
    private long late;
    private long strays;
    private long garbled;
    private boolean source;
    private int ssrc;
    private int sequenceOffset;
    private int timestampOffset;

    /** @param farVoice whom it should hear, {@link Voice#seed} */
    public StampedEar(long farVoice, G711 law, int payloadType) {
        this.farVoice = farVoice;
        change(law, payloadType);
    }

    /** From now on that codec comes. */
    public void change(G711 law, int otherPayloadType) {
        sounds = Frames.of(law);
        payloadType = otherPayloadType;
    }

    /**
     * Takes a datagram, which stands between position and limit; it is read, not moved.
     *
     * @param arrivalNanos when it was here; @param readNanos when somebody looked
     */
    public void hear(ByteBuffer packet, long arrivalNanos, long readNanos) {
        if (!RtpPacket.isRtp(packet) || RtpPacket.payloadType(packet) != payloadType) {
            strays++;
            return;
        }
        int payload = packet.position() + RtpPacket.headerBytes(packet);
        if (!sounds.isOf(farVoice, packet, payload, RtpPacket.payloadBytes(packet)) || !inItsPlace(packet, payload)) {
            garbled++;
            return;
        }
        long sentNanos = Frames.sentNanos(packet, payload);
        // Nothing comes before it is sent: then the clock of the stamps was set, and what is certain is when it was read.
        taken(Frames.packet(packet, payload), sentNanos,
                arrivalNanos - sentNanos < -CLOCKS_NANOS ? readNanos : arrivalNanos, readNanos);
    }

    private void taken(int number, long sentNanos, long arrivalNanos, long readNanos) {
        packets++;
        mostReadLateNanos = Math.max(mostReadLateNanos, readNanos - arrivalNanos);
        if (lastArrivalNanos != 0) {
            longestWaitNanos = Math.max(longestWaitNanos, arrivalNanos - lastArrivalNanos);
        }
        lastArrivalNanos = arrivalNanos;
        if (arrivalNanos - sentNanos > IN_TIME_NANOS) {
            late++;
        } else if (number > lastPacket) { // else it was overtaken: what overtook it told of a loss, and is believed
            heard(number, sentNanos);
        }
    }

    /** Sequence number and timestamp are those that the far end gave it, whatever a relay has added to all of a source. */
    private boolean inItsPlace(ByteBuffer packet, int payload) {
        int sequence = RtpPacket.sequenceNumber(packet) - Frames.packet(packet, payload) & 0xffff;
        int timestamp = RtpPacket.timestampTicks(packet) - Frames.frame(packet, payload) * Mouth.FRAME_SAMPLES;
        if (!source || RtpPacket.ssrc(packet) != ssrc) {
            source = true;
            ssrc = RtpPacket.ssrc(packet);
            sequenceOffset = sequence;
            timestampOffset = timestamp;
        }
        return sequence == sequenceOffset && timestamp == timestampOffset;
    }

    private void heard(int number, long sentNanos) {
        if (lastPacket >= 0 && number != lastPacket + 1) {
            longestLossNanos = Math.max(longestLossNanos, sentNanos - lastSentNanos);
        }
        lastPacket = number;
        lastSentNanos = sentNanos;
    }

    /**
     * The longest silence from the first packet heard on; the one before the end counts, and where nothing was heard all
     * that was said.
     *
     * @param far who spoke; over
     * @param closedNanos until when this ear was there
     */
    public long longestSilenceNanos(StampedMouth far, long closedNanos) {
        if (far.packets() - 1 <= lastPacket) {
            return longestLossNanos;
        }
        long from = lastPacket < 0 ? far.firstSentNanos() : lastSentNanos;
        long to = Math.min(far.lastSentNanos(), closedNanos - IN_TIME_NANOS); // what came after that may be on its way
        return Math.max(longestLossNanos, to - from);
    }

    /**
     * The longest time between two packets at this ear, or after the last one, by the clock on the wall: whoever was the
     * cause of it, the far end itself included. Of an ear that heard nothing, all time.
     */
    public long longestWaitNanos(long closedNanos) {
        return lastArrivalNanos == 0
                ? Long.MAX_VALUE
                : Math.max(longestWaitNanos, closedNanos - lastArrivalNanos);
    }

    /** Packets of the far voice, late ones included. */
    public long packets() {
        return packets;
    }

    /** Packets that came too late to be heard. */
    public long late() {
        return late;
    }

    /** Packets of the agreed codec that are not what the far end said: another's voice, or changed on their way. */
    public long garbled() {
        return garbled;
    }

    /** Datagrams that were none of the agreed codec. */
    public long strays() {
        return strays;
    }

    /** How long at most a packet was here before somebody looked. */
    public long mostReadLateNanos() {
        return mostReadLateNanos;
    }
}
