package io.tandem.sip.message;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A URI as SIP carries it (RFC 3261 §19.1, RFC 3966). */
public sealed interface Uri permits SipUri, TelUri, OtherUri {
    /** Lower-case: sip, sips, tel, … */
    String scheme();

    /** As written on the wire. */
    String text();

    static Optional<Uri> parse(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Optional.ofNullable(UriGrammar.parse(bytes, 0, bytes.length));
    }
}
