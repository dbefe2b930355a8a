package io.tandem.sip.message;

import java.util.Optional;

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
    /** The message is too large: 513. */
    MESSAGE_TOO_LARGE(513, ElementLimit.MESSAGE_BYTES),
    /** The Request-URI is too long: 414. */
    URI_TOO_LONG(414, ElementLimit.URI_BYTES),
    /** The body is too large: 413. */
    BODY_TOO_LARGE(413, ElementLimit.BODY_BYTES), TOO_MANY_HEADERS(400, ElementLimit.HEADER_ROWS), HEADER_NAME_TOO_LONG(
            400, ElementLimit.HEADER_NAME_BYTES), HEADER_VALUE_TOO_LONG(400,
                    ElementLimit.HEADER_VALUE_BYTES), CONTACT_TOO_LONG(400,
                            ElementLimit.CONTACT_BYTES), USERINFO_TOO_LONG(400,
                                    ElementLimit.USERINFO_BYTES), DOMAIN_TOO_LONG(400,
                                            ElementLimit.DOMAIN_BYTES), BODY_NAME_TOO_LONG(400,
                                                    ElementLimit.BODY_NAME_BYTES), OPTIONS_TOO_LONG(400,
                                                            ElementLimit.OPTIONS_BYTES), OPTION_TAG_TOO_LONG(400,
                                                                    ElementLimit.OPTION_TAG_BYTES), TOO_MANY_PARAMETERS(
                                                                            400,
                                                                            ElementLimit.PARAMETERS), TOO_MANY_VIAS(400,
                                                                                    ElementLimit.VIAS), TOO_MANY_BODY_PARTS(
                                                                                            400,
                                                                                            ElementLimit.BODY_PARTS);

    private final int status;
    private final Optional<ElementLimit> limit;

    Problem(int status) {
        this.status = status;
        this.limit = Optional.empty();
    }

    Problem(int status, ElementLimit limit) {
        this.status = status;
        this.limit = Optional.of(limit);
    }

    /** What a request with it is refused with. */
    public int status() {
        return status;
    }

    /** The limit that was passed (F-133 to F-135); empty where nothing was too big. */
    public Optional<ElementLimit> limit() {
        return limit;
    }
}
