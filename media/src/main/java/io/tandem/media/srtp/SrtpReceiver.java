package io.tandem.media.srtp;

import io.tandem.media.keys.MasterKey;
import io.tandem.media.keys.SrtpSuite;
import io.tandem.media.rtp.RtpPacket;
import java.nio.ByteBuffer;

/**
 * Opens what comes in under one key. A packet stands between a buffer's position and limit and is opened in place, its limit
 * moves before the tag. What is not genuine stays as it came and changes nothing here.
 * <p>
 * A stream's first packets may be of a later turn of its sequence numbers than we think: the ones that began it were lost about
 * the turn (TRAP-54), or this context takes over from another process, and the peer's roll-over counter is what its call's age
 * allows. Then turns are tried until one is genuine: the tag decides.
 */
public final class SrtpReceiver {
    /** Turns tried for one packet of an unknown source: each costs a digest, and anybody can send such packets. */
    static final int MOST_TRIED = 32;
    private static final long TURN = 1 << 16;
    private static final int RTCP_HEADER_BYTES = 8;
    private static final int RTCP_WORD_BYTES = 4;
    private static final int INDEX_OF_WORD = 0x7fff_ffff;

    private final MasterKey key;
    private final int mkiBytes;
    private final int highestTurn;
    private final SrtpScratch scratch;
    private final PacketCipher rtp;
    private final PacketCipher rtcp;
    private final Sources rtpSources = new Sources();
    private final Sources rtcpSources = new Sources();
    private int nextTurn;

    /** For a stream that begins now, whose packets bring no key identifier. */
    public SrtpReceiver(MasterKey key, SrtpScratch scratch) {
        this(key, 0, 1, scratch);
    }

    /**
     * @param mkiBytes length of the key identifier in each packet, before the tag; its value is not looked at (one key only)
     * @param highestTurn highest roll-over counter that a source of this stream may have by now
     * @param scratch of the thread that receives
     */
    public SrtpReceiver(MasterKey key, int mkiBytes, int highestTurn, SrtpScratch scratch) {
        this.key = key;
        this.mkiBytes = mkiBytes;
        this.highestTurn = Math.max(1, highestTurn);
        this.scratch = scratch;
        rtp = PacketCipher.of(SessionKeys.rtp(key));
        rtcp = PacketCipher.of(SessionKeys.rtcp(key));
        nextTurn = this.highestTurn;
    }

    public MasterKey key() {
        return key;
    }

    public Verdict openRtp(ByteBuffer packet) {
        SrtpSuite suite = key.suite();
        int length = taken(packet, RtpPacket.FIXED_HEADER_BYTES + suite.rtpTagBytes() + mkiBytes);
        if (length < 0 || !RtpPacket.isProtectedRtp(packet)) {
            return Verdict.MALFORMED;
        }
        int body = RtpPacket.headerBytes(packet);
        if (body + suite.rtpTagBytes() + mkiBytes > length) {
            return Verdict.MALFORMED;
        }
        int end = suite.isAead() ? length - mkiBytes : withoutMki(length, suite.rtpTagBytes());
        int ssrc = RtpPacket.ssrc(packet);
        int sequenceNumber = RtpPacket.sequenceNumber(packet);
        PacketIndex source = rtpSources.find(ssrc);
        return source == null
                ? openUnknown(packet, body, end, ssrc, sequenceNumber)
                : openKnown(packet, body, end, ssrc, sequenceNumber, source);
    }

    private Verdict openKnown(ByteBuffer packet, int body, int end, int ssrc, int sequenceNumber, PacketIndex source) {
        long index = source.guess(sequenceNumber);
        if (!source.isNew(index)) {
            return Verdict.REPLAYED;
        }
        if (opened(packet, body, end, ssrc, index, source)) {
            return Verdict.GENUINE;
        }
        // After a silence of more than half a turn, eleven minutes of packets lost, the guess is one turn short.
        return index > source.highest() && opened(packet, body, end, ssrc, index + TURN, source)
                ? Verdict.GENUINE
                : Verdict.FORGED;
    }

    private Verdict openUnknown(ByteBuffer packet, int body, int end, int ssrc, int sequenceNumber) {
        PacketIndex source = new PacketIndex();
        if (opened(packet, body, end, ssrc, sequenceNumber, source)
                || opened(packet, body, end, ssrc, TURN + sequenceNumber, source)) {
            rtpSources.add(ssrc, source);
            return Verdict.GENUINE;
        }
        for (int tried = 2; tried < MOST_TRIED && highestTurn > 1; tried++) {
            if (opened(packet, body, end, ssrc, nextTurn * TURN + sequenceNumber, source)) {
                rtpSources.add(ssrc, source);
                return Verdict.GENUINE;
            }
            nextTurn = nextTurn > 2 ? nextTurn - 1 : highestTurn;
        }
        return Verdict.FORGED;
    }

    private boolean opened(ByteBuffer packet, int body, int end, int ssrc, long index, PacketIndex source) {
        int plain = rtp.openRtp(scratch, body, end, ssrc, index);
        if (plain == PacketCipher.FORGED) {
            return false;
        }
        source.take(index);
        put(packet, plain);
        return true;
    }

    /** The compound RTCP packet, without index and tag (RFC 3711 §3.4). One that is not encrypted is taken too. */
    public Verdict openRtcp(ByteBuffer packet) {
        int tag = key.suite().rtcpTagBytes();
        int least = RTCP_HEADER_BYTES + RTCP_WORD_BYTES + tag;
        int length = taken(packet, least + mkiBytes);
        if (length < 0) {
            return Verdict.MALFORMED;
        }
        boolean aead = key.suite().isAead();
        int end = aead ? length - mkiBytes - RTCP_WORD_BYTES : withoutMki(length, tag);
        int word = packet.getInt(packet.position() + (aead ? end : end - tag - RTCP_WORD_BYTES));
        int ssrc = packet.getInt(packet.position() + 4);
        int index = word & INDEX_OF_WORD;
        PacketIndex known = rtcpSources.find(ssrc);
        if (known != null && !known.isNew(index)) {
            return Verdict.REPLAYED;
        }
        int plain = rtcp.openRtcp(scratch, end, ssrc, word);
        if (plain == PacketCipher.FORGED) {
            return Verdict.FORGED;
        }
        if (known == null) {
            known = new PacketIndex();
            rtcpSources.add(ssrc, known);
        }
        known.take(index);
        put(packet, plain);
        return Verdict.GENUINE;
    }

    /** Copies it to the scratch. @return its length, or -1 for one that cannot be */
    private int taken(ByteBuffer packet, int least) {
        int length = packet.remaining();
        if (length < least || length > SrtpScratch.MAX_PACKET_BYTES) {
            return -1;
        }
        packet.get(packet.position(), scratch.packet, 0, length);
        return length;
    }

    /** Moves the tag over the identifier before it; with an AEAD suite it stands behind all. @return where the tag ends */
    private int withoutMki(int end, int tagBytes) {
        if (mkiBytes > 0) {
            System.arraycopy(scratch.packet, end - tagBytes, scratch.packet, end - tagBytes - mkiBytes, tagBytes);
            return end - mkiBytes;
        }
        return end;
    }

    private void put(ByteBuffer packet, int length) {
        packet.limit(packet.position() + length);
        packet.put(packet.position(), scratch.packet, 0, length);
    }
}
