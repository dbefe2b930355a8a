package io.tandem.sip.message;

import java.util.Optional;

/** What bytes turned out to be. */
public sealed interface ParseResult {

    /** A message whose start line, Via, From, To, Call-ID, CSeq and Content-Length hold what they must. */
    record Parsed(SipMessage message) implements ParseResult {}

    /**
     * Not a message that can be handled.
     *
     * @param status what to answer with when it can be answered: 400, 413, 414, 505, 513
     * @param reason one line for a person, fit for a reason phrase; holds nothing of what was received
     * @param answerable the rows a response repeats ({@link SipResponse#to(Headers, int)}), as far as they were there;
     *            present only when this was a request other than ACK whose top Via says where a response goes
     * @param request whether the start line was that of a request
     */
    record Malformed(Problem problem, int status, String reason, Optional<Headers> answerable,
            boolean request) implements ParseResult {}

    /** Nothing but CRLFs (RFC 5626 §3.5.1), or nothing at all. */
    record KeepAlive() implements ParseResult {}
}
