package io.tandem.sip.message;

import java.nio.charset.StandardCharsets;

/** Strings into byte arrays that have the room (three bytes a char at most), without an array between for ASCII. */
final class Utf8 {
    private Utf8() {}

    /** Writes one line's worth: a CR or LF inside becomes a space. Returns where it stopped. */
    static int writeLine(String text, byte[] out, int at) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                return writeWide(text.substring(i), out, at + i);
            }
            out[at + i] = (byte) (c == '\r' || c == '\n' ? ' ' : c);
        }
        return at + length;
    }

    private static int writeWide(String rest, byte[] out, int at) {
        byte[] encoded = rest.replace('\r', ' ').replace('\n', ' ').getBytes(StandardCharsets.UTF_8);
        System.arraycopy(encoded, 0, out, at, encoded.length);
        return at + encoded.length;
    }

    /** How many bytes {@link #writeLine} writes. */
    static int length(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return text.getBytes(StandardCharsets.UTF_8).length;
            }
        }
        return text.length();
    }

    static int writeDecimal(int value, byte[] out, int at) {
        int digits = digits(value);
        int rest = value;
        for (int i = at + digits - 1; i >= at; i--) {
            out[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return at + digits;
    }

    static int digits(int value) {
        int digits = 1;
        for (int rest = value; rest >= 10; rest /= 10) {
            digits++;
        }
        return digits;
    }
}
