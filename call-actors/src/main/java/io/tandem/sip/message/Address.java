package io.tandem.sip.message;

import java.util.Optional;

/**
 * A name-addr or addr-spec with header parameters: From, To, Contact, Route, … (RFC 3261 §20.10).
 *
 * @param displayName unquoted, escapes resolved
 */
public record Address(Optional<String> displayName, Uri uri, Parameters parameters) {

    public static Address of(Uri uri) {
        return new Address(Optional.empty(), uri, Parameters.EMPTY);
    }

    public static Address of(String displayName, Uri uri) {
        return new Address(Optional.of(displayName), uri, Parameters.EMPTY);
    }

    public Optional<String> tag() {
        throw new UnsupportedOperationException();
    }

    public Address withTag(String tag) {
        throw new UnsupportedOperationException();
    }

    public Address withoutTag() {
        throw new UnsupportedOperationException();
    }

    public Address withUri(Uri uri) {
        throw new UnsupportedOperationException();
    }

    public Address withParameter(String name, String value) {
        throw new UnsupportedOperationException();
    }

    /** Always in the bracketed form, so that what follows it is never read as the URI's. */
    public String text() {
        throw new UnsupportedOperationException();
    }

    public static Optional<Address> parse(String text) {
        throw new UnsupportedOperationException();
    }
}
