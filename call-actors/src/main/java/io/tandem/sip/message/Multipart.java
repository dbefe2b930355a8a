package io.tandem.sip.message;

import java.util.List;

/** A multipart body (RFC 2046 §5.1, RFC 5621): its parts in order, each with its own headers. */
public record Multipart(String subtype, String boundary, List<Multipart.Part> parts) {

    public record Part(Headers headers, byte[] body) {}

    public sealed interface Result {
        record Read(Multipart multipart) implements Result {}

        record Unreadable(String reason) implements Result {}
    }

    public static Result parse(ContentType type, byte[] body) {
        throw new UnsupportedOperationException();
    }

    public ContentType contentType() {
        throw new UnsupportedOperationException();
    }

    public byte[] toBytes() {
        throw new UnsupportedOperationException();
    }
}
