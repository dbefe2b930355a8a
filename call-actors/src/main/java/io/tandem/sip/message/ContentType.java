package io.tandem.sip.message;

import java.util.Optional;

/** Content-Type (RFC 3261 §20.15); type and subtype as written, compared without case by {@link #is}. */
public record ContentType(String type, String subtype, Parameters parameters) {
    public static final ContentType SDP = new ContentType("application", "sdp", Parameters.EMPTY);

    public boolean is(String otherType, String otherSubtype) {
        return type.equalsIgnoreCase(otherType) && subtype.equalsIgnoreCase(otherSubtype);
    }

    public String text() {
        return type + '/' + subtype + parameters.text();
    }

    public static Optional<ContentType> parse(String text) {
        return Optional.ofNullable(Cursor.of(text).contentType());
    }
}
