package io.tandem.media.rtp;

import java.nio.ByteBuffer;

/** Recognises RTCP (RFC 3550 §6). A packet stands between a buffer's position and limit. */
public final class Rtcp {
    private static final int COMMON_HEADER_BYTES = 4;
    private static final int LOWEST_TYPE = 192;
    private static final int HIGHEST_TYPE = 223;

    private Rtcp() {}

    /** Whether this is a compound RTCP packet of version 2 whose first part fits (RFC 3550 appendix A.2). */
    public static boolean isRtcp(ByteBuffer packet) {
        int length = packet.remaining();
        if (length < COMMON_HEADER_BYTES || RtpPacket.version(packet) != 2 || !isPacketType(packet)) {
            return false;
        }
        return COMMON_HEADER_BYTES + 4 * (packet.getShort(packet.position() + 2) & 0xffff) <= length;
    }

    /** RFC 5761 §4: these types would be marked RTP packets of payload types 64 to 95, which nobody uses. */
    static boolean isPacketType(ByteBuffer packet) {
        int type = packet.get(packet.position() + 1) & 0xff;
        return type >= LOWEST_TYPE && type <= HIGHEST_TYPE;
    }
}
