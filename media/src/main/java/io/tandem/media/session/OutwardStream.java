package io.tandem.media.session;

import io.tandem.media.rtp.RtpPacket;
import java.nio.ByteBuffer;

/**
 * A stream of ours made from whatever an end sends (RFC 3550 §2.4, as a translator that renumbers): one SSRC for its life, and
 * sequence numbers and timestamps that go on when the source changes, starts again or jumps. A stream that is protected has to be
 * such a one: no index may come twice under a key (RFC 3711 §9.1), and a peer that keeps a roll-over counter for each SSRC is
 * asked for one only (TSP-169). Loss and disorder of the source stay what they are, for numbers are moved, not given.
 * <p>
 * For one thread; allocates nothing.
 */
final class OutwardStream {
    /** RFC 3550 appendix A.1: more than that ahead is no loss but a new beginning, and so is more than that behind. */
    private static final int MAX_DROPOUT = 3_000;
    private static final int MAX_MISORDER = 100;

    private final int ssrc;
    private boolean started;
    private int source;
    private int sequenceOffset;
    private int timestampOffset;
    /** The source's highest sequence number so far, and when and with which of its timestamps it came. */
    private int highest;
    private int timestamp;
    private long sentNanos;
    /** Whether ours was the last packet, and its timestamp. */
    private boolean inserted;
    private int insertedTicks;

    /**
     * @param ssrc random (RFC 3550 §8.1), and never one that was used with the same key before
     * @param firstSequenceNumber random, below 2^15: so the first packets may be lost without harm (RFC 3711 §3.3.1)
     * @param firstTimestampTicks random (RFC 3550 §5.1)
     */
    OutwardStream(int ssrc, int firstSequenceNumber, int firstTimestampTicks) {
        this.ssrc = ssrc;
        this.sequenceOffset = firstSequenceNumber;
        this.timestampOffset = firstTimestampTicks;
    }

    int ssrc() {
        return ssrc;
    }

    /**
     * Makes a packet one of this stream, in place.
     *
     * @param nowNanos monotonic, for how much time has passed between the last packet of one source and the first of the next
     * @param clockRateHz of the stream's timestamps
     * @return false for one that comes too late, when its place is taken ({@link #insert}): it is to be dropped
     */
    boolean take(ByteBuffer packet, long nowNanos, int clockRateHz) {
        int sequenceNumber = RtpPacket.sequenceNumber(packet);
        int ticks = RtpPacket.timestampTicks(packet);
        int ahead = sequenceNumber - highest & 0xffff;
        boolean known = started && RtpPacket.ssrc(packet) == source;
        boolean behind = known && ahead > 0xffff - MAX_MISORDER;
        if (inserted && known && (behind || ahead == 0)) {
            return false;
        }
        if (!started) {
            begin(RtpPacket.ssrc(packet), sequenceOffset + (inserted ? 1 : 0) - sequenceNumber,
                    timestampOffset - ticks);
        } else if (!known || ahead > MAX_DROPOUT && !behind) {
            int passed = (int) ((nowNanos - sentNanos) / 1_000 * clockRateHz / 1_000_000);
            begin(RtpPacket.ssrc(packet), highest + sequenceOffset + 1 - sequenceNumber,
                    timestamp + timestampOffset + Math.max(1, passed) - ticks);
            RtpPacket.mark(packet); // whoever plays it may begin anew (RFC 3551 §4.1)
        }
        if (inserted) {
            afterOurs(packet, ticks);
        }
        if (!behind) {
            highest = sequenceNumber;
            timestamp = ticks;
            sentNanos = nowNanos;
        }
        RtpPacket.renumber(packet, sequenceNumber + sequenceOffset, ticks + timestampOffset, ssrc);
        return true;
    }

    /** The first one of the source's behind ours: speech begins, and its time is later, whatever the source's clock says. */
    private void afterOurs(ByteBuffer packet, int ticks) {
        inserted = false;
        RtpPacket.mark(packet);
        int later = ticks + timestampOffset - insertedTicks;
        if (later <= 0) {
            timestampOffset += 1 - later;
        }
    }

    /**
     * Writes the header of a packet of our own into an empty buffer, behind all that was sent; what the source numbers as before it, and
     * comes after it, comes too late.
     */
    void insert(ByteBuffer out, boolean marked, int payloadType, long nowNanos, int clockRateHz) {
        if (!started && !inserted) {
            sentNanos = nowNanos;
        }
        inserted = true;
        insertedTicks = timestampTicks(nowNanos, clockRateHz);
        sequenceOffset++;
        out.clear();
        RtpPacket.writeHeader(out, marked, payloadType, highest + sequenceOffset & 0xffff, insertedTicks, ssrc);
    }

    private void begin(int from, int sequences, int ticks) {
        started = true;
        source = from;
        sequenceOffset = sequences;
        timestampOffset = ticks;
    }

    /** The timestamp that a packet of now would have, for a sender report (RFC 3550 §6.4.1). */
    int timestampTicks(long nowNanos, int clockRateHz) {
        return timestamp + timestampOffset + (int) ((nowNanos - sentNanos) / 1_000 * clockRateHz / 1_000_000);
    }
}
