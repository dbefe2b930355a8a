package io.tandem.sip.message;

/**
 * Cuts a stream into messages by Content-Length (RFC 3261 §18.3). Holds no socket; one per connection, one thread. It
 * never holds more than one message's limit beyond what it was last fed.
 */
public final class StreamFramer {

    public StreamFramer(ParseLimits limits) {
        throw new UnsupportedOperationException();
    }

    /** Takes the bytes (copied) and says what comes first; ask {@link #next()} until it answers NeedMore. */
    public Frame feed(byte[] bytes, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    public Frame next() {
        throw new UnsupportedOperationException();
    }
}
