package io.tandem.sip.message;

import java.util.List;

/**
 * The limits on single elements (F-134, F-135): over one of them the message is refused with 400. What is too short to
 * be over its limit is not looked into, so an ordinary message pays next to nothing.
 */
final class ElementSizes {
    private static final List<HeaderName> OPTIONS = List.of(HeaderName.SUPPORTED, HeaderName.REQUIRE,
            HeaderName.PROXY_REQUIRE);
    /** "SIP/2.0/UDP a" and a comma. */
    private static final int SHORTEST_VIA_BYTES = 14;

    private ElementSizes() {}

    static void check(Headers headers, Essentials essentials, Uri requestUri, ParseLimits limits, Verdict verdict) {
        checkUser(requestUri, "the Request-URI", limits, verdict);
        checkUser(essentials.from().uri(), "From", limits, verdict);
        checkUser(essentials.to().uri(), "To", limits, verdict);
        if (essentials.from().uri() instanceof SipUri from
                && from.host().length() > limits.of(ElementLimit.DOMAIN_BYTES)) {
            verdict.fail(Problem.DOMAIN_TOO_LONG, "Domain too long in From");
        }
        for (int i = 0; i < OPTIONS.size(); i++) {
            checkOptions(headers, OPTIONS.get(i), limits, verdict);
        }
        checkContacts(headers, limits, verdict);
        checkVias(headers, limits, verdict);
    }

    private static void checkUser(Uri uri, String where, ParseLimits limits, Verdict verdict) {
        if (uri instanceof SipUri sip && sip.user().isPresent()) {
            int password = sip.password().isPresent() ? sip.password().get().length() + 1 : 0;
            if (sip.user().get().length() + password > limits.of(ElementLimit.USERINFO_BYTES)) {
                verdict.fail(Problem.USERINFO_TOO_LONG, "User too long in " + where);
            }
        }
    }

    private static void checkOptions(Headers headers, HeaderName name, ParseLimits limits, Verdict verdict) {
        for (int row = headers.find(name, 0); row >= 0; row = headers.find(name, row + 1)) {
            int from = RowIndex.valueStart(headers.index(), row);
            int to = RowIndex.valueEnd(headers.index(), row);
            if (to - from > limits.of(ElementLimit.OPTIONS_BYTES)) {
                verdict.fail(Problem.OPTIONS_TOO_LONG, name + " too long");
            } else if (to - from > limits.of(ElementLimit.OPTION_TAG_BYTES)
                    && longestToken(headers.bytes(), from, to) > limits.of(ElementLimit.OPTION_TAG_BYTES)) {
                verdict.fail(Problem.OPTION_TAG_TOO_LONG, "Option tag too long in " + name);
            }
        }
    }

    private static int longestToken(byte[] bytes, int from, int to) {
        int longest = 0;
        int start = from;
        while (start < to) {
            int end = Grammar.tokenEnd(bytes, start, to);
            longest = Math.max(longest, end - start);
            start = end + 1;
        }
        return longest;
    }

    /** A row no longer than a URI may be holds no URI that is; only the others are read. */
    private static void checkContacts(Headers headers, ParseLimits limits, Verdict verdict) {
        int most = limits.of(ElementLimit.CONTACT_BYTES);
        for (int row = headers.find(HeaderName.CONTACT, 0); row >= 0; row = headers.find(HeaderName.CONTACT, row + 1)) {
            int length = RowIndex.valueEnd(headers.index(), row) - RowIndex.valueStart(headers.index(), row);
            if (length > most && longestUri(headers.cursor(row)) > most) {
                verdict.fail(Problem.CONTACT_TOO_LONG, "URI too long in Contact");
            }
        }
    }

    private static int longestUri(Cursor cursor) {
        int longest = 0;
        Address address;
        do {
            address = cursor.address();
            longest = address == null ? longest : Math.max(longest, address.uri().text().length());
        } while (address != null && cursor.skip(','));
        return longest;
    }

    private static void checkVias(Headers headers, ParseLimits limits, Verdict verdict) {
        int most = limits.of(ElementLimit.VIAS);
        int bytes = 0;
        for (int row = headers.find(HeaderName.VIA, 0); row >= 0; row = headers.find(HeaderName.VIA, row + 1)) {
            bytes += RowIndex.valueEnd(headers.index(), row) - RowIndex.valueStart(headers.index(), row) + 1;
        }
        if (bytes > most * SHORTEST_VIA_BYTES && headers.values(HeaderName.VIA).size() > most) {
            verdict.fail(Problem.TOO_MANY_VIAS, "Too many Via");
        }
    }

    /**
     * Whether a URI or one value of a header in this range has more parameters than may be. What stands in quotes is no
     * parameter; brackets and commas begin anew.
     */
    static boolean tooManyParameters(byte[] bytes, int from, int to, int most) {
        if (to - from <= 2 * most) { // ";a" is the shortest
            return false;
        }
        int parameters = 0;
        for (int i = from; i < to; i++) {
            switch (bytes[i]) {
                case ';' -> {
                    if (++parameters > most) {
                        return true;
                    }
                }
                case '<', '>', ',' -> parameters = 0;
                case '"' -> {
                    int close = Grammar.closingQuote(bytes, i, to);
                    i = close < 0 ? i : close;
                }
                default -> {
                }
            }
        }
        return false;
    }

    /** Looks at the body by its Content-Type; a body without one has neither name nor parts. */
    static void checkBody(Headers headers, int bodyFrom, int bodyTo, ParseLimits limits, Verdict verdict) {
        int row = headers.find(HeaderName.CONTENT_TYPE, 0);
        if (row < 0) {
            return;
        }
        byte[] bytes = headers.bytes();
        int from = RowIndex.valueStart(headers.index(), row);
        int to = RowIndex.valueEnd(headers.index(), row);
        int semicolon = Grammar.indexOf(bytes, from, to, ';');
        if ((semicolon < 0 ? to : semicolon) - from > limits.of(ElementLimit.BODY_NAME_BYTES)) {
            verdict.fail(Problem.BODY_NAME_TOO_LONG, "Media type too long in Content-Type");
        } else if (isMultipart(bytes, from, to)) {
            ContentType type = headers.cursor(row).contentType();
            int most = limits.of(ElementLimit.BODY_PARTS);
            if (type != null && Multipart.hasMoreParts(type, bytes, bodyFrom, bodyTo, most)) {
                verdict.fail(Problem.TOO_MANY_BODY_PARTS, "Too many body parts");
            }
        }
    }

    private static boolean isMultipart(byte[] bytes, int from, int to) {
        return to - from > 10 && Grammar.equalsIgnoreCase(bytes, from, from + 10, "multipart/");
    }
}
