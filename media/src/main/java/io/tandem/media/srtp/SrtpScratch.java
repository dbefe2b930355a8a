package io.tandem.media.srtp;

import io.tandem.media.keys.SrtpSuite;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** What protection writes on while it works: one for all contexts of a thread, so that a call costs keys only. */
public final class SrtpScratch {
    /** Longest packet that is protected, tag included. */
    public static final int MAX_PACKET_BYTES = 2_304;
    static final int AES_BLOCK_BYTES = 16;

    final byte[] packet = new byte[MAX_PACKET_BYTES];
    final byte[] counterBlocks = new byte[MAX_PACKET_BYTES];
    final byte[] keyStream = new byte[MAX_PACKET_BYTES];
    final byte[] tag = new byte[SrtpSuite.AUTH_KEY_BYTES];
    final byte[] word = new byte[4];
    final MessageDigest sha1;

    public SrtpScratch() {
        try {
            sha1 = MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-1", e);
        }
    }
}
