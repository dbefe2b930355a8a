package io.tandem.ops.trace;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hides what a copy of a message must not give away, character for character, so that lengths stay right: credentials
 * (RFC 3261 §20.7, §20.28: all behind the scheme) and media keys in SDP (RFC 4568 {@code inline:}, RFC 4567, RFC 4566
 * {@code k=}). A body that is compressed or encrypted is not looked into.
 */
final class Secrets {
    private static final Pattern CREDENTIALS = Pattern.compile(
            "(?im)^(?:Proxy-)?Authorization[ \\t]*:[ \\t]*(?:\\r?\\n[ \\t]+)?(?:[\\w!%*+~.'-]+(?:\\r?\\n)?[ \\t]+)?(?<secret>)");
    private static final Pattern CRYPTO = Pattern.compile("(?im)^a=crypto:[^\\n]*");
    private static final Pattern INLINE = Pattern.compile("(?i)inline:(?<secret>[^\\s;]*)");
    private static final Pattern KEYS = Pattern.compile("(?im)^(?:a=key-mgmt:|k=)(?<secret>[^\\n]*)");

    private Secrets() {}

    /** A copy where there is something to hide, else the same array. */
    static byte[] masked(byte[] wire) {
        String text = new String(wire, StandardCharsets.ISO_8859_1); // a byte a character, whatever they mean
        StringBuilder hidden = new StringBuilder(text);
        boolean any = hideCredentials(text, hidden);
        Matcher crypto = CRYPTO.matcher(text);
        while (crypto.find()) {
            any |= hide(INLINE.matcher(crypto.group()), crypto.start(), hidden);
        }
        any |= hide(KEYS.matcher(text), 0, hidden);
        return any ? hidden.toString().getBytes(StandardCharsets.ISO_8859_1) : wire;
    }

    private static boolean hideCredentials(String text, StringBuilder hidden) {
        Matcher found = CREDENTIALS.matcher(text);
        boolean any = false;
        while (found.find()) {
            any = true;
            hide(found.start("secret"), endOfField(text, found.start("secret")), hidden);
        }
        return any;
    }

    /** A line that begins with a space goes on with the one before (RFC 3261 §7.3.1). */
    private static int endOfField(String text, int from) {
        int end = text.indexOf('\n', from);
        while (end >= 0 && end + 1 < text.length() && (text.charAt(end + 1) == ' ' || text.charAt(end + 1) == '\t')) {
            end = text.indexOf('\n', end + 1);
        }
        return end < 0 ? text.length() : end;
    }

    private static boolean hide(Matcher found, int offset, StringBuilder text) {
        boolean any = false;
        while (found.find()) {
            any = true;
            hide(offset + found.start("secret"), offset + found.end("secret"), text);
        }
        return any;
    }

    private static void hide(int from, int to, StringBuilder text) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c != ' ' && c != '\t' && c != '\r' && c != '\n') {
                text.setCharAt(i, '*');
            }
        }
    }
}
