package io.tandem.sip.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * A place in a header value: reads the rules that From, Via, Contact and their like are made of. Each reader moves past
 * what it read, or answers null (or false) and leaves the place unspecified.
 */
final class Cursor {
    private static final byte[] SDP = ContentType.SDP.text().getBytes(StandardCharsets.US_ASCII);

    private final byte[] bytes;
    private final int end;
    private int at;

    Cursor(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.at = from;
        this.end = to;
    }

    static Cursor of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Cursor(bytes, 0, bytes.length);
    }

    boolean atEnd() {
        at = Grammar.skipLws(bytes, at, end);
        return at == end;
    }

    /** At the end or before a comma: one value of a list was read whole. */
    boolean atElementEnd() {
        return atEnd() || bytes[at] == ',';
    }

    /** At white space or a line break: what was read is not the start of something longer. */
    boolean atLineSpace() {
        return at == end || Grammar.isLws(bytes[at]);
    }

    /** What is left, as text. */
    String rest() {
        return Grammar.unfolded(bytes, at, end);
    }

    /** Skips LWS and, if it is next, that character. */
    boolean skip(char wanted) {
        at = Grammar.skipLws(bytes, at, end);
        if (at < end && bytes[at] == wanted) {
            at++;
            return true;
        }
        return false;
    }

    /** The next token after LWS, or null. */
    String token() {
        int from = Grammar.skipLws(bytes, at, end);
        at = Grammar.tokenEnd(bytes, from, end);
        return at > from ? Grammar.string(bytes, from, at) : null;
    }

    boolean tokenIs(String lower) {
        int from = Grammar.skipLws(bytes, at, end);
        at = Grammar.tokenEnd(bytes, from, end);
        return Grammar.equalsIgnoreCase(bytes, from, at, lower);
    }

    /** A decimal number after LWS, or -1. */
    long number(long max) {
        int from = Grammar.skipLws(bytes, at, end);
        at = from;
        while (at < end && Grammar.isDigit(bytes[at])) {
            at++;
        }
        return Grammar.decimal(bytes, from, at, max);
    }

    /** *( SEMI generic-param ), or null when one of them is malformed. */
    Parameters parameters() {
        return parameters(false);
    }

    /** @param lenient whether those before the first malformed one are kept */
    private Parameters parameters(boolean lenient) {
        int from = -1;
        int to = at;
        boolean tight = true;
        while (skip(';')) {
            tight &= from < 0 || at - 1 == to;
            from = from < 0 ? at - 1 : from;
            int nameFrom = Grammar.skipLws(bytes, at, end);
            int nameTo = Grammar.tokenEnd(bytes, nameFrom, end);
            if (nameTo == nameFrom) {
                return lenient ? parameters(Math.min(from, to), to, tight) : null;
            }
            tight &= nameFrom == at;
            at = nameTo;
            to = nameTo;
            if (skip('=')) {
                int valueFrom = Grammar.skipLws(bytes, at, end);
                int valueTo = parameterValueEnd(valueFrom);
                if (valueTo <= valueFrom) {
                    return lenient ? parameters(from, to, tight) : null;
                }
                to = valueTo;
                tight &= at - 1 == nameTo && valueFrom == at;
                tight &= bytes[valueFrom] != '"';
                at = to;
            }
        }
        return from < 0 ? Parameters.EMPTY : parameters(from, to, tight);
    }

    private Parameters parameters(int from, int to, boolean tight) {
        return Parameters.ofText(tight ? Grammar.string(bytes, from, to) : tightened(from, to));
    }

    private int parameterValueEnd(int from) {
        if (from < end && bytes[from] == '"') {
            return Grammar.closingQuote(bytes, from, end) + 1;
        }
        int to = from;
        while (to < end && Grammar.isHeaderParameter(bytes[to])) {
            to++;
        }
        return to;
    }

    /** The same without the white space outside quotes, and with that inside them unfolded. */
    private String tightened(int from, int to) {
        byte[] out = new byte[to - from];
        int length = 0;
        for (int i = from; i < to; i++) {
            if (bytes[i] == '"') {
                int close = Grammar.closingQuote(bytes, i, to) + 1;
                System.arraycopy(bytes, i, out, length, close - i);
                length += close - i;
                i = close - 1;
            } else if (!Grammar.isLws(bytes[i])) {
                out[length++] = bytes[i];
            }
        }
        return Grammar.unfolded(out, 0, length);
    }

    /** name-addr or addr-spec with header parameters, up to a comma or the end; or null. */
    Address address() {
        at = Grammar.skipLws(bytes, at, end);
        if (at == end) {
            return null;
        }
        if (bytes[at] == '"') {
            int close = Grammar.closingQuote(bytes, at, end);
            if (close < 0) {
                return null;
            }
            String name = Grammar.unquoted(bytes, at + 1, close);
            at = close + 1;
            return skip('<') ? bracketed(Optional.of(name)) : null;
        }
        int open = openingBracket();
        if (open < 0) {
            return bare();
        }
        int nameEnd = open;
        while (nameEnd > at && Grammar.isLws(bytes[nameEnd - 1])) {
            nameEnd--;
        }
        Optional<String> name = nameEnd > at ? Optional.of(Grammar.unfolded(bytes, at, nameEnd)) : Optional.empty();
        at = open + 1;
        return bracketed(name);
    }

    /** Where "&lt;" is, after nothing but what may be an unquoted display name; or -1. */
    private int openingBracket() {
        for (int i = at; i < end; i++) {
            byte b = bytes[i];
            if (b == '<') {
                return i;
            }
            if (b == ';' || b == ',' || b == '"' || b == '>') {
                return -1;
            }
        }
        return -1;
    }

    private Address bracketed(Optional<String> displayName) {
        int close = Grammar.indexOf(bytes, at, end, '>');
        if (close < 0) {
            return null;
        }
        Uri uri = UriGrammar.parse(bytes, Grammar.skipLws(bytes, at, close), trimmedEnd(at, close));
        at = close + 1;
        return withParameters(displayName, uri);
    }

    private int trimmedEnd(int from, int to) {
        int trimmed = to;
        while (trimmed > from && Grammar.isLws(bytes[trimmed - 1])) {
            trimmed--;
        }
        return trimmed;
    }

    /** addr-spec: what follows a semicolon is the header's, and a "?" is not allowed (RFC 3261 §20.10). */
    private Address bare() {
        int from = at;
        while (at < end && bytes[at] != ';' && bytes[at] != ',' && bytes[at] != '?' && !Grammar.isLws(bytes[at])) {
            at++;
        }
        return at < end && bytes[at] == '?'
                ? null
                : withParameters(Optional.empty(), UriGrammar.parse(bytes, from, at));
    }

    private Address withParameters(Optional<String> displayName, Uri uri) {
        Parameters parameters = uri == null ? null : parameters();
        return parameters == null ? null : new Address(displayName, uri, parameters);
    }

    /** One Via value, or null. Of whatever SIP version: the 505 to a future one finds its way by it. */
    Via via() {
        return via(false);
    }

    /** @param lenient whether what follows a malformed parameter is left out, instead of nothing being read */
    Via via(boolean lenient) {
        if (!tokenIs("sip") || !skip('/') || token() == null || !skip('/')) {
            return null;
        }
        String transport = transport();
        int from = Grammar.skipLws(bytes, at, end);
        int to = Grammar.hostEnd(bytes, from, end);
        if (transport == null || from == at || to < 0) {
            return null;
        }
        at = to;
        String host = Grammar.string(bytes, from, to);
        int port = -1;
        if (skip(':')) {
            port = (int) number(65_535);
            if (port < 0) {
                return null;
            }
        }
        Parameters parameters = parameters(lenient);
        return parameters == null ? null : new Via(transport, host, port, parameters);
    }

    private String transport() {
        int from = Grammar.skipLws(bytes, at, end);
        at = Grammar.tokenEnd(bytes, from, end);
        if (at - from == 3 && bytes[from + 1] == 'D' && bytes[from] == 'U' && bytes[from + 2] == 'P') {
            return "UDP";
        }
        return at > from ? Grammar.string(bytes, from, at) : null;
    }

    /** The whole of a Call-ID: anything without white space, or null (RFC 3261 §20.8, read liberally). */
    String callId() {
        int from = at;
        while (at < end && !Grammar.isLws(bytes[at])) {
            at++;
        }
        return at > from && at == end ? Grammar.string(bytes, from, at) : null;
    }

    /** The whole of CSeq, or null. */
    CSeq cseq() {
        long number = number(0xFFFF_FFFFL);
        int from = Grammar.skipLws(bytes, at, end);
        if (number < 0 || from == at) {
            return null;
        }
        at = Grammar.tokenEnd(bytes, from, end);
        return at > from && at == end ? new CSeq(number, SipMethod.of(bytes, from, at)) : null;
    }

    /** The whole of Content-Type, or null. */
    ContentType contentType() {
        if (Arrays.equals(bytes, at, end, SDP, 0, SDP.length)) { // nearly all there are
            return ContentType.SDP;
        }
        String type = token();
        String subtype = type != null && skip('/') ? token() : null;
        Parameters parameters = subtype == null ? null : parameters();
        return parameters == null || !atEnd() ? null : new ContentType(type, subtype, parameters);
    }
}
