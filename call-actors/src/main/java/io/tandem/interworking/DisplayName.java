package io.tandem.interworking;

import io.tandem.sip.message.Address;
import java.util.Optional;

/** A party's name on its way to the other network: text, and no longer than any peer takes (NUM-23). */
final class DisplayName {
    /** Between the quotes, escapes counted. */
    private static final int MOST_BYTES = 128;
    /** A char takes three bytes of UTF-8 at most: a code point of four is two of them. */
    private static final int BYTES_A_CHAR = 3;

    private DisplayName() {}

    /** Control characters are made spaces; what is too long loses its end, whole code points only. */
    static Optional<String> of(Address party) {
        Optional<String> name = party.displayName();
        return name.isEmpty() || isFine(name.get()) ? name : Optional.of(fitted(name.get()));
    }

    private static boolean isFine(String name) {
        if (name.length() > MOST_BYTES / BYTES_A_CHAR) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (Character.isISOControl(name.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static String fitted(String name) {
        StringBuilder fitted = new StringBuilder(Math.min(name.length(), MOST_BYTES));
        int bytes = 0;
        for (int i = 0; i < name.length();) {
            int c = name.codePointAt(i);
            i += Character.charCount(c);
            int shown = Character.isISOControl(c) ? ' ' : c;
            bytes += written(shown);
            if (bytes > MOST_BYTES) {
                break;
            }
            fitted.appendCodePoint(shown);
        }
        return fitted.toString();
    }

    /** Bytes of a code point in a quoted string. */
    private static int written(int c) {
        if (c < 0x80) {
            return c == '"' || c == '\\' ? 2 : 1;
        }
        if (c < 0x800) {
            return 2;
        }
        return c < Character.MIN_SUPPLEMENTARY_CODE_POINT ? 3 : 4;
    }
}
