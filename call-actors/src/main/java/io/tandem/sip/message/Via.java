package io.tandem.sip.message;

import java.util.Optional;

/**
 * One Via value (RFC 3261 §20.42).
 *
 * @param transport as written, "UDP"
 * @param host sent-by host; an IPv6 reference keeps its brackets
 * @param port sent-by port, -1 when absent
 */
public record Via(String transport, String host, int port, Parameters parameters) {

    /** A Via with nothing but its branch. */
    public static Via of(String transport, String host, int port, String branch) {
        throw new UnsupportedOperationException();
    }

    public Optional<String> branch() {
        throw new UnsupportedOperationException();
    }

    public Optional<String> received() {
        throw new UnsupportedOperationException();
    }

    /** "" when asked for and not yet filled in (RFC 3581 §3). */
    public Optional<String> rport() {
        throw new UnsupportedOperationException();
    }

    public Via withParameter(String name, String value) {
        throw new UnsupportedOperationException();
    }

    public String text() {
        throw new UnsupportedOperationException();
    }

    public static Optional<Via> parse(String text) {
        throw new UnsupportedOperationException();
    }
}
