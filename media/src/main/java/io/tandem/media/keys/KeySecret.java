package io.tandem.media.keys;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** 32 octets that nobody else knows, of which keys are made: the same subject makes the same key. Never shown. */
public final class KeySecret {
    public static final int BYTES = 32;
    private static final String HMAC = "HmacSHA256";
    private final byte[] bytes;

    /** @param bytes of a generator that cannot be guessed */
    public KeySecret(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a secret has " + BYTES + " octets, not " + bytes.length);
        }
        this.bytes = bytes.clone();
    }

    /** The key of that suite for that subject (HMAC-SHA-256 over a counter and the subject, as RFC 5869 §2.3 expands). */
    public MasterKey derive(SrtpSuite suite, String subject) {
        int octets = suite.keyBytes() + suite.saltBytes();
        byte[] info = (suite.name() + '/' + subject).getBytes(StandardCharsets.UTF_8);
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(bytes, HMAC));
            ByteBuffer made = ByteBuffer.allocate((octets / mac.getMacLength() + 1) * mac.getMacLength());
            for (byte part = 1; made.hasRemaining(); part++) {
                mac.update(info);
                made.put(mac.doFinal(new byte[]{part}));
            }
            byte[] key = new byte[octets];
            made.flip().get(key);
            return MasterKey.of(suite, key);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has " + HMAC, impossible);
        }
    }

    @Override
    public String toString() {
        return "(hidden)";
    }
}
