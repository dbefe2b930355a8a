package io.tandem.media.rtp;

import java.nio.ByteBuffer;

/**
 * Reads compound RTCP packets (RFC 3550 §6) as far as a relay's own end wants them: when the peer said what time it is, and what it
 * says of our stream. What does not fit is let be; nothing is allocated.
 */
public final class RtcpReader {
    private static final int SENDER_REPORT = 200;
    private static final int RECEIVER_REPORT = 201;
    private static final int SENDER_INFO_BYTES = 20;
    private static final int BLOCK_BYTES = 24;

    private final ReportBlock block = new ReportBlock();
    private boolean sender;
    private boolean reported;
    private int lastSenderReport;

    /**
     * Takes in one packet, between the buffer's position and limit.
     *
     * @param ours SSRC of the stream whose reports are looked for
     */
    public void read(ByteBuffer packet, int ours) {
        sender = false;
        reported = false;
        int at = packet.position();
        while (at + 4 <= packet.limit() && (packet.get(at) & 0xc0) == 0x80) {
            int end = at + 4 + 4 * (packet.getShort(at + 2) & 0xffff);
            if (end > packet.limit()) {
                return;
            }
            part(packet, at, end, ours);
            at = end;
        }
    }

    private void part(ByteBuffer packet, int at, int end, int ours) {
        switch (packet.get(at + 1) & 0xff) {
            case SENDER_REPORT -> {
                if (at + 8 + SENDER_INFO_BYTES <= end) {
                    sender = true;
                    lastSenderReport = (int) (packet.getLong(at + 8) >>> 16);
                    blocks(packet, at + 8 + SENDER_INFO_BYTES, end, packet.get(at) & 0x1f, ours);
                }
            }
            case RECEIVER_REPORT -> blocks(packet, at + 8, end, packet.get(at) & 0x1f, ours);
            default -> {
                // Source descriptions, BYE, and whatever else there may be.
            }
        }
    }

    private void blocks(ByteBuffer packet, int from, int end, int count, int ours) {
        for (int i = 0, at = from; i < count && at + BLOCK_BYTES <= end; i++, at += BLOCK_BYTES) {
            if (packet.getInt(at) == ours) {
                int lost = packet.getInt(at + 4);
                reported = true;
                block.ssrc = ours;
                block.fractionLost = lost >>> 24;
                block.cumulativeLost = lost << 8 >> 8;
                block.extendedHighestSequenceNumber = packet.getInt(at + 8);
                block.jitterTicks = packet.getInt(at + 12);
                block.lastSenderReport = packet.getInt(at + 16);
                block.delaySinceLastSenderReport = packet.getInt(at + 20);
            }
        }
    }

    /** Whether there was a sender report. */
    public boolean isSender() {
        return sender;
    }

    /** The middle 32 bits of its NTP time, for our next report block. */
    public int lastSenderReport() {
        return lastSenderReport;
    }

    /** Whether it spoke of our stream. */
    public boolean isReport() {
        return reported;
    }

    /** What it said; until the next packet. */
    public ReportBlock block() {
        return block;
    }

    /**
     * The time that a packet takes to the peer and back (RFC 3550 §6.4.1, figure 2).
     *
     * @param ntp now
     * @return milliseconds, or -1 where the peer has heard no report of ours yet, or its numbers make no sense
     */
    public static double roundTripMillis(ReportBlock block, long ntp) {
        if (block.lastSenderReport == 0) {
            return -1;
        }
        int ticks = (int) (ntp >>> 16) - block.lastSenderReport - block.delaySinceLastSenderReport;
        return ticks < 0 ? -1 : ticks / 65.536;
    }
}
