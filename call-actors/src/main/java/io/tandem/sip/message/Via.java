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
        return new Via(transport, host, port, Parameters.EMPTY.with("branch", branch));
    }

    public static Optional<Via> parse(String text) {
        Cursor cursor = Cursor.of(text);
        Via via = cursor.via();
        return via != null && cursor.atEnd() ? Optional.of(via) : Optional.empty();
    }

    public Optional<String> branch() {
        return parameters.get("branch");
    }

    public Optional<String> received() {
        return parameters.get("received");
    }

    /** "" when asked for and not yet filled in (RFC 3581 §3). */
    public Optional<String> rport() {
        return parameters.get("rport");
    }

    public Via withParameter(String name, String value) {
        return new Via(transport, host, port, parameters.with(name, value));
    }

    public String text() {
        String tail = parameters.text();
        StringBuilder out = new StringBuilder(host.length() + tail.length() + 24);
        out.append("SIP/2.0/").append(transport).append(' ').append(host);
        if (port >= 0) {
            out.append(':').append(port);
        }
        return out.append(tail).toString();
    }
}
