package io.tandem.media.session;

import io.tandem.media.rtp.RtcpWriter;
import io.tandem.media.rtp.RtpPacket;
import io.tandem.media.srtp.SrtpScratch;
import io.tandem.media.keys.SrtpSuite;
import io.tandem.media.translate.Scratch;
import io.tandem.media.udp.SelectorLoop;
import java.nio.ByteBuffer;

/** A loop, what it has counted, and what its sessions work on; all but the loop itself and the figures is for its thread. */
record Lane(SelectorLoop loop, EndFigures totals, SrtpScratch scratch, Scratch speech,
        ByteBuffer report, ByteBuffer noise) {
    /** Index and tag of SRTCP. */
    private static final int PROTECTION_BYTES = 4 + SrtpSuite.AEAD_AES_256_GCM.rtcpTagBytes();
    private static final int NOISE_BYTES = RtpPacket.FIXED_HEADER_BYTES + Filler.OCTETS;

    Lane(SelectorLoop loop) {
        this(loop, new EndFigures(), new SrtpScratch(), new Scratch(),
                ByteBuffer.allocateDirect(RtcpWriter.MAX_BYTES + PROTECTION_BYTES),
                ByteBuffer.allocateDirect(NOISE_BYTES + PROTECTION_BYTES));
    }
}
