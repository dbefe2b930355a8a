package io.tandem.media.srtp;

import io.tandem.media.rtp.RtpPacket;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;

/** Packets in buffers with room for what protection adds. */
final class Packets {
    static final int PAYLOAD_BYTES = 160;

    private Packets() {}

    static ByteBuffer of(byte[] packet) {
        return ByteBuffer.allocateDirect(packet.length + 64).put(packet).flip();
    }

    static ByteBuffer copy(ByteBuffer packet) {
        return of(bytes(packet));
    }

    /** 20 ms of G.711; each packet's payload differs. */
    static ByteBuffer rtp(int ssrc, int sequenceNumber) {
        ByteBuffer packet = ByteBuffer.allocateDirect(RtpPacket.FIXED_HEADER_BYTES + PAYLOAD_BYTES + 64);
        RtpPacket.writeHeader(packet, false, 8, sequenceNumber & 0xffff, sequenceNumber * PAYLOAD_BYTES, ssrc);
        byte[] payload = new byte[PAYLOAD_BYTES];
        new Random(31L * ssrc + sequenceNumber).nextBytes(payload);
        return packet.put(payload).flip();
    }

    /** A receiver report of that SSRC, without a report block. */
    static ByteBuffer rtcp(int ssrc) {
        return ByteBuffer.allocateDirect(128).putInt(0x80c9_0001).putInt(ssrc).flip();
    }

    static byte[] bytes(ByteBuffer packet) {
        byte[] bytes = new byte[packet.remaining()];
        packet.get(packet.position(), bytes);
        return bytes;
    }

    static String hex(ByteBuffer packet) {
        return HexFormat.of().formatHex(bytes(packet));
    }
}
