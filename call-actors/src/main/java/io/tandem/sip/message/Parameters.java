package io.tandem.sip.message;

import java.util.Optional;

/** Parameters after a URI or a header value, in order; names compare without case. Immutable. */
public final class Parameters {
    public static final Parameters EMPTY = new Parameters("");

    private final String text;

    private Parameters(String text) {
        this.text = text;
    }

    /** The value, unquoted; "" when the parameter stands without one. */
    public Optional<String> get(String name) {
        throw new UnsupportedOperationException();
    }

    public boolean has(String name) {
        throw new UnsupportedOperationException();
    }

    public boolean isEmpty() {
        return text.isEmpty();
    }

    /** Replaced in its place, or added at the end; an empty value writes the bare name. */
    public Parameters with(String name, String value) {
        throw new UnsupportedOperationException();
    }

    public Parameters without(String name) {
        throw new UnsupportedOperationException();
    }

    /** ";a=b;c", or "". */
    public String text() {
        return text;
    }

    public static Optional<Parameters> parse(String text) {
        throw new UnsupportedOperationException();
    }
}
