package io.tandem.sip.message;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** A request or a response (RFC 3261 §7). Immutable. */
public sealed abstract class SipMessage permits SipRequest, SipResponse {

    SipMessage() {}

    public final Headers headers() {
        throw new UnsupportedOperationException();
    }

    /** The Via on top. A request that was built and has not met the transaction layer has none: asking is a bug. */
    public final Via topVia() {
        throw new UnsupportedOperationException();
    }

    public final List<Via> vias() {
        throw new UnsupportedOperationException();
    }

    public final Address from() {
        throw new UnsupportedOperationException();
    }

    public final Address to() {
        throw new UnsupportedOperationException();
    }

    public final String callId() {
        throw new UnsupportedOperationException();
    }

    public final CSeq cseq() {
        throw new UnsupportedOperationException();
    }

    public final Optional<String> fromTag() {
        return from().tag();
    }

    public final Optional<String> toTag() {
        return to().tag();
    }

    public final Field<List<Address>> contacts() {
        throw new UnsupportedOperationException();
    }

    public final Field<List<Address>> routes() {
        throw new UnsupportedOperationException();
    }

    public final Field<List<Address>> recordRoutes() {
        throw new UnsupportedOperationException();
    }

    public final Field<ContentType> contentType() {
        throw new UnsupportedOperationException();
    }

    /** Length 0 when there is none; not to be modified. */
    public final byte[] body() {
        throw new UnsupportedOperationException();
    }

    public final boolean hasBody() {
        throw new UnsupportedOperationException();
    }

    /** Without its CRLF. */
    public abstract String startLine();

    /** What goes on the wire; for an unmodified parsed message the very bytes it came in. */
    public final byte[] toBytes() {
        throw new UnsupportedOperationException();
    }

    /** The same without an array between; needs {@link #encodedLength()} bytes of room. */
    public final void writeTo(ByteBuffer out) {
        throw new UnsupportedOperationException();
    }

    public final int encodedLength() {
        throw new UnsupportedOperationException();
    }
}
