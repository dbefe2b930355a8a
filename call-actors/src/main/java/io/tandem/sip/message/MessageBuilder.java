package io.tandem.sip.message;

/** What request and response builders share. Content-Length is the writer's: rows of it are dropped. */
public abstract sealed class MessageBuilder<B extends MessageBuilder<B>>
        permits SipRequest.Builder, SipResponse.Builder {

    MessageBuilder() {}

    public final B add(HeaderName name, String value) {
        throw new UnsupportedOperationException();
    }

    public final B addFirst(HeaderName name, String value) {
        throw new UnsupportedOperationException();
    }

    public final B set(HeaderName name, String value) {
        throw new UnsupportedOperationException();
    }

    public final B remove(HeaderName name) {
        throw new UnsupportedOperationException();
    }

    /** All rows of that name, byte for byte. */
    public final B copy(Headers from, HeaderName name) {
        throw new UnsupportedOperationException();
    }

    public final B copyAll(Headers from) {
        throw new UnsupportedOperationException();
    }

    public final B from(Address from) {
        throw new UnsupportedOperationException();
    }

    public final B to(Address to) {
        throw new UnsupportedOperationException();
    }

    public final B callId(String callId) {
        throw new UnsupportedOperationException();
    }

    public final B cseq(CSeq cseq) {
        throw new UnsupportedOperationException();
    }

    public final B contact(Address contact) {
        throw new UnsupportedOperationException();
    }

    /** Sets Content-Type too; the bytes must not be modified afterwards. */
    public final B body(ContentType type, byte[] body) {
        throw new UnsupportedOperationException();
    }

    public final B body(String contentType, byte[] body) {
        throw new UnsupportedOperationException();
    }

    public final B noBody() {
        throw new UnsupportedOperationException();
    }
}
