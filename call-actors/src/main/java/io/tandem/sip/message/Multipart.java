package io.tandem.sip.message;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A multipart body (RFC 2046 §5.1, RFC 5621): its parts in order, each with its own headers. A preamble and an epilogue
 * are nobody's and are not kept.
 *
 * @param subtype as written: mixed, alternative, signed, …
 */
public record Multipart(String subtype, String boundary, List<Multipart.Part> parts) {
    /** More parts than any call needs are not read. */
    public static final int MAX_PARTS = 32;
    /** RFC 2046 §5.1.1. */
    private static final int MAX_BOUNDARY = 70;
    private static final int NO_ROW_SKIPPED = 0xFF;

    public Multipart {
        parts = List.copyOf(parts);
    }

    /** One part; the body is not to be modified. */
    public record Part(Headers headers, byte[] body) {
        /** RFC 2046 §5.2: text/plain when nothing is said. */
        public Field<ContentType> contentType() {
            Optional<String> row = headers.first(HeaderName.CONTENT_TYPE);
            if (row.isEmpty()) {
                return Field.absent();
            }
            Optional<ContentType> type = ContentType.parse(row.get());
            return type.isPresent()
                    ? Field.of(type.get())
                    : Field.malformed(HeaderName.CONTENT_TYPE, "Malformed Content-Type in a body part");
        }
    }

    /** A body read as multipart, or why it cannot be. */
    public sealed interface Result {
        record Read(Multipart multipart) implements Result {}

        record Unreadable(String reason) implements Result {}
    }

    public static Result parse(ContentType type, byte[] body) {
        String boundary = type.parameters().get("boundary").orElse("");
        if (!type.type().equalsIgnoreCase("multipart") || boundary.isEmpty() || boundary.length() > MAX_BOUNDARY) {
            return new Result.Unreadable("No multipart type with a boundary");
        }
        byte[] delimiter = ("--" + boundary).getBytes(StandardCharsets.UTF_8);
        List<Part> parts = new ArrayList<>(4);
        int at = delimiter(body, delimiter, 0);
        while (at >= 0 && !closes(body, at + delimiter.length)) {
            int partFrom = lineEnd(body, at + delimiter.length);
            int next = partFrom < 0 ? -1 : delimiter(body, delimiter, partFrom);
            Part part = next < 0 || parts.size() == MAX_PARTS ? null : part(body, partFrom, next);
            if (part == null) {
                return new Result.Unreadable("A body part is not closed, has malformed headers, or is one too many");
            }
            parts.add(part);
            at = next;
        }
        return at < 0 || parts.isEmpty()
                ? new Result.Unreadable("No body part between boundaries")
                : new Result.Read(new Multipart(type.subtype(), boundary, parts));
    }

    /** Whether a body in that range has more parts than that; no part is looked into. */
    static boolean hasMoreParts(ContentType type, byte[] bytes, int from, int to, int most) {
        Optional<String> boundary = type.parameters().get("boundary");
        if (boundary.isEmpty() || boundary.get().isEmpty() || boundary.get().length() > MAX_BOUNDARY) {
            return false;
        }
        byte[] body = Arrays.copyOfRange(bytes, from, to);
        byte[] delimiter = ("--" + boundary.get()).getBytes(StandardCharsets.UTF_8);
        int parts = 0;
        for (int at = delimiter(body, delimiter, 0); at >= 0 && !closes(body, at + delimiter.length); at = delimiter(
                body, delimiter, at + delimiter.length)) {
            if (++parts > most) {
                return true;
            }
        }
        return false;
    }

    public ContentType contentType() {
        return new ContentType("multipart", subtype, Parameters.EMPTY.with("boundary", boundary));
    }

    /** The first part of that type. */
    public Optional<Part> first(String type, String subtypeOfPart) {
        for (Part part : parts) {
            if (part.contentType() instanceof Field.Present<ContentType>(ContentType its) && its.is(type,
                    subtypeOfPart)) {
                return Optional.of(part);
            }
        }
        return Optional.empty();
    }

    public byte[] toBytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        byte[] delimiter = ("--" + boundary).getBytes(StandardCharsets.UTF_8);
        for (Part part : parts) {
            out.writeBytes(delimiter);
            writeCrlf(out);
            byte[] rows = new byte[part.headers.wireLength(NO_ROW_SKIPPED)];
            part.headers.writeTo(rows, 0, NO_ROW_SKIPPED);
            out.writeBytes(rows);
            writeCrlf(out);
            out.writeBytes(part.body);
            writeCrlf(out);
        }
        out.writeBytes(delimiter);
        out.write('-');
        out.write('-');
        writeCrlf(out);
        return out.toByteArray();
    }

    private static void writeCrlf(ByteArrayOutputStream out) {
        out.write('\r');
        out.write('\n');
    }

    /** The CRLF before the delimiter is the delimiter's own, also when it ends an empty part's blank line. */
    private static Part part(byte[] body, int from, int nextDelimiter) {
        Verdict verdict = new Verdict();
        HeaderScanner scanner = new HeaderScanner(body, from, nextDelimiter, ParseLimits.DEFAULT, verdict);
        int bodyFrom = scanner.scan();
        int bodyTo = Math.max(bodyFrom, nextDelimiter - 2);
        return verdict.failed() ? null : new Part(scanner.headers(), Arrays.copyOfRange(body, bodyFrom, bodyTo));
    }

    /** Where the next delimiter line starts at or after from, or -1. */
    private static int delimiter(byte[] body, byte[] delimiter, int from) {
        for (int i = from; i + delimiter.length <= body.length; i++) {
            boolean lineStart = i == 0 || i >= 2 && body[i - 2] == '\r' && body[i - 1] == '\n';
            if (lineStart && Arrays.equals(body, i, i + delimiter.length, delimiter, 0, delimiter.length) && ends(body,
                    i + delimiter.length)) {
                return i;
            }
        }
        return -1;
    }

    /** A longer boundary that begins alike is another boundary. */
    private static boolean ends(byte[] body, int at) {
        return closes(body, at) || lineEnd(body, at) >= 0;
    }

    private static boolean closes(byte[] body, int at) {
        return at + 1 < body.length && body[at] == '-' && body[at + 1] == '-';
    }

    /** Past the padding and CRLF that end a delimiter line, or -1 when something else stands there. */
    private static int lineEnd(byte[] body, int from) {
        int at = from;
        while (at < body.length && Grammar.isBlank(body[at])) {
            at++;
        }
        return at + 1 < body.length && body[at] == '\r' && body[at + 1] == '\n' ? at + 2 : -1;
    }
}
