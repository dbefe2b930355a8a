package io.tandem.sip.message;

import java.util.Optional;

/** What a stream held next. */
public sealed interface Frame {
    /** One whole message, not yet parsed; the bytes are the taker's own ({@link SipParser#parseOwned}). */
    record Message(byte[] bytes) implements Frame {}

    /** A double CRLF between messages: a ping that wants a CRLF back (RFC 5626 §3.5.1). */
    record KeepAlive() implements Frame {}

    /** Nothing whole is left; feed more. */
    record NeedMore() implements Frame {}

    /**
     * The stream cannot be framed any more and has to be closed; every further call says so again.
     *
     * @param answerable the rows a refusal with {@link Problem#status()} needs, when it can be sent before closing
     */
    record Broken(Problem problem, String reason, Optional<Headers> answerable) implements Frame {}
}
