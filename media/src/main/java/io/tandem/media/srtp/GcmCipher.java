package io.tandem.media.srtp;

import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES in Galois/counter mode (RFC 7714). The JDK's cipher wants a new start for every packet, so this allocates. */
final class GcmCipher implements PacketCipher {
    private static final int RTCP_BODY = 8;
    private static final int TAG_BITS = 128;
    private static final int ENCRYPTED = 0x8000_0000;

    private final Cipher seal;
    private final Cipher open;
    private final SecretKeySpec key;
    private final byte[] salt;
    private final int tagBytes;

    GcmCipher(SessionKeys keys) {
        try {
            seal = Cipher.getInstance("AES/GCM/NoPadding");
            open = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no AES-GCM", e);
        }
        key = new SecretKeySpec(keys.cipherKey(), "AES");
        salt = keys.salt();
        tagBytes = keys.suite().rtpTagBytes();
    }

    @Override
    public int sealRtp(SrtpScratch scratch, int body, int end, int ssrc, long index) {
        try {
            seal.init(Cipher.ENCRYPT_MODE, key, iv(ssrc, index));
            seal.updateAAD(scratch.packet, 0, body);
            return body + seal.doFinal(scratch.packet, body, end - body, scratch.packet, body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public int openRtp(SrtpScratch scratch, int body, int end, int ssrc, long index) {
        try {
            open.init(Cipher.DECRYPT_MODE, key, iv(ssrc, index));
            open.updateAAD(scratch.packet, 0, body);
            return opened(scratch, body, end);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public int sealRtcp(SrtpScratch scratch, int end, int ssrc, int index) {
        try {
            seal.init(Cipher.ENCRYPT_MODE, key, iv(ssrc, index));
            seal.updateAAD(scratch.packet, 0, RTCP_BODY);
            word(scratch, ENCRYPTED | index);
            seal.updateAAD(scratch.word, 0, 4);
            int tagEnd = RTCP_BODY
                    + seal.doFinal(scratch.packet, RTCP_BODY, end - RTCP_BODY, scratch.packet, RTCP_BODY);
            System.arraycopy(scratch.word, 0, scratch.packet, tagEnd, 4);
            return tagEnd + 4;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Not encrypted, all of the packet is associated data and only the tag follows (RFC 7714 §9.3). */
    @Override
    public int openRtcp(SrtpScratch scratch, int end, int ssrc, int word) {
        int body = (word & ENCRYPTED) != 0 ? RTCP_BODY : end - tagBytes;
        try {
            open.init(Cipher.DECRYPT_MODE, key, iv(ssrc, word & ~ENCRYPTED));
            open.updateAAD(scratch.packet, 0, body);
            word(scratch, word);
            open.updateAAD(scratch.word, 0, 4);
            return opened(scratch, body, end);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private int opened(SrtpScratch scratch, int body, int end) throws GeneralSecurityException {
        try {
            int plain = open.doFinal(scratch.packet, body, end - body, scratch.keyStream, 0);
            System.arraycopy(scratch.keyStream, 0, scratch.packet, body, plain);
            return body + plain;
        } catch (AEADBadTagException _) {
            return FORGED;
        }
    }

    /** RFC 7714 §8.1, §9.1: 16 bits of 0, SSRC, 48 bits of index; all that over the salt. */
    private GCMParameterSpec iv(int ssrc, long index) {
        byte[] iv = salt.clone();
        for (int i = 0; i < 4; i++) {
            iv[2 + i] ^= (byte) (ssrc >>> 24 - 8 * i);
        }
        for (int i = 0; i < 6; i++) {
            iv[6 + i] ^= (byte) (index >>> 40 - 8 * i);
        }
        return new GCMParameterSpec(TAG_BITS, iv);
    }

    private static void word(SrtpScratch scratch, int word) {
        for (int i = 0; i < 4; i++) {
            scratch.word[i] = (byte) (word >>> 24 - 8 * i);
        }
    }
}
