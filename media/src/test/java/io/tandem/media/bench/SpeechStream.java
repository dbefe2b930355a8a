package io.tandem.media.bench;

import io.tandem.media.keys.MasterKey;
import io.tandem.media.rtp.RtpPacket;
import io.tandem.media.sdp.Codec;
import io.tandem.media.srtp.SrtpReceiver;
import io.tandem.media.srtp.SrtpScratch;
import io.tandem.media.srtp.SrtpSender;
import io.tandem.media.srtp.Verdict;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * One direction of a call: it makes the packets of one side, a packet every 20 ms, and knows them again when they come out at the other.
 * A gateway may give them numbers of its own; its timestamps move with ours (RFC 3550 §5.1), and the distance is learned from those
 * that came soonest, and from what packets say of themselves, before anything is measured. For one thread; allocates nothing for a packet.
 */
final class SpeechStream {
    /** {@link #arrived}: none of this stream that was not there before, and not one of the last {@value #REMEMBERED}. */
    static final int STRANGE = -1;
    /** {@link #arrived}: it is not what was sent. */
    static final int WRONG = -2;
    private static final int REMEMBERED = 64;
    /** One packet in so many is looked into: all of them would be work of the load's that the gateway has to share a machine with. */
    private static final int LOOK_EVERY = MediaCase.PACKETS_PER_S;

    private final int ssrc;
    private final Codec spoken;
    private final Codec heard;
    private final byte[] speech;
    private final SrtpSender sender;
    private final SrtpReceiver receiver;
    private final long[] sentNanos = new long[REMEMBERED];
    private int sent;
    private int distanceTicks;
    private boolean known;
    private long tookNanos;

    /**
     * @param ssrc also where its numbers begin, so that no two streams are in step
     * @param speech one second of it, as {@code spoken} has it
     * @param sends the key that it is protected with, if it is
     * @param hears the key that comes out is protected with, if it is
     */
    SpeechStream(int ssrc, Codec spoken, Codec heard, byte[] speech, Optional<MasterKey> sends,
            Optional<MasterKey> hears,
            SrtpScratch scratch) {
        this.ssrc = ssrc;
        this.spoken = spoken;
        this.heard = heard;
        this.speech = speech;
        sender = sends.map(key -> new SrtpSender(key, scratch)).orElse(null);
        receiver = hears.map(key -> new SrtpReceiver(key, scratch)).orElse(null);
    }

    /** Writes the next packet to the buffer, whole. */
    void next(ByteBuffer packet) {
        packet.clear();
        RtpPacket.writeHeader(packet, sent == 0, spoken.payloadType(), sequenceNumber(sent), ticks(sent), ssrc);
        packet.put(speech, speechAt(sent), MediaCase.PAYLOAD_BYTES);
        if (spoken == heard) {
            packet.putInt(RtpPacket.FIXED_HEADER_BYTES, sent);
        }
        packet.flip();
        if (sender != null && sender.protectRtp(packet) != Verdict.GENUINE) {
            throw new IllegalStateException("the load could not protect a packet of its own");
        }
    }

    /** That packet goes now. */
    void leaves(long nanos) {
        sentNanos[sent % REMEMBERED] = nanos;
        sent++;
    }

    private int sequenceNumber(int packet) {
        return (ssrc & 0x7fff) + packet & 0xffff;
    }

    private int ticks(int packet) {
        return ssrc * 7_919 + packet * MediaCase.PACKET_TICKS;
    }

    private static int speechAt(int packet) {
        return packet % MediaCase.PACKETS_PER_S * MediaCase.PAYLOAD_BYTES;
    }

    /**
     * Takes a packet that came out.
     *
     * @param nanos when it came
     * @param learning whether the distance may still turn out to be another
     * @return which it is, from 0, or {@link #STRANGE}, or {@link #WRONG}
     */
    int arrived(ByteBuffer packet, long nanos, boolean learning) {
        if (packet.remaining() < RtpPacket.FIXED_HEADER_BYTES || RtpPacket.payloadType(packet) != heard.payloadType()) {
            return WRONG;
        }
        int distance = ticks(sent - 1) - RtpPacket.timestampTicks(packet);
        if (learning && (!known || distance - distanceTicks < 0)) {
            known = true;
            distanceTicks = distance;
        }
        int which = sent - 1 - (distance - distanceTicks) / MediaCase.PACKET_TICKS;
        if (Math.floorMod(which - ssrc, LOOK_EVERY) == 0) {
            int said = looked(packet, which);
            if (said < 0 || said != which && !learning) {
                return WRONG;
            }
            distanceTicks -= (which - said) * MediaCase.PACKET_TICKS;
            which = said;
        }
        if (which < 0 || which >= sent || which < sent - REMEMBERED || sentNanos[which % REMEMBERED] == 0) {
            return STRANGE;
        }
        tookNanos = Math.max(0, nanos - sentNanos[which % REMEMBERED]);
        sentNanos[which % REMEMBERED] = 0;
        return which;
    }

    /** @return which packet it says that it is, where it can; -1 when it is none of this stream's, whole */
    private int looked(ByteBuffer packet, int which) {
        if (receiver != null && receiver.openRtp(packet) != Verdict.GENUINE
                || RtpPacket.payloadBytes(packet) != MediaCase.PAYLOAD_BYTES) {
            return -1;
        }
        if (spoken != heard) {
            return which;
        }
        int at = RtpPacket.headerBytes(packet);
        int said = packet.getInt(at);
        int middle = MediaCase.PAYLOAD_BYTES / 2;
        return said >= 0 && said < sent && packet.get(at + middle) == speech[speechAt(said) + middle] ? said : -1;
    }

    /** How long the packet that arrived last was on its way. */
    long tookNanos() {
        return tookNanos;
    }
}
