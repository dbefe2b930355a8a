package io.tandem.media.srtp;

import static io.tandem.media.srtp.SrtpScratch.AES_BLOCK_BYTES;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.DigestException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES in counter mode with HMAC-SHA1 (RFC 3711 §4.1.1, §4.2.1). The key stream is made with AES block by block from counters
 * written here: the JDK's own counter mode wants a new IV object and a new start for every packet, this allocates nothing. For
 * the same reason the HMAC is two digests, not a Mac.
 */
final class CounterModeCipher implements PacketCipher {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int HMAC_BLOCK_BYTES = 64;
    private static final int SHA1_BYTES = 20;
    /** RFC 3550 §6.1: header and SSRC, which SRTCP leaves readable. */
    private static final int RTCP_BODY = 8;
    private static final int ENCRYPTED = 0x8000_0000;

    private final Cipher aes;
    private final long saltHigh;
    private final long saltLow;
    private final byte[] innerPad;
    private final byte[] outerPad;
    private final int rtpTagBytes;
    private final int rtcpTagBytes;

    CounterModeCipher(SessionKeys keys) {
        try {
            aes = Cipher.getInstance("AES/ECB/NoPadding");
            aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(keys.cipherKey(), "AES"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no AES", e);
        }
        byte[] salt = Arrays.copyOf(keys.salt(), AES_BLOCK_BYTES);
        saltHigh = (long) LONG.get(salt, 0);
        saltLow = (long) LONG.get(salt, 8);
        innerPad = pad(keys.authKey(), 0x36);
        outerPad = pad(keys.authKey(), 0x5c);
        rtpTagBytes = keys.suite().rtpTagBytes();
        rtcpTagBytes = keys.suite().rtcpTagBytes();
    }

    private static byte[] pad(byte[] key, int with) {
        byte[] pad = Arrays.copyOf(key, HMAC_BLOCK_BYTES);
        for (int i = 0; i < pad.length; i++) {
            pad[i] ^= (byte) with;
        }
        return pad;
    }

    @Override
    public int sealRtp(SrtpScratch scratch, int body, int end, int ssrc, long index) {
        applyKeyStream(scratch, body, end, ssrc, index);
        writeTag(scratch, end, rollOver(scratch, index), rtpTagBytes);
        return end + rtpTagBytes;
    }

    @Override
    public int openRtp(SrtpScratch scratch, int body, int end, int ssrc, long index) {
        int tagAt = end - rtpTagBytes;
        if (!tagFits(scratch, tagAt, rollOver(scratch, index), rtpTagBytes)) {
            return FORGED;
        }
        applyKeyStream(scratch, body, tagAt, ssrc, index);
        return tagAt;
    }

    @Override
    public int sealRtcp(SrtpScratch scratch, int end, int ssrc, int index) {
        applyKeyStream(scratch, RTCP_BODY, end, ssrc, index);
        INT.set(scratch.packet, end, ENCRYPTED | index);
        writeTag(scratch, end + 4, false, rtcpTagBytes);
        return end + 4 + rtcpTagBytes;
    }

    @Override
    public int openRtcp(SrtpScratch scratch, int end, int ssrc, int word) {
        int tagAt = end - rtcpTagBytes;
        if (!tagFits(scratch, tagAt, false, rtcpTagBytes)) {
            return FORGED;
        }
        if ((word & ENCRYPTED) != 0) {
            applyKeyStream(scratch, RTCP_BODY, tagAt - 4, ssrc, word & ~ENCRYPTED);
        }
        return tagAt - 4;
    }

    private static boolean rollOver(SrtpScratch scratch, long index) {
        INT.set(scratch.word, 0, (int) (index >>> 16));
        return true;
    }

    private void applyKeyStream(SrtpScratch scratch, int from, int to, int ssrc, long index) {
        int blocks = (to - from + AES_BLOCK_BYTES - 1) / AES_BLOCK_BYTES;
        long high = saltHigh ^ ssrc & 0xffff_ffffL;
        long low = saltLow ^ index << 16;
        byte[] counters = scratch.counterBlocks;
        for (int i = 0; i < blocks; i++) {
            LONG.set(counters, i * AES_BLOCK_BYTES, high);
            LONG.set(counters, i * AES_BLOCK_BYTES + 8, low + i);
        }
        try {
            aes.update(counters, 0, blocks * AES_BLOCK_BYTES, scratch.keyStream, 0);
        } catch (ShortBufferException e) {
            throw new IllegalStateException(e);
        }
        xor(scratch.packet, from, to, scratch.keyStream);
    }

    private static void xor(byte[] packet, int from, int to, byte[] keyStream) {
        int at = from;
        for (; at + 8 <= to; at += 8) {
            LONG.set(packet, at, (long) LONG.get(packet, at) ^ (long) LONG.get(keyStream, at - from));
        }
        for (; at < to; at++) {
            packet[at] ^= keyStream[at - from];
        }
    }

    private void writeTag(SrtpScratch scratch, int end, boolean withRollOver, int tagBytes) {
        hmac(scratch, end, withRollOver);
        System.arraycopy(scratch.tag, 0, scratch.packet, end, tagBytes);
    }

    /** In the same time whatever differs. */
    private boolean tagFits(SrtpScratch scratch, int tagAt, boolean withRollOver, int tagBytes) {
        hmac(scratch, tagAt, withRollOver);
        int difference = 0;
        for (int i = 0; i < tagBytes; i++) {
            difference |= scratch.tag[i] ^ scratch.packet[tagAt + i];
        }
        return difference == 0;
    }

    private void hmac(SrtpScratch scratch, int end, boolean withRollOver) {
        MessageDigest sha1 = scratch.sha1;
        try {
            sha1.update(innerPad);
            sha1.update(scratch.packet, 0, end);
            if (withRollOver) {
                sha1.update(scratch.word, 0, 4);
            }
            sha1.digest(scratch.tag, 0, SHA1_BYTES);
            sha1.update(outerPad);
            sha1.update(scratch.tag, 0, SHA1_BYTES);
            sha1.digest(scratch.tag, 0, SHA1_BYTES);
        } catch (DigestException e) {
            throw new IllegalStateException(e);
        }
    }
}
