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

    public static Optional<Address> parse(String text) {
        Cursor cursor = Cursor.of(text);
        Address address = cursor.address();
        return address != null && cursor.atEnd() ? Optional.of(address) : Optional.empty();
    }

    /** Stands for a From or To that cannot be read, in the refusal of the request that holds it. */
    static Address unreadable(String text) {
        return of(new OtherUri("", text));
    }

    static Address wildcard() {
        return of(new OtherUri("", "*"));
    }

    public Optional<String> tag() {
        return parameters.get("tag");
    }

    public Address withTag(String tag) {
        return withParameter("tag", tag);
    }

    public Address withoutTag() {
        return new Address(displayName, uri, parameters.without("tag"));
    }

    public Address withUri(Uri other) {
        return new Address(displayName, other, parameters);
    }

    public Address withParameter(String name, String value) {
        return new Address(displayName, uri, parameters.with(name, value));
    }

    /** "*" in a Contact: all bindings (RFC 3261 §10.2.2). */
    public boolean isWildcard() {
        return uri instanceof OtherUri other && other.scheme().isEmpty() && other.rest().equals("*");
    }

    /** Always in the bracketed form, so that what follows it is never read as the URI's. */
    public String text() {
        String address = uri.text();
        if (uri.scheme().isEmpty()) {
            return address + parameters.text();
        }
        StringBuilder out = new StringBuilder(address.length() + parameters.text().length() + 32);
        if (displayName.isPresent()) {
            Grammar.quote(out, displayName.get());
            out.append(' ');
        }
        return out.append('<').append(address).append('>').append(parameters.text()).toString();
    }
}
