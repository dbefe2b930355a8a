package io.tandem.media.srtp;

import io.tandem.media.keys.MasterKey;
import io.tandem.media.rtp.RtpPacket;
import java.nio.ByteBuffer;

/**
 * Protects what goes out under one key. A packet stands between a buffer's position and limit, is protected in place, and its
 * limit grows by the tag.
 * <p>
 * No index is used twice under a key and an SSRC, for that would give away both packets (RFC 3711 §9.1): a packet that was sent
 * before is refused, and so is one from a stream that was restarted with lower sequence numbers. Who goes on with a key that
 * another process had therefore needs a fresh SSRC.
 */
public final class SrtpSender {
    private static final int RTCP_HEADER_BYTES = 8;
    /** RFC 3711 §9.2: the most packets under one key. */
    private static final long MOST_RTCP = (1L << 31) - 1;

    private final MasterKey key;
    private final SrtpScratch scratch;
    private final PacketCipher rtp;
    private final PacketCipher rtcp;
    private final Sources rtpSources = new Sources();
    private long rtcpIndex;

    /** @param scratch of the thread that sends */
    public SrtpSender(MasterKey key, SrtpScratch scratch) {
        this.key = key;
        this.scratch = scratch;
        rtp = PacketCipher.of(SessionKeys.rtp(key));
        rtcp = PacketCipher.of(SessionKeys.rtcp(key));
    }

    public MasterKey key() {
        return key;
    }

    /** @return {@link Verdict#REPLAYED} or {@link Verdict#MALFORMED} for what must not be sent, and then nothing has changed */
    public Verdict protectRtp(ByteBuffer packet) {
        int length = packet.remaining();
        if (length + key.suite().rtpTagBytes() > room(packet) || !RtpPacket.isRtp(packet)) {
            return Verdict.MALFORMED;
        }
        int ssrc = RtpPacket.ssrc(packet);
        PacketIndex source = rtpSources.find(ssrc);
        if (source == null) {
            source = new PacketIndex();
            rtpSources.add(ssrc, source);
        }
        long index = source.guess(RtpPacket.sequenceNumber(packet));
        if (!source.isNew(index)) {
            return Verdict.REPLAYED;
        }
        source.take(index);
        int body = RtpPacket.headerBytes(packet);
        packet.get(packet.position(), scratch.packet, 0, length);
        put(packet, rtp.sealRtp(scratch, body, length, ssrc, index));
        return Verdict.GENUINE;
    }

    /** The same for a compound RTCP packet, whose first part names the SSRC (RFC 3711 §3.4). */
    public Verdict protectRtcp(ByteBuffer packet) {
        int length = packet.remaining();
        if (length < RTCP_HEADER_BYTES || length + 4 + key.suite().rtcpTagBytes() > room(packet)
                || rtcpIndex > MOST_RTCP) {
            return Verdict.MALFORMED;
        }
        int ssrc = packet.getInt(packet.position() + 4);
        packet.get(packet.position(), scratch.packet, 0, length);
        put(packet, rtcp.sealRtcp(scratch, length, ssrc, (int) rtcpIndex++));
        return Verdict.GENUINE;
    }

    private static int room(ByteBuffer packet) {
        return Math.min(packet.capacity() - packet.position(), SrtpScratch.MAX_PACKET_BYTES);
    }

    private void put(ByteBuffer packet, int length) {
        packet.limit(packet.position() + length);
        packet.put(packet.position(), scratch.packet, 0, length);
    }
}
