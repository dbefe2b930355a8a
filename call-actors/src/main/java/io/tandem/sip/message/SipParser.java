package io.tandem.sip.message;

import java.util.Arrays;

/**
 * Bytes to messages (RFC 3261 §7, §25). Stateless; total: any bytes give a result, never an exception. What everybody
 * relies on (start line, top Via, From, To, Call-ID, CSeq, Max-Forwards, Content-Length) is read here; every other
 * header when it is asked for.
 */
public final class SipParser {
    private SipParser() {}

    /** One datagram or one framed message; the bytes are copied. */
    public static ParseResult parse(byte[] bytes, int offset, int length, ParseLimits limits) {
        return parseOwned(Arrays.copyOfRange(bytes, offset, offset + length), limits);
    }

    public static ParseResult parse(byte[] bytes) {
        return parse(bytes, 0, bytes.length, ParseLimits.DEFAULT);
    }

    /** As parse, but the bytes become the message's own: the caller must not touch them again. */
    public static ParseResult parseOwned(byte[] bytes, ParseLimits limits) {
        return new MessageReader(bytes, limits).read();
    }
}
