package io.tandem.sip.message;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Header rows in order. Immutable. */
public final class Headers implements Iterable<Header> {
    Headers() {}

    public static Builder builder() {
        throw new UnsupportedOperationException();
    }

    public Builder toBuilder() {
        throw new UnsupportedOperationException();
    }

    public Optional<String> first(HeaderName name) {
        throw new UnsupportedOperationException();
    }

    public String firstOr(HeaderName name, String otherwise) {
        throw new UnsupportedOperationException();
    }

    /** Each row, in order. */
    public List<String> all(HeaderName name) {
        throw new UnsupportedOperationException();
    }

    /** The rows split at top-level commas; quotes and brackets are respected. */
    public List<String> values(HeaderName name) {
        throw new UnsupportedOperationException();
    }

    public boolean contains(HeaderName name) {
        throw new UnsupportedOperationException();
    }

    public int size() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Iterator<Header> iterator() {
        throw new UnsupportedOperationException();
    }

    public static final class Builder {
        Builder() {}

        public Builder add(HeaderName name, String value) {
            throw new UnsupportedOperationException();
        }

        public Builder addFirst(HeaderName name, String value) {
            throw new UnsupportedOperationException();
        }

        public Builder set(HeaderName name, String value) {
            throw new UnsupportedOperationException();
        }

        public Builder remove(HeaderName name) {
            throw new UnsupportedOperationException();
        }

        /** All rows of that name, byte for byte. */
        public Builder copy(Headers from, HeaderName name) {
            throw new UnsupportedOperationException();
        }

        public Builder copyAll(Headers from) {
            throw new UnsupportedOperationException();
        }

        public Headers build() {
            throw new UnsupportedOperationException();
        }
    }
}
