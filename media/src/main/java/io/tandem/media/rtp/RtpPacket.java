package io.tandem.media.rtp;

import java.nio.ByteBuffer;

/**
 * Reads and writes RTP headers (RFC 3550 §5.1) in place: a packet stands between a buffer's position and limit, at its
 * header. Reading moves nothing; call the readers only on what {@link #isRtp} said yes to.
 */
public final class RtpPacket {
    public static final int FIXED_HEADER_BYTES = 12;
    private static final int VERSION = 2;

    private RtpPacket() {}

    /** Whether this is an RTP packet of version 2 whose header fits, and no RTCP (RFC 5761 §4). */
    public static boolean isRtp(ByteBuffer packet) {
        int header = headerBytesIfRtp(packet);
        return header > 0 && header + paddingBytes(packet) <= packet.remaining();
    }

    /** The same of one whose payload is encrypted, padding and all (RFC 3711 §3.1). */
    public static boolean isProtectedRtp(ByteBuffer packet) {
        return headerBytesIfRtp(packet) > 0;
    }

    /** 0 when it is none, or its header does not fit. */
    private static int headerBytesIfRtp(ByteBuffer packet) {
        int length = packet.remaining();
        if (length < FIXED_HEADER_BYTES || version(packet) != VERSION || Rtcp.isPacketType(packet)) {
            return 0;
        }
        int header = csrcEnd(packet);
        if (hasExtension(packet)) {
            header += header + 4 > length ? length : 4 + 4 * unsignedShort(packet, header + 2);
        }
        return header <= length ? header : 0;
    }

    static int version(ByteBuffer packet) {
        return packet.get(packet.position()) >> 6 & 3;
    }

    public static boolean hasPadding(ByteBuffer packet) {
        return (packet.get(packet.position()) & 0x20) != 0;
    }

    public static boolean hasExtension(ByteBuffer packet) {
        return (packet.get(packet.position()) & 0x10) != 0;
    }

    public static boolean marker(ByteBuffer packet) {
        return packet.get(packet.position() + 1) < 0;
    }

    public static int payloadType(ByteBuffer packet) {
        return packet.get(packet.position() + 1) & 0x7f;
    }

    /** 0 … 65,535. */
    public static int sequenceNumber(ByteBuffer packet) {
        return unsignedShort(packet, 2);
    }

    /** In ticks of the RTP clock; all 32 bits. */
    public static int timestampTicks(ByteBuffer packet) {
        return packet.getInt(packet.position() + 4);
    }

    public static int ssrc(ByteBuffer packet) {
        return packet.getInt(packet.position() + 8);
    }

    /** Fixed header, contributing sources and extension. */
    public static int headerBytes(ByteBuffer packet) {
        int header = csrcEnd(packet);
        return hasExtension(packet) ? header + 4 + 4 * unsignedShort(packet, header + 2) : header;
    }

    /** Octets of payload, without header and padding. */
    public static int payloadBytes(ByteBuffer packet) {
        return packet.remaining() - headerBytes(packet) - paddingBytes(packet);
    }

    /** Writes a plain header at the buffer's position and moves behind it, where the payload goes. */
    public static void writeHeader(ByteBuffer out, boolean marker, int payloadType, int sequenceNumber,
            int timestampTicks, int ssrc) {
        out.put((byte) (VERSION << 6));
        out.put((byte) ((marker ? 0x80 : 0) | payloadType & 0x7f));
        out.putShort((short) sequenceNumber);
        out.putInt(timestampTicks);
        out.putInt(ssrc);
    }

    /** Sets the marker bit in place. */
    public static void mark(ByteBuffer packet) {
        int at = packet.position() + 1;
        packet.put(at, (byte) (packet.get(at) | 0x80));
    }

    /** Writes these into a header that is there. @param sequenceNumber its lower 16 bits count */
    public static void renumber(ByteBuffer packet, int sequenceNumber, int timestampTicks, int ssrc) {
        int at = packet.position();
        packet.putShort(at + 2, (short) sequenceNumber);
        packet.putInt(at + 4, timestampTicks);
        packet.putInt(at + 8, ssrc);
    }

    /**
     * Puts another payload in the place of a packet's, whose padding goes with it, and marks it as of that type.
     *
     * @return false where the buffer is too short for it: then nothing has changed
     */
    public static boolean replacePayload(ByteBuffer packet, int payloadType, byte[] payload, int octets) {
        int start = packet.position() + headerBytes(packet);
        if (start + octets > packet.capacity()) {
            return false;
        }
        int at = packet.position();
        packet.limit(start + octets);
        packet.put(start, payload, 0, octets);
        packet.put(at, (byte) (packet.get(at) & ~0x20));
        packet.put(at + 1, (byte) (packet.get(at + 1) & 0x80 | payloadType & 0x7f));
        return true;
    }

    private static int csrcEnd(ByteBuffer packet) {
        return FIXED_HEADER_BYTES + 4 * (packet.get(packet.position()) & 0x0f);
    }

    private static int paddingBytes(ByteBuffer packet) {
        return hasPadding(packet) ? packet.get(packet.limit() - 1) & 0xff : 0;
    }

    private static int unsignedShort(ByteBuffer packet, int offset) {
        return packet.getShort(packet.position() + offset) & 0xffff;
    }
}
