package io.tandem.sip.message;

/** Bytes to messages (RFC 3261 §7, §25). Stateless; total: any bytes give a result, never an exception. */
public final class SipParser {
    private SipParser() {}

    /** One datagram or one framed message; the bytes are copied. */
    public static ParseResult parse(byte[] bytes, int offset, int length, ParseLimits limits) {
        throw new UnsupportedOperationException();
    }

    public static ParseResult parse(byte[] bytes) {
        throw new UnsupportedOperationException();
    }

    /** As parse, but the bytes become the message's own: the caller must not touch them again. */
    public static ParseResult parseOwned(byte[] bytes, ParseLimits limits) {
        throw new UnsupportedOperationException();
    }
}
