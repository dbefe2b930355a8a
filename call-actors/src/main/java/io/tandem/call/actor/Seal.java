package io.tandem.call.actor;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals what a journal must not show to whoever reads it: the keys of media (design §4). AES-256-GCM; what is sealed names its key, so
 * that a new key can be put in front of an old one while calls that were sealed with that are up. Thread-safe.
 */
public final class Seal {
    /** Of a key. */
    public static final int KEY_BYTES = 32;
    /** No key: nothing can be sealed, and nothing be opened. */
    public static final Seal NONE = new Seal(List.of());

    private static final byte FORM = 1;
    private static final int NAME_BYTES = 4;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private record Key(byte[] name, SecretKeySpec secret) {}

    private final List<Key> keys;

    private Seal(List<Key> keys) {
        this.keys = List.copyOf(keys);
    }

    /**
     * @param keys the one to seal with first, behind it those that were it
     * @throws IllegalArgumentException for one that has not 32 octets
     */
    public static Seal of(List<byte[]> keys) {
        List<Key> named = new ArrayList<>(keys.size());
        for (byte[] key : keys) {
            if (key.length != KEY_BYTES) {
                throw new IllegalArgumentException("a key has " + KEY_BYTES + " octets, not " + key.length);
            }
            named.add(new Key(name(key), new SecretKeySpec(key, "AES")));
        }
        return new Seal(named);
    }

    private static byte[] name(byte[] key) {
        try {
            return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(key), NAME_BYTES);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    /**
     * @param subject what it is of: it opens as part of nothing else
     * @throws IllegalStateException where there is no key: whoever needs one is not let start without
     */
    byte[] seal(String subject, byte[] plain) {
        if (keys.isEmpty()) {
            throw new IllegalStateException("there is no key to seal the keys of media with");
        }
        Key key = keys.getFirst();
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key, nonce, subject).doFinal(plain);
            return ByteBuffer.allocate(1 + NAME_BYTES + NONCE_BYTES + sealed.length)
                    .put(FORM)
                    .put(key.name())
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has AES-GCM", impossible);
        }
    }

    /** @throws GeneralSecurityException where no key of ours opens it: its message says what would */
    byte[] open(String subject, byte[] sealed) throws GeneralSecurityException {
        if (sealed.length < 1 + NAME_BYTES + NONCE_BYTES || sealed[0] != FORM) {
            throw new GeneralSecurityException("sealed in a form that this build does not know");
        }
        byte[] name = Arrays.copyOfRange(sealed, 1, 1 + NAME_BYTES);
        byte[] nonce = Arrays.copyOfRange(sealed, 1 + NAME_BYTES, 1 + NAME_BYTES + NONCE_BYTES);
        for (Key key : keys) {
            if (Arrays.equals(key.name(), name)) {
                int head = 1 + NAME_BYTES + NONCE_BYTES;
                return cipher(Cipher.DECRYPT_MODE, key, nonce, subject).doFinal(sealed, head, sealed.length - head);
            }
        }
        throw new GeneralSecurityException(
                "sealed with a key that this node has not: all nodes need those of the last restart");
    }

    private static Cipher cipher(int mode, Key key, byte[] nonce, String subject) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key.secret(), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(subject.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
