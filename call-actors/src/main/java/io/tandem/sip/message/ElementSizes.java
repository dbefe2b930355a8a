package io.tandem.sip.message;

import java.util.List;

/** The limits on single elements (F-134, F-135): over one of them the message is refused with 400. */
final class ElementSizes {
    private static final List<HeaderName> OPTIONS = List.of(HeaderName.SUPPORTED, HeaderName.REQUIRE,
            HeaderName.PROXY_REQUIRE);

    private ElementSizes() {}

    static void check(Headers headers, Essentials essentials, Uri requestUri, ParseLimits limits, Verdict verdict) {
        checkUser(requestUri, limits, verdict);
        checkUser(essentials.from().uri(), limits, verdict);
        checkUser(essentials.to().uri(), limits, verdict);
        if (essentials.from().uri() instanceof SipUri from && from.host().length() > limits.domainBytes()) {
            verdict.fail(Problem.ELEMENT_TOO_LONG, "Domain too long in From");
        }
        for (int i = 0; i < OPTIONS.size(); i++) {
            checkOptions(headers, OPTIONS.get(i), limits, verdict);
        }
        checkContacts(headers, limits, verdict);
    }

    private static void checkUser(Uri uri, ParseLimits limits, Verdict verdict) {
        if (uri instanceof SipUri sip && sip.user().isPresent()) {
            int password = sip.password().isPresent() ? sip.password().get().length() + 1 : 0;
            if (sip.user().get().length() + password > limits.userinfoBytes()) {
                verdict.fail(Problem.ELEMENT_TOO_LONG, "User too long in a URI");
            }
        }
    }

    private static void checkOptions(Headers headers, HeaderName name, ParseLimits limits, Verdict verdict) {
        for (int row = headers.find(name, 0); row >= 0; row = headers.find(name, row + 1)) {
            int from = RowIndex.valueStart(headers.index(), row);
            int to = RowIndex.valueEnd(headers.index(), row);
            if (to - from > limits.optionsBytes()
                    || longestToken(headers.bytes(), from, to) > limits.optionTagBytes()) {
                verdict.fail(Problem.ELEMENT_TOO_LONG, "Option tag too long in " + name);
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
        for (int row = headers.find(HeaderName.CONTACT, 0); row >= 0; row = headers.find(HeaderName.CONTACT, row + 1)) {
            int length = RowIndex.valueEnd(headers.index(), row) - RowIndex.valueStart(headers.index(), row);
            if (length > limits.uriBytes() && longestUri(headers.cursor(row)) > limits.uriBytes()) {
                verdict.fail(Problem.ELEMENT_TOO_LONG, "URI too long in Contact");
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
}
