package io.tandem.sip.message;

import java.nio.charset.StandardCharsets;

/** The character classes of RFC 3261 §25.1 and the few steps that every rule there shares; bytes in, offsets out. */
final class Grammar {
    private static final int TOKEN = 1;
    private static final int USER = 2;
    private static final int URI_PARAMETER = 4;
    private static final int HOST = 8;
    private static final int HEADER_PARAMETER = 16;
    private static final int DIGIT = 32;
    private static final int HEX = 64;
    private static final int ALPHA = 128;
    private static final short[] CLASSES = classes();

    private Grammar() {}

    private static short[] classes() {
        short[] classes = new short[256];
        for (int c = '0'; c <= '9'; c++) {
            classes[c] |= TOKEN | USER | URI_PARAMETER | HOST | HEADER_PARAMETER | DIGIT | HEX;
        }
        for (int c = 'a'; c <= 'z'; c++) {
            int hex = c <= 'f' ? HEX : 0;
            classes[c] |= (short) (TOKEN | USER | URI_PARAMETER | HOST | HEADER_PARAMETER | ALPHA | hex);
            classes[c - 32] = classes[c];
        }
        mark(classes, "-.!%*_+`'~", TOKEN);
        // '#' must be escaped in a user, and telephones send it bare all the same
        mark(classes, "-_.!~*'()&=+$,;?/%#", USER);
        mark(classes, "-_.!~*'()[]/:&+$%", URI_PARAMETER);
        mark(classes, "-._", HOST);
        for (int c = 0x21; c < 256; c++) {
            if (c != 0x7F && "\"<>,;".indexOf(c) < 0) {
                classes[c] |= HEADER_PARAMETER;
            }
        }
        return classes;
    }

    private static void mark(short[] classes, String chars, int bit) {
        for (int i = 0; i < chars.length(); i++) {
            classes[chars.charAt(i)] |= (short) bit;
        }
    }

    static boolean isToken(byte b) {
        return (CLASSES[b & 0xFF] & TOKEN) != 0;
    }

    static boolean isHost(byte b) {
        return (CLASSES[b & 0xFF] & HOST) != 0;
    }

    static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    static boolean isHex(byte b) {
        return (CLASSES[b & 0xFF] & HEX) != 0;
    }

    static boolean isAlpha(byte b) {
        return (CLASSES[b & 0xFF] & ALPHA) != 0;
    }

    static boolean isHeaderParameter(byte b) {
        return (CLASSES[b & 0xFF] & HEADER_PARAMETER) != 0;
    }

    /** Whether the character may stand in a user part without an escape. */
    static boolean isUser(char c) {
        return c < 128 && c != '%' && (CLASSES[c] & USER) != 0;
    }

    /** LWS once folding is known to be sound: SP, HT, CR, LF. */
    static boolean isLws(byte b) {
        return b == ' ' || b == '\t' || b == '\r' || b == '\n';
    }

    static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    static boolean allUser(byte[] bytes, int from, int to) {
        return all(bytes, from, to, USER);
    }

    static boolean allUriParameter(byte[] bytes, int from, int to) {
        return all(bytes, from, to, URI_PARAMETER);
    }

    /** Whether all are of that class, with each "%" starting an escape. */
    private static boolean all(byte[] bytes, int from, int to, int bit) {
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if ((CLASSES[b & 0xFF] & bit) == 0 || b == '%' && !isEscape(bytes, i, to)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isEscape(byte[] bytes, int at, int to) {
        return at + 2 < to && isHex(bytes[at + 1]) && isHex(bytes[at + 2]);
    }

    static int indexOf(byte[] bytes, int from, int to, char wanted) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    static int tokenEnd(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && isToken(bytes[at])) {
            at++;
        }
        return at;
    }

    static int skipLws(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && isLws(bytes[at])) {
            at++;
        }
        return at;
    }

    /** From an opening quote to the offset of the closing one, or -1. */
    static int closingQuote(byte[] bytes, int open, int to) {
        for (int i = open + 1; i < to; i++) {
            if (bytes[i] == '\\') {
                i++;
            } else if (bytes[i] == '"') {
                return i;
            }
        }
        return -1;
    }

    /** The end of a host (name, IPv4 or bracketed IPv6), or -1 when none starts here. */
    static int hostEnd(byte[] bytes, int from, int to) {
        if (from < to && bytes[from] == '[') {
            return ipv6End(bytes, from, to);
        }
        int at = from;
        while (at < to && isHost(bytes[at])) {
            at++;
        }
        return at > from ? at : -1;
    }

    private static int ipv6End(byte[] bytes, int from, int to) {
        int colons = 0;
        for (int i = from + 1; i < to; i++) {
            byte b = bytes[i];
            if (b == ']') {
                return colons >= 2 ? i + 1 : -1;
            }
            colons += b == ':' ? 1 : 0;
            if (b != ':' && b != '.' && !isHex(b)) {
                return -1;
            }
        }
        return -1;
    }

    /** A decimal number filling the range, or -1 when it is none or over max. */
    static long decimal(byte[] bytes, int from, int to, long max) {
        long value = 0;
        for (int i = from; i < to; i++) {
            if (!isDigit(bytes[i])) {
                return -1;
            }
            value = value * 10 + (bytes[i] - '0');
            if (value > max) {
                return -1;
            }
        }
        return from < to ? value : -1;
    }

    static boolean equalsIgnoreCase(byte[] bytes, int from, int to, String lower) {
        if (to - from != lower.length()) {
            return false;
        }
        for (int i = 0; i < lower.length(); i++) {
            if (lower(bytes[from + i]) != lower.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    static int lower(byte b) {
        return b >= 'A' && b <= 'Z' ? b + 32 : b;
    }

    /** As written; what is no UTF-8 becomes U+FFFD (the bytes themselves stay in the row). */
    static String string(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    /** The same, each fold replaced by one space (RFC 3261 §7.3.1). */
    static String unfolded(byte[] bytes, int from, int to) {
        if (indexOf(bytes, from, to, '\r') < 0) {
            return string(bytes, from, to);
        }
        byte[] flat = new byte[to - from];
        int length = 0;
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\r' || bytes[i] == '\n') {
                i = skipLws(bytes, i, to) - 1;
                flat[length++] = ' ';
            } else {
                flat[length++] = bytes[i];
            }
        }
        return string(flat, 0, length);
    }

    /** What stands between two quotes, quoted pairs resolved and folds undone. */
    static String unquoted(byte[] bytes, int from, int to) {
        if (indexOf(bytes, from, to, '\\') < 0) {
            return unfolded(bytes, from, to);
        }
        byte[] plain = new byte[to - from];
        int length = 0;
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\\' && i + 1 < to) {
                i++;
            }
            plain[length++] = bytes[i];
        }
        return unfolded(plain, 0, length);
    }

    /** In quotes, with what needs it escaped and line breaks made spaces. */
    static void quote(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r' || c == '\n') {
                out.append(' ');
                continue;
            }
            if (c == '"' || c == '\\' || c < ' ' || c == 0x7F) {
                out.append('\\');
            }
            out.append(c);
        }
        out.append('"');
    }
}
