package io.tandem.media.keys;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;

/**
 * What the sender of a stream gave its receiver: suite, master key and master salt (RFC 3711 §3.2.1). Never shown: not by
 * {@link #toString}, not in a log. Equal keys are the same key, whoever wrote them: with it a context goes on (TRAP-50).
 */
public final class MasterKey {
    private final SrtpSuite suite;
    private final byte[] keyAndSalt;

    private MasterKey(SrtpSuite suite, byte[] keyAndSalt) {
        this.suite = suite;
        this.keyAndSalt = keyAndSalt;
    }

    /**
     * @param keyAndSalt the key and behind it the salt, as {@code inline:} has them (RFC 4568 §6.1)
     * @throws IllegalArgumentException when its length is not the suite's
     */
    public static MasterKey of(SrtpSuite suite, byte[] keyAndSalt) {
        int wanted = suite.keyBytes() + suite.saltBytes();
        if (keyAndSalt.length != wanted) {
            throw new IllegalArgumentException(
                    suite + " wants " + wanted + " octets of key and salt, not " + keyAndSalt.length);
        }
        return new MasterKey(suite, keyAndSalt.clone());
    }

    public SrtpSuite suite() {
        return suite;
    }

    /** For {@code inline:}, and for whoever seals it. */
    public String base64() {
        return Base64.getEncoder().encodeToString(keyAndSalt);
    }

    /** The master key, a copy. */
    public byte[] key() {
        return Arrays.copyOf(keyAndSalt, suite.keyBytes());
    }

    /** The master salt, a copy. */
    public byte[] salt() {
        return Arrays.copyOfRange(keyAndSalt, suite.keyBytes(), keyAndSalt.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MasterKey that && suite == that.suite
                && MessageDigest.isEqual(keyAndSalt, that.keyAndSalt);
    }

    @Override
    public int hashCode() {
        return suite.hashCode() * 31 + Arrays.hashCode(keyAndSalt);
    }

    @Override
    public String toString() {
        return suite + " key (hidden)";
    }
}
