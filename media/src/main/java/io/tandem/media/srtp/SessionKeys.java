package io.tandem.media.srtp;

import io.tandem.media.keys.MasterKey;
import io.tandem.media.keys.SrtpSuite;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys that one master key gives for RTP or for RTCP (RFC 3711 §4.3). The key derivation rate is 0: once for all packets.
 *
 * @param cipherKey of AES
 * @param authKey of HMAC-SHA1; empty with an AEAD suite
 * @param salt of the packet's IV
 */
record SessionKeys(SrtpSuite suite, byte[] cipherKey, byte[] authKey, byte[] salt) {
    private static final int RTP_LABELS = 0x00;
    private static final int RTCP_LABELS = 0x03;
    /** RFC 3711 §4.3.1: where the label stands in x, counted from the left of its 14 octets. */
    private static final int LABEL_AT = 7;
    private static final int X_BYTES = 14;

    static SessionKeys rtp(MasterKey master) {
        return derived(master, RTP_LABELS);
    }

    static SessionKeys rtcp(MasterKey master) {
        return derived(master, RTCP_LABELS);
    }

    private static SessionKeys derived(MasterKey master, int firstLabel) {
        SrtpSuite suite = master.suite();
        byte[] authKey = suite.isAead() ? new byte[0] : prf(master, firstLabel + 1, SrtpSuite.AUTH_KEY_BYTES);
        return new SessionKeys(suite, prf(master, firstLabel, suite.keyBytes()), authKey,
                prf(master, firstLabel + 2, suite.saltBytes()));
    }

    /** RFC 3711 §4.3.3, RFC 6188 §3: AES in counter mode; the 12 octets of salt of RFC 7714 §11 get two of 0 behind. */
    private static byte[] prf(MasterKey master, int label, int bytes) {
        byte[] iv = Arrays.copyOf(Arrays.copyOf(master.salt(), X_BYTES), 16);
        iv[LABEL_AT] ^= (byte) label;
        try {
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(master.key(), "AES"), new IvParameterSpec(iv));
            return cipher.doFinal(new byte[bytes]);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no AES", e);
        }
    }

    @Override
    public String toString() {
        return suite + " session keys (hidden)";
    }
}
