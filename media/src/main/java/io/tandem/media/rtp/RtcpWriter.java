package io.tandem.media.rtp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Writes compound RTCP packets: a sender or receiver report, and the canonical name that every one must have (RFC 3550 §6.1). A
 * packet begins at the buffer's position, which moves behind it.
 */
public final class RtcpWriter {
    /** Most octets of what is written here. */
    public static final int MAX_BYTES = 160;
    private static final int SENDER_REPORT = 200;
    private static final int RECEIVER_REPORT = 201;
    private static final int SOURCE_DESCRIPTION = 202;
    private static final int CNAME = 1;
    private static final int MOST_NAME_BYTES = 64;
    /** From 1900, where NTP begins, to 1970. */
    private static final long NTP_TO_UNIX_SECONDS = 2_208_988_800L;

    private RtcpWriter() {}

    /** A canonical name as it is written: it says nothing of us, and the same for the life of the call (RFC 7022 §4.2). */
    public static byte[] canonicalName(String text) {
        byte[] name = text.getBytes(StandardCharsets.UTF_8);
        if (name.length == 0 || name.length > MOST_NAME_BYTES) {
            throw new IllegalArgumentException("a canonical name of 1 to " + MOST_NAME_BYTES + " octets");
        }
        return name;
    }

    /** NTP's 32 bits of seconds and 32 of a second's fraction (RFC 3550 §4). */
    public static long ntp(long unixMillis) {
        long seconds = Math.floorDiv(unixMillis, 1_000L) + NTP_TO_UNIX_SECONDS;
        return seconds << 32 | (Math.floorMod(unixMillis, 1_000L) << 32) / 1_000;
    }

    /**
     * @param ntp time of the report
     * @param ticks the RTP timestamp of that time
     * @param block of what we receive; null for nothing
     */
    public static void senderReport(ByteBuffer out, int ssrc, long ntp, int ticks, long packets, long octets,
            ReportBlock block, byte[] name) {
        header(out, block == null ? 0 : 1, SENDER_REPORT, 6 + (block == null ? 0 : 6));
        out.putInt(ssrc).putLong(ntp).putInt(ticks).putInt((int) packets).putInt((int) octets);
        block(out, block);
        description(out, ssrc, name);
    }

    /** The same of who sends nothing. */
    public static void receiverReport(ByteBuffer out, int ssrc, ReportBlock block, byte[] name) {
        header(out, block == null ? 0 : 1, RECEIVER_REPORT, 1 + (block == null ? 0 : 6));
        out.putInt(ssrc);
        block(out, block);
        description(out, ssrc, name);
    }

    private static void header(ByteBuffer out, int count, int type, int wordsBehind) {
        out.put((byte) (2 << 6 | count)).put((byte) type).putShort((short) wordsBehind);
    }

    private static void block(ByteBuffer out, ReportBlock block) {
        if (block != null) {
            out.putInt(block.ssrc);
            out.putInt(block.fractionLost << 24 | Math.clamp(block.cumulativeLost, -0x80_0000, 0x7f_ffff) & 0xff_ffff);
            out.putInt(block.extendedHighestSequenceNumber).putInt(block.jitterTicks);
            out.putInt(block.lastSenderReport).putInt(block.delaySinceLastSenderReport);
        }
    }

    private static void description(ByteBuffer out, int ssrc, byte[] name) {
        int words = (4 + 2 + name.length + 1 + 3) / 4; // at least one octet of 0 ends the items (RFC 3550 §6.5)
        header(out, 1, SOURCE_DESCRIPTION, words);
        int end = out.position() + 4 * words;
        out.putInt(ssrc).put((byte) CNAME).put((byte) name.length).put(name);
        while (out.position() < end) {
            out.put((byte) 0);
        }
    }
}
