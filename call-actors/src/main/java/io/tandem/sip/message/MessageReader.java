package io.tandem.sip.message;

import java.util.Optional;

/** One reading of one message: start line, header pass, what everybody relies on, body. */
final class MessageReader {
    private final byte[] bytes;
    private final ParseLimits limits;
    private final Verdict verdict = new Verdict();
    private StartLine line;
    private HeaderScanner scanner;
    private int start;
    private int bodyFrom;
    private int bodyTo;
    private int maxForwards = -1;

    MessageReader(byte[] bytes, ParseLimits limits) {
        this.bytes = bytes;
        this.limits = limits;
    }

    ParseResult read() {
        // RFC 3261 §7.5: CRLFs before the start line are ignored
        while (start < bytes.length && (bytes[start] == '\r' || bytes[start] == '\n')) {
            start++;
        }
        if (start == bytes.length) {
            return new ParseResult.KeepAlive();
        }
        int lineEnd = Grammar.indexOf(bytes, start, bytes.length, '\r');
        line = lineEnd < 0 || lineEnd + 1 == bytes.length || bytes[lineEnd + 1] != '\n'
                ? null
                : StartLine.read(bytes, start, lineEnd, limits, verdict);
        if (line == null) {
            return new ParseResult.Malformed(Problem.NOT_SIP, Problem.NOT_SIP.status(), "Not SIP", Optional.empty(),
                    false);
        }
        scanner = new HeaderScanner(bytes, lineEnd + 2, bytes.length, limits, verdict);
        bodyFrom = scanner.scan();
        Headers headers = scanner.headers();
        if (bytes.length - start > limits.messageBytes()) {
            // whatever else is wrong with it
            return refused(headers, Problem.MESSAGE_TOO_LARGE, "Message Too Large");
        }
        Essentials essentials = verdict.failed() ? null : essentials(headers);
        if (verdict.failed()) {
            return refused(headers, verdict.problem(), verdict.reason());
        }
        return new ParseResult.Parsed(message(headers, essentials));
    }

    private SipMessage message(Headers headers, Essentials essentials) {
        Content content = new Content(bytes, start, bodyFrom, bodyTo);
        return line.request()
                ? new SipRequest(line.method(), line.uri(), maxForwards, headers, essentials, content)
                : new SipResponse(line.status(), line.reason(), headers, essentials, content);
    }

    private Essentials essentials(Headers headers) {
        bodyTo = bytes.length;
        Via via = via(headers);
        Address from = address(headers, HeaderName.FROM_ID);
        Address to = address(headers, HeaderName.TO_ID);
        String callId = required(HeaderName.CALL_ID_ID)
                ? headers.cursor(scanner.first(HeaderName.CALL_ID_ID)).callId()
                : null;
        CSeq cseq = required(HeaderName.CSEQ_ID) ? headers.cursor(scanner.first(HeaderName.CSEQ_ID)).cseq() : null;
        readable(callId, HeaderName.CALL_ID_ID);
        readable(cseq, HeaderName.CSEQ_ID);
        readMaxForwards(headers);
        readContentLength(headers);
        if (verdict.failed()) {
            return null;
        }
        if (line.request() && !cseq.method().equals(line.method())) {
            verdict.fail(Problem.METHOD_MISMATCH, "CSeq method is not the request's");
        }
        Essentials essentials = new Essentials(via, from, to, callId, cseq);
        ElementSizes.check(headers, essentials, line.uri(), limits, verdict);
        ElementSizes.checkBody(headers, bodyFrom, bodyTo, limits, verdict);
        return essentials;
    }

    private boolean required(int id) {
        if (scanner.first(id) < 0) {
            verdict.fail(Problem.MISSING_HEADER, "Missing " + HeaderName.byId(id));
            return false;
        }
        return true;
    }

    private <T> T readable(T value, int id) {
        if (value == null) {
            verdict.fail(Problem.HEADER_VALUE, "Malformed " + HeaderName.byId(id));
        }
        return value;
    }

    private Via via(Headers headers) {
        return required(HeaderName.VIA_ID)
                ? readable(topVia(headers, scanner.first(HeaderName.VIA_ID)), HeaderName.VIA_ID)
                : null;
    }

    private static Via topVia(Headers headers, int row) {
        Cursor cursor = headers.cursor(row);
        Via via = cursor.via();
        return via != null && cursor.atElementEnd() ? via : null;
    }

    private Address address(Headers headers, int id) {
        if (!required(id)) {
            return null;
        }
        Cursor cursor = headers.cursor(scanner.first(id));
        Address address = cursor.address();
        return readable(address != null && cursor.atEnd() ? address : null, id);
    }

    private void readMaxForwards(Headers headers) {
        int row = scanner.first(HeaderName.MAX_FORWARDS_ID);
        if (row >= 0) {
            Cursor cursor = headers.cursor(row);
            maxForwards = (int) cursor.number(255);
            if (maxForwards < 0 || !cursor.atEnd()) {
                verdict.fail(Problem.HEADER_VALUE, "Malformed Max-Forwards");
            }
        }
    }

    /** RFC 3261 §18.3: a datagram shorter than its Content-Length is refused, what is beyond it is discarded. */
    private void readContentLength(Headers headers) {
        int row = scanner.first(HeaderName.CONTENT_LENGTH_ID);
        if (row >= 0) {
            Cursor cursor = headers.cursor(row);
            long length = cursor.number(Integer.MAX_VALUE);
            if (length < 0 || !cursor.atEnd()) {
                verdict.fail(Problem.CONTENT_LENGTH, "Malformed Content-Length");
            } else if (length > bytes.length - bodyFrom) {
                verdict.fail(Problem.CONTENT_LENGTH, "Content-Length beyond the end of the message");
            } else {
                bodyTo = bodyFrom + (int) length;
            }
        }
        if (bodyTo - bodyFrom > limits.bodyBytes()) {
            verdict.fail(Problem.BODY_TOO_LARGE, "Body too large");
        }
    }

    private ParseResult refused(Headers headers, Problem problem, String reason) {
        boolean answered = line.request() && !line.method().equals(SipMethod.ACK);
        Optional<Headers> answerable = answered ? answerable(headers) : Optional.empty();
        return new ParseResult.Malformed(problem, problem.status(), reason, answerable, line.request());
    }

    /**
     * All Via rows and the first of each other row that a response repeats, as far as they are there (RFC 4475 §3.3.1);
     * empty when the top Via does not say where from.
     */
    private Optional<Headers> answerable(Headers headers) {
        int top = scanner.first(HeaderName.VIA_ID);
        Via readable = top < 0 ? null : headers.cursor(top).via(true);
        if (readable == null) {
            return Optional.empty();
        }
        Headers.Builder rows = Headers.builder();
        if (topVia(headers, top) == null) { // what is malformed in it is not repeated (RFC 4475 §3.1.2.1)
            rows.add(HeaderName.VIA, readable.text());
        } else {
            rows.copyRow(headers, top);
        }
        for (int row = headers.find(HeaderName.VIA, top + 1); row >= 0; row = headers.find(HeaderName.VIA, row + 1)) {
            rows.copyRow(headers, row);
        }
        for (int id = HeaderName.FROM_ID; id <= HeaderName.CSEQ_ID; id++) {
            if (scanner.first(id) >= 0) {
                rows.copyRow(headers, scanner.first(id));
            }
        }
        return Optional.of(rows.build());
    }
}
