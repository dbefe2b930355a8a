package io.tandem.sip.message;

import java.util.Optional;

/** CSeq (RFC 3261 §20.16): number is 0 to 2³²−1. */
public record CSeq(long number, SipMethod method) {
    public String text() {
        return number + " " + method.name();
    }

    public static Optional<CSeq> parse(String text) {
        return Optional.ofNullable(Cursor.of(text).cseq());
    }
}
