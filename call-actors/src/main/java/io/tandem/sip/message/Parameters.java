package io.tandem.sip.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Parameters after a URI or a header value, in order; names compare without case. Immutable. Kept as the text they are
 * written as and searched when asked: there are few, and most are never asked for.
 */
public final class Parameters {
    public static final Parameters EMPTY = new Parameters("");

    /** "" or ";name", ";name=value" in a row, no space outside quotes. */
    private final String text;

    private Parameters(String text) {
        this.text = text;
    }

    static Parameters ofText(String text) {
        return text.isEmpty() ? EMPTY : new Parameters(text);
    }

    /** The value, unquoted; "" when the parameter stands without one. */
    public Optional<String> get(String name) {
        int start = find(name);
        if (start < 0) {
            return Optional.empty();
        }
        int end = end(start);
        int value = start + 1 + name.length() + 1;
        return Optional.of(value >= end ? "" : plain(text.substring(value, end)));
    }

    public boolean has(String name) {
        return find(name) >= 0;
    }

    public boolean isEmpty() {
        return text.isEmpty();
    }

    /** In order, as written. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        for (int start = 0; start < text.length(); start = end(start)) {
            int equal = text.indexOf('=', start);
            int end = end(start);
            names.add(text.substring(start + 1, equal >= 0 && equal < end ? equal : end));
        }
        return names;
    }

    /**
     * Replaced in its place, or added at the end; an empty value writes the bare name. A value that is more than a
     * token is quoted; into a URI's parameters only what needs no quotes may go.
     */
    public Parameters with(String name, String value) {
        StringBuilder out = new StringBuilder(text.length() + name.length() + value.length() + 4);
        int start = find(name);
        int end = start < 0 ? text.length() : end(start);
        out.append(text, 0, start < 0 ? end : start).append(';').append(name);
        if (!value.isEmpty()) {
            append(out.append('='), value);
        }
        return new Parameters(out.append(text, end, text.length()).toString());
    }

    public Parameters without(String name) {
        int start = find(name);
        return start < 0 ? this : ofText(text.substring(0, start) + text.substring(end(start)));
    }

    /** ";a=b;c", or "". */
    public String text() {
        return text;
    }

    /** Reads ";a=b;c" as header parameters, quotes and white space allowed. */
    public static Optional<Parameters> parse(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Cursor cursor = new Cursor(bytes, 0, bytes.length);
        Parameters read = cursor.parameters();
        return read != null && cursor.atEnd() ? Optional.of(read) : Optional.empty();
    }

    private static void append(StringBuilder out, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c > 0x7E || !Grammar.isHeaderParameter((byte) c)) {
                Grammar.quote(out, value);
                return;
            }
        }
        out.append(value);
    }

    private static String plain(String value) {
        if (value.charAt(0) != '"') {
            return value;
        }
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        return Grammar.unquoted(bytes, 1, bytes.length - 1);
    }

    /** Where the parameter's semicolon is, or -1. */
    private int find(String name) {
        for (int start = 0; start < text.length(); start = end(start)) {
            int end = start + 1 + name.length();
            boolean whole = end == text.length() || end < text.length() && (text.charAt(end) == '='
                    || text.charAt(end) == ';');
            if (whole && text.regionMatches(true, start + 1, name, 0, name.length())) {
                return start;
            }
        }
        return -1;
    }

    /** Where the parameter that starts here ends: the next semicolon outside quotes. */
    private int end(int start) {
        boolean quoted = false;
        for (int i = start + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ';' && !quoted) {
                return i;
            }
        }
        return text.length();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Parameters parameters && text.equals(parameters.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
