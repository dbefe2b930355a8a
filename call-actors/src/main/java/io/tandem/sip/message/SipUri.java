package io.tandem.sip.message;

import java.util.Optional;

/**
 * A sip or sips URI (RFC 3261 §19.1).
 *
 * @param user as on the wire, escaped
 * @param password as on the wire, escaped
 * @param host a name, an IPv4 address, or an IPv6 reference with its brackets
 * @param port -1 when absent
 * @param headers what stands after "?", or ""
 */
public record SipUri(boolean secure, Optional<String> user, Optional<String> password, String host, int port,
        Parameters parameters, String headers) implements Uri {

    public static SipUri of(String user, String host, int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String scheme() {
        return secure ? "sips" : "sip";
    }

    @Override
    public String text() {
        throw new UnsupportedOperationException();
    }

    /** The user with its escapes resolved, or "". */
    public String decodedUser() {
        throw new UnsupportedOperationException();
    }

    /** The user replaced; characters that may not stand there are escaped. */
    public SipUri withUser(String decodedUser) {
        throw new UnsupportedOperationException();
    }

    public SipUri withHostPort(String host, int port) {
        throw new UnsupportedOperationException();
    }

    public SipUri withParameters(Parameters parameters) {
        throw new UnsupportedOperationException();
    }

    public SipUri withParameter(String name, String value) {
        throw new UnsupportedOperationException();
    }

    public SipUri withoutParameter(String name) {
        throw new UnsupportedOperationException();
    }

    public Optional<String> transportParameter() {
        throw new UnsupportedOperationException();
    }

    /** user=phone: the user is a telephone number (RFC 3261 §19.1.6). */
    public boolean userIsPhone() {
        throw new UnsupportedOperationException();
    }

    /** ;lr: a loose router (RFC 3261 §16.12). */
    public boolean looseRouting() {
        throw new UnsupportedOperationException();
    }

    /** Equivalence as RFC 3261 §19.1.4 defines it; equals is stricter. */
    public boolean equivalentTo(SipUri other) {
        throw new UnsupportedOperationException();
    }
}
