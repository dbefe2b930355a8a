package io.tandem.sip.message;

/** Request-Line or Status-Line (RFC 3261 §7.1, §7.2), read from the line [from, to) without its CRLF. */
final class StartLine {
    private final byte[] bytes;
    private final Verdict verdict;
    private final boolean request;
    private SipMethod method = SipMethod.of("");
    private Uri uri;
    private int status;
    private String reason = "";

    private StartLine(byte[] bytes, Verdict verdict, boolean request) {
        this.bytes = bytes;
        this.verdict = verdict;
        this.request = request;
    }

    /** Null when it is not SIP's at all (TRAP-33: an HTTP probe, noise); what is wrong else goes to the verdict. */
    static StartLine read(byte[] bytes, int from, int to, ParseLimits limits, Verdict verdict) {
        if (protocolAt(bytes, from, to)) {
            StartLine line = new StartLine(bytes, verdict, false);
            line.readStatusLine(from, to);
            return line;
        }
        if (!isSip(bytes, from, to)) {
            return null;
        }
        StartLine line = new StartLine(bytes, verdict, true);
        line.readRequestLine(from, to, limits);
        return line;
    }

    boolean request() {
        return request;
    }

    SipMethod method() {
        return method;
    }

    Uri uri() {
        return uri;
    }

    int status() {
        return status;
    }

    String reason() {
        return reason;
    }

    private static boolean protocolAt(byte[] bytes, int from, int to) {
        return from + 4 <= to && Grammar.equalsIgnoreCase(bytes, from, from + 4, "sip/");
    }

    /** Whether " SIP/" stands anywhere in the line: then a request was meant. */
    private static boolean isSip(byte[] bytes, int from, int to) {
        for (int i = to - 5; i > from; i--) {
            if (bytes[i] == ' ' && protocolAt(bytes, i + 1, to)) {
                return true;
            }
        }
        return false;
    }

    private void readRequestLine(int from, int to, ParseLimits limits) {
        int methodEnd = Grammar.tokenEnd(bytes, from, to);
        int lastSpace = to - 1;
        while (bytes[lastSpace] != ' ') {
            lastSpace--;
        }
        method = SipMethod.of(bytes, from, methodEnd);
        if (methodEnd == from || bytes[methodEnd] != ' ' || lastSpace <= methodEnd || !protocolAt(bytes, lastSpace + 1,
                to)) {
            verdict.fail(Problem.START_LINE, "Malformed Request-Line");
            return;
        }
        version(lastSpace + 5, to);
        uri = UriGrammar.parse(bytes, methodEnd + 1, lastSpace);
        if (lastSpace - methodEnd - 1 > limits.of(ElementLimit.URI_BYTES)) {
            verdict.fail(Problem.URI_TOO_LONG, "Request-URI too long");
        } else if (uri == null || uri instanceof SipUri sip && !sip.headers().isEmpty()) {
            // RFC 3261 §19.1.1: no headers in a Request-URI
            verdict.fail(Problem.START_LINE, "Malformed Request-URI");
        } else if (ElementSizes.tooManyParameters(bytes, methodEnd + 1, lastSpace,
                limits.of(ElementLimit.PARAMETERS))) {
            verdict.fail(Problem.TOO_MANY_PARAMETERS, "Too many parameters in the Request-URI");
        }
    }

    private void version(int from, int to) {
        boolean same = Grammar.equalsIgnoreCase(bytes, from, to, "2.0");
        if (!same) {
            verdict.fail(isNumbered(from, to) ? Problem.VERSION : Problem.START_LINE, "SIP version not supported");
        }
    }

    private boolean isNumbered(int from, int to) {
        int dot = Grammar.indexOf(bytes, from, to, '.');
        for (int i = from; i < to; i++) {
            if (i != dot && !Grammar.isDigit(bytes[i])) {
                return false;
            }
        }
        return dot > from && dot < to - 1;
    }

    private void readStatusLine(int from, int to) {
        int space = Grammar.indexOf(bytes, from, to, ' ');
        int versionEnd = space < 0 ? to : space;
        version(from + 4, versionEnd);
        int code = versionEnd + 1;
        if (code + 3 > to || code + 3 < to && bytes[code + 3] != ' ') {
            verdict.fail(Problem.START_LINE, "Malformed Status-Line");
            return;
        }
        status = (int) Grammar.decimal(bytes, code, code + 3, 699);
        if (status < 100) {
            verdict.fail(Problem.START_LINE, "Malformed status code");
        }
        reason = code + 4 < to ? Grammar.string(bytes, code + 4, to) : "";
    }
}
