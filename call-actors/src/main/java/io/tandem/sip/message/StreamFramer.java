package io.tandem.sip.message;

import java.util.Arrays;
import java.util.Optional;

/**
 * Cuts a stream into messages by Content-Length (RFC 3261 §18.3). Holds no socket; one per connection, one thread. It
 * never holds more than one message's limit beyond what it was last fed, provided {@link #next()} is asked until it
 * answers NeedMore. A message without Content-Length has no body.
 */
public final class StreamFramer {
    private static final int ABSENT = 0;
    private static final int MALFORMED = -1;
    private static final Frame NEED_MORE = new Frame.NeedMore();

    private final ParseLimits limits;
    private byte[] buffer = new byte[2048];
    private int from;
    private int to;
    /** Up to here there is no end of a header section. */
    private int scanned;
    /** Length of the message at from once its head is known; 0 before. */
    private int expected;
    /** The first line of the message at from has come and is SIP's. */
    private boolean recognised;
    private Frame.Broken broken;

    public StreamFramer(ParseLimits limits) {
        this.limits = limits;
    }

    /** Takes the bytes (copied) and says what comes first; ask {@link #next()} until it answers NeedMore. */
    public Frame feed(byte[] bytes, int offset, int length) {
        if (broken != null) {
            return broken;
        }
        makeRoom(length);
        System.arraycopy(bytes, offset, buffer, to, length);
        to += length;
        return next();
    }

    public Frame next() {
        if (broken != null) {
            return broken;
        }
        if (expected == 0) {
            Frame before = recognised ? null : beforeMessage();
            if (before != null) {
                return before;
            }
            int headEnd = headEnd();
            if (headEnd < 0) {
                return to - from > limits.messageBytes() ? tooLarge() : NEED_MORE;
            }
            if (!measure(headEnd)) {
                return broken;
            }
        }
        return to - from < expected ? NEED_MORE : take();
    }

    /** Whether a message has begun and its end has not come; line ends before one are none (RFC 5626 §3.5.1). */
    public boolean begun() {
        return expected > 0 || to > from && buffer[from] != '\r';
    }

    /** How many bytes wait for the rest of their message. */
    public int pending() {
        return to - from;
    }

    private Frame take() {
        byte[] message = Arrays.copyOfRange(buffer, from, from + expected);
        from += expected;
        scanned = from;
        expected = 0;
        recognised = false;
        return new Frame.Message(message);
    }

    /** Eats CRLFs and looks whether what follows can be SIP; null when a message begins at from. */
    private Frame beforeMessage() {
        while (to - from >= 2 && crlfAt(from)) {
            if (to - from >= 4 && crlfAt(from + 2)) {
                from += 4;
                scanned = from;
                return new Frame.KeepAlive();
            }
            if (to - from == 2 || to - from == 3 && buffer[from + 2] == '\r') {
                return NEED_MORE;
            }
            from += 2;
            scanned = from;
        }
        if (from == to || to - from == 1 && buffer[from] == '\r') {
            return NEED_MORE;
        }
        // TRAP-33: an HTTP probe or a TLS hello is known by its first line, or byte
        int lineEnd = Grammar.indexOf(buffer, from, Math.min(to, from + limits.messageBytes()), '\n');
        boolean noise = !Grammar.isToken(buffer[from]) || lineEnd > from && (buffer[lineEnd - 1] != '\r'
                || StartLine.read(buffer, from, lineEnd - 1, limits, new Verdict()) == null);
        recognised = lineEnd >= 0;
        return noise ? broken(Problem.NOT_SIP, "Not SIP", Optional.empty()) : null;
    }

    private boolean crlfAt(int at) {
        return buffer[at] == '\r' && buffer[at + 1] == '\n';
    }

    /** The offset behind the blank line, or -1 when it has not come yet. */
    private int headEnd() {
        for (int i = Math.max(from, scanned - 3); i + 3 < to; i++) {
            if (buffer[i] == '\r' && crlfAt(i) && crlfAt(i + 2)) {
                return i + 4;
            }
        }
        scanned = to;
        return -1;
    }

    private boolean measure(int headEnd) {
        int length = contentLength(headEnd);
        if (length == MALFORMED) {
            broken(Problem.CONTENT_LENGTH, "Malformed Content-Length", answerable(headEnd));
        } else if (length > limits.bodyBytes()) {
            broken(Problem.BODY_TOO_LARGE, "Body too large", answerable(headEnd));
        } else if ((long) headEnd - from + length > limits.messageBytes()) {
            broken(Problem.MESSAGE_TOO_LARGE, "Message Too Large", answerable(headEnd));
        } else {
            expected = headEnd - from + length;
        }
        return broken == null;
    }

    /** Two rows that disagree are malformed: the peer may cut the stream elsewhere. */
    private int contentLength(int headEnd) {
        int found = ABSENT;
        boolean seen = false;
        for (int line = nextLine(from, headEnd); line < headEnd; line = nextLine(line, headEnd)) {
            int nameEnd = Grammar.tokenEnd(buffer, line, headEnd);
            if (isContentLength(line, nameEnd)) {
                int length = lengthAfter(nameEnd, headEnd);
                if (length < 0 || seen && length != found) {
                    return MALFORMED;
                }
                found = length;
                seen = true;
            }
        }
        return found;
    }

    private int nextLine(int at, int headEnd) {
        int newline = Grammar.indexOf(buffer, at, headEnd, '\n');
        return newline < 0 ? headEnd : newline + 1;
    }

    private boolean isContentLength(int start, int end) {
        return Grammar.equalsIgnoreCase(buffer, start, end, "content-length") || Grammar.equalsIgnoreCase(buffer, start,
                end, "l");
    }

    private int lengthAfter(int nameEnd, int headEnd) {
        Cursor cursor = new Cursor(buffer, nameEnd, headEnd);
        int length = cursor.skip(':') ? (int) cursor.number(Integer.MAX_VALUE) : MALFORMED;
        return cursor.atLineSpace() ? length : MALFORMED;
    }

    private Frame tooLarge() {
        return broken(Problem.MESSAGE_TOO_LARGE, "Message Too Large", answerable(to));
    }

    private Optional<Headers> answerable(int end) {
        ParseResult result = SipParser.parse(buffer, from, end - from, limits);
        return result instanceof ParseResult.Malformed malformed ? malformed.answerable() : Optional.empty();
    }

    private Frame broken(Problem problem, String reason, Optional<Headers> answerable) {
        broken = new Frame.Broken(problem, reason, answerable);
        buffer = new byte[0];
        from = 0;
        to = 0;
        return broken;
    }

    private void makeRoom(int length) {
        if (from > 0) {
            System.arraycopy(buffer, from, buffer, 0, to - from);
            scanned = Math.max(0, scanned - from);
            to -= from;
            from = 0;
        }
        if (to + length > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, to + length));
        }
    }
}
