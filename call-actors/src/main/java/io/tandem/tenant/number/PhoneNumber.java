package io.tandem.tenant.number;

import java.util.Optional;

/**
 * A telephone number in canonical form: {@code +} and 2–15 digits, the first of them 1–9 (NUM-2, PRV-20).
 * <p>
 * A thousand consecutive numbers make a <em>block</em>, named by the digits without the last three; numbers of two or
 * three digits are in block 0, a name that no longer number can have.
 */
public record PhoneNumber(String e164) implements Comparable<PhoneNumber> {
    public static final int MIN_LENGTH = 3;
    public static final int MAX_LENGTH = 16;
    public static final int BLOCK_SIZE = 1000;
    private static final int MASK_KEEPS = 3;

    /** @throws IllegalArgumentException when not canonical: that is a bug, input goes through {@link #parse} */
    public PhoneNumber {
        if (!isCanonical(e164)) {
            throw new IllegalArgumentException("not a canonical number: " + mask(e164));
        }
    }

    /** The number of that text, or empty when the text is not in canonical form; nothing is repaired. */
    public static Optional<PhoneNumber> parse(String text) {
        return isCanonical(text) ? Optional.of(new PhoneNumber(text)) : Optional.empty();
    }

    /** Whether the text is {@code +} and 2–15 ASCII digits without a leading zero. */
    public static boolean isCanonical(String text) {
        int length = text.length();
        if (length < MIN_LENGTH || length > MAX_LENGTH || text.charAt(0) != '+' || text.charAt(1) == '0') {
            return false;
        }
        for (int i = 1; i < length; i++) {
            if (!isDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** The number at that place of a block; the inverse of {@link #block} and {@link #suffix}. */
    public static PhoneNumber at(long block, int suffix) {
        if (block == 0) {
            return new PhoneNumber("+" + suffix);
        }
        String digits = Integer.toString(BLOCK_SIZE + suffix);
        return new PhoneNumber("+" + block + digits.substring(1));
    }

    /** The block of a canonical number, without making an object of it. */
    public static long blockOf(String canonical) {
        long block = 0;
        for (int i = 1; i < canonical.length() - 3; i++) {
            block = block * 10 + (canonical.charAt(i) - '0');
        }
        return block;
    }

    /** The place of a canonical number in its block, 0–999. */
    public static int suffixOf(String canonical) {
        int suffix = 0;
        for (int i = Math.max(1, canonical.length() - 3); i < canonical.length(); i++) {
            suffix = suffix * 10 + (canonical.charAt(i) - '0');
        }
        return suffix;
    }

    /** What an ordinary log may show of a number or a dialled text: the last three characters (NUM-53). */
    public static String mask(String text) {
        int hidden = Math.max(0, text.length() - MASK_KEEPS);
        return "*".repeat(hidden) + text.substring(hidden);
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    public long block() {
        return blockOf(e164);
    }

    public int suffix() {
        return suffixOf(e164);
    }

    public String masked() {
        return mask(e164);
    }

    @Override
    public int compareTo(PhoneNumber other) {
        return e164.compareTo(other.e164);
    }

    /** Masked, so that no log shows a number by accident. */
    @Override
    public String toString() {
        return masked();
    }
}
