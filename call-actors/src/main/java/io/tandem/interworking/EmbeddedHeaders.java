package io.tandem.interworking;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The headers inside a SIP URI, behind its question mark (RFC 3261 §19.1.1), as History-Info has them (TSP-94). */
final class EmbeddedHeaders {
    private static final String UNESCAPED = "-_.!~*'()[]/?:+$";
    private static final String HEX = "0123456789ABCDEF";

    private EmbeddedHeaders() {}

    /**
     * A header's value of the form {@code "name" <uri?headers>;parameters} whose embedded headers are escaped as they
     * must be; what is escaped already stays as it is. Microsoft's examples show them bare.
     */
    static String escapedIn(String value) {
        int open = value.indexOf('<');
        int question = value.indexOf('?', open);
        int close = value.lastIndexOf('>');
        if (open < 0 || question < 0 || close < question) {
            return value;
        }
        return value.substring(0, question + 1) + escaped(value.substring(question + 1, close))
                + value.substring(close);
    }

    private static String escaped(String headers) {
        StringBuilder out = new StringBuilder(headers.length() + 16);
        boolean inValue = false;
        for (byte b : headers.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            if (c == '&') {
                inValue = false;
                out.append(c);
            } else if (c == '=' && !inValue) {
                inValue = true;
                out.append(c);
            } else {
                append(c, c == '%', out);
            }
        }
        return out.toString();
    }

    /** The text as the value of an embedded header. */
    static String escapedValue(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            append((char) (b & 0xFF), false, out);
        }
        return out.toString();
    }

    private static void append(char c, boolean escape, StringBuilder out) {
        boolean plain = c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
                || UNESCAPED.indexOf(c) >= 0 || escape;
        if (plain) {
            out.append(c);
        } else {
            out.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
        }
    }

    /** The value of one of them, in the clear. @param headers as {@code Reason=SIP%3Bcause%3D302&Privacy=history} */
    static Optional<String> value(String headers, String name) {
        for (String each : headers.split("&")) {
            int equal = each.indexOf('=');
            if (equal > 0 && each.substring(0, equal).equalsIgnoreCase(name)) {
                return Optional.of(decoded(each.substring(equal + 1)));
            }
        }
        return Optional.empty();
    }

    private static String decoded(String escaped) {
        byte[] bytes = escaped.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(bytes[i + 2], 16);
            if (bytes[i] == '%' && low >= 0) {
                out.write(high << 4 | low);
                i += 2;
            } else {
                out.write(bytes[i]);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
