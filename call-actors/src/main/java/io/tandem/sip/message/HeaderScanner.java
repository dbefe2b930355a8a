package io.tandem.sip.message;

import java.util.Arrays;

/**
 * The one pass over a header section: finds every row, its name's id and the extent of its value, and makes no string.
 * A row that is no row is reported and left out, and the pass goes on, so that a refusal finds its Via.
 */
final class HeaderScanner {
    private static final int SINGLES = 8;

    private final byte[] bytes;
    private final int end;
    private final ParseLimits limits;
    private final Verdict verdict;
    /** Row + 1 of the first row of each of the names that the parser reads itself. */
    private final int[] first = new int[SINGLES];
    private int[] index;
    private int rows;
    private int at;

    HeaderScanner(byte[] bytes, int from, int end, ParseLimits limits, Verdict verdict) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
        this.limits = limits;
        this.verdict = verdict;
        this.index = new int[Math.max(8, Math.min((end - from) / 48, 24)) * RowIndex.STRIDE];
    }

    /** Scans to past the blank line; answers the offset of the body. */
    int scan() {
        while (at < end) {
            if (bytes[at] == '\r' && at + 1 < end && bytes[at + 1] == '\n') {
                return at + 2;
            }
            if (rows >= limits.of(ElementLimit.HEADER_ROWS)) {
                verdict.fail(Problem.TOO_MANY_HEADERS, "Too many header fields");
                return end;
            }
            row();
        }
        verdict.fail(Problem.HEADER_SYNTAX, "No blank line after the header fields");
        return end;
    }

    Headers headers() {
        return new Headers(bytes, index, rows);
    }

    /** The first row of one of the names whose ids are below eight, or -1. */
    int first(int id) {
        return first[id] - 1;
    }

    private void row() {
        int start = at;
        int hash = 0;
        int i = start;
        while (i < end && Grammar.isToken(bytes[i])) {
            hash = HeaderName.step(hash, bytes[i++]);
        }
        int nameEnd = i;
        while (i < end && Grammar.isBlank(bytes[i])) {
            i++;
        }
        boolean named = nameEnd > start && i < end && bytes[i] == ':';
        int lineEnd = lineEnd(named ? i + 1 : start);
        if (!named) {
            verdict.fail(Problem.HEADER_SYNTAX, "Header field without a name");
        } else if (nameEnd - start > limits.of(ElementLimit.HEADER_NAME_BYTES)) {
            verdict.fail(Problem.HEADER_NAME_TOO_LONG, "Header field name too long");
        } else if (lineEnd >= 0) {
            add(HeaderName.find(bytes, start, nameEnd, hash), start, nameEnd, i + 1, lineEnd);
        }
    }

    /** Refused whole, but kept: an answer needs its Via, however long. */
    private void check(int id, int from, int to) {
        if (to - from > limits.of(ElementLimit.HEADER_VALUE_BYTES)) {
            verdict.fail(Problem.HEADER_VALUE_TOO_LONG, label(id) + " too long");
        } else if (ElementSizes.tooManyParameters(bytes, from, to, limits.of(ElementLimit.PARAMETERS))) {
            verdict.fail(Problem.TOO_MANY_PARAMETERS, "Too many parameters in " + label(id));
        }
    }

    private static String label(int id) {
        return id == 0 ? "a header field" : HeaderName.byId(id).toString();
    }

    private void add(int id, int start, int nameEnd, int afterColon, int lineEnd) {
        int valueStart = Grammar.skipLws(bytes, afterColon, lineEnd);
        int valueEnd = lineEnd;
        while (valueEnd > valueStart && Grammar.isLws(bytes[valueEnd - 1])) {
            valueEnd--;
        }
        check(id, valueStart, valueEnd);
        if ((rows + 1) * RowIndex.STRIDE > index.length) {
            index = Arrays.copyOf(index, index.length * 2);
        }
        RowIndex.set(index, rows, id, nameEnd - start, start, valueStart, valueEnd, at);
        if (id > 0 && id < SINGLES) {
            note(id);
        }
        rows++;
    }

    private void note(int id) {
        if (first[id] == 0) {
            first[id] = rows + 1;
        } else if (id != HeaderName.VIA_ID) {
            verdict.fail(Problem.REPEATED_HEADER, "More than one " + HeaderName.byId(id));
        }
    }

    /** Moves past the row's last CRLF and answers where that is; -1 for a row with a bare CR or LF in it. */
    private int lineEnd(int from) {
        boolean sound = true;
        for (int i = from; i < end; i++) {
            byte b = bytes[i];
            if (b > '\r' || b != '\r' && b != '\n') {
                continue;
            }
            if (b == '\n' || i + 1 >= end || bytes[i + 1] != '\n') {
                sound = false;
                verdict.fail(Problem.HEADER_SYNTAX, "Bare CR or LF in a header field");
            } else if (i + 2 < end && Grammar.isBlank(bytes[i + 2])) {
                i += 2;
            } else {
                at = i + 2;
                return sound ? i : -1;
            }
        }
        at = end;
        verdict.fail(Problem.HEADER_SYNTAX, "Header field without an end");
        return -1;
    }
}
