package io.tandem.sip.message;

/** A request (RFC 3261 §7.1). */
public final class SipRequest extends SipMessage {

    SipRequest() {}

    public SipMethod method() {
        throw new UnsupportedOperationException();
    }

    public Uri requestUri() {
        throw new UnsupportedOperationException();
    }

    /** -1 when absent. */
    public int maxForwards() {
        throw new UnsupportedOperationException();
    }

    @Override
    public String startLine() {
        throw new UnsupportedOperationException();
    }

    /** The same request with one more Via, on top. */
    public SipRequest withVia(Via via) {
        throw new UnsupportedOperationException();
    }

    /** The same request with its top Via replaced: received and rport stamped (RFC 3261 §18.2.1, RFC 3581 §4). */
    public SipRequest withTopVia(Via via) {
        throw new UnsupportedOperationException();
    }

    public static Builder builder(SipMethod method, Uri requestUri) {
        throw new UnsupportedOperationException();
    }

    public Builder toBuilder() {
        throw new UnsupportedOperationException();
    }

    public static final class Builder extends MessageBuilder<Builder> {
        Builder() {}

        public Builder requestUri(Uri uri) {
            throw new UnsupportedOperationException();
        }

        public Builder maxForwards(int hops) {
            throw new UnsupportedOperationException();
        }

        public Builder via(Via via) {
            throw new UnsupportedOperationException();
        }

        /** Throws IllegalStateException when From, To, Call-ID or CSeq is missing or unreadable: a bug. */
        public SipRequest build() {
            throw new UnsupportedOperationException();
        }
    }
}
