package io.tandem.sip.message;

/** A response (RFC 3261 §7.2). */
public final class SipResponse extends SipMessage {

    SipResponse() {}

    public int status() {
        throw new UnsupportedOperationException();
    }

    public String reason() {
        throw new UnsupportedOperationException();
    }

    public boolean provisional() {
        return status() < 200;
    }

    public boolean success() {
        return status() / 100 == 2;
    }

    public boolean finalResponse() {
        return status() >= 200;
    }

    @Override
    public String startLine() {
        throw new UnsupportedOperationException();
    }

    /** Copies Via, From, To, Call-ID, CSeq (and Timestamp into a 100) byte for byte (RFC 3261 §8.2.6). */
    public static Builder to(SipRequest request, int status) {
        throw new UnsupportedOperationException();
    }

    /** The same from the headers of a request that did not parse. */
    public static Builder to(Headers requestHeaders, int status) {
        throw new UnsupportedOperationException();
    }

    public Builder toBuilder() {
        throw new UnsupportedOperationException();
    }

    public static final class Builder extends MessageBuilder<Builder> {
        Builder() {}

        public Builder reason(String reason) {
            throw new UnsupportedOperationException();
        }

        /** Adds the tag to To unless it has one. */
        public Builder toTag(String tag) {
            throw new UnsupportedOperationException();
        }

        /** Throws IllegalStateException when Via, From, To, Call-ID or CSeq is missing: a bug. */
        public SipResponse build() {
            throw new UnsupportedOperationException();
        }
    }
}
