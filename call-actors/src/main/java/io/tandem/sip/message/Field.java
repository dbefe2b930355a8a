package io.tandem.sip.message;

import java.util.Optional;

/**
 * A header read as its type: there and well formed, not there, or there and not to be read. A header that nobody asks
 * for is never judged, so one malformed row does not refuse a message that can be handled without it (RFC 4475 §3.3).
 */
public sealed interface Field<T> {
    record Present<T>(T value) implements Field<T> {}

    record Absent<T>() implements Field<T> {}

    /** The row is there but breaks the grammar; reason is fit for a 400's reason phrase. */
    record Malformed<T>(HeaderName header, String reason) implements Field<T> {}

    static <T> Field<T> of(T value) {
        return new Present<>(value);
    }

    static <T> Field<T> absent() {
        return new Absent<>();
    }

    static <T> Field<T> malformed(HeaderName header, String reason) {
        return new Malformed<>(header, reason);
    }

    default Optional<T> toOptional() {
        return this instanceof Present<T>(T value) ? Optional.of(value) : Optional.empty();
    }

    default T orElse(T otherwise) {
        return this instanceof Present<T>(T value) ? value : otherwise;
    }
}
