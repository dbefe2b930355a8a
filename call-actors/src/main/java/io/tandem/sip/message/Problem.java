package io.tandem.sip.message;

/** Why bytes are no SIP message that we handle; the closed set that refusals are counted by. */
public enum Problem {
    /** No start line of SIP at all: another protocol, or noise. */
    NOT_SIP(400),
    /** A start line that breaks the grammar (RFC 3261 §7.1, §7.2). */
    START_LINE(400),
    /** A SIP version other than 2.0: refused with 505. */
    VERSION(505),
    /** A header row without a name or a colon, a bare CR or LF, no blank line at the end. */
    HEADER_SYNTAX(400),
    /** Via, From, To, Call-ID or CSeq is missing. */
    MISSING_HEADER(400),
    /** A header that may stand once stands twice. */
    REPEATED_HEADER(400),
    /** A header that everybody relies on has a value that cannot be read. */
    HEADER_VALUE(400),
    /** The CSeq method is not the request's method. */
    METHOD_MISMATCH(400),
    /** Content-Length is more than what arrived. */
    CONTENT_LENGTH(400),
    /** Longer than {@link ParseLimits#messageBytes()}: 513. */
    MESSAGE_TOO_LARGE(513),
    /** Request-URI longer than {@link ParseLimits#uriBytes()}: 414. */
    URI_TOO_LONG(414),
    /** Body longer than {@link ParseLimits#bodyBytes()}: 413. */
    BODY_TOO_LARGE(413),
    /** Another element over its limit (F-134): 400. */
    ELEMENT_TOO_LONG(400),
    /** More rows than {@link ParseLimits#headerRows()}: 400. */
    TOO_MANY_HEADERS(400);

    private final int status;

    Problem(int status) {
        this.status = status;
    }

    /** What a request with it is refused with. */
    public int status() {
        return status;
    }
}
