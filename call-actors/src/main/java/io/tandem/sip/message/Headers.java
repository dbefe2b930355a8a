package io.tandem.sip.message;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Header rows in order. Immutable. Whether read or built, rows are bytes with an index of offsets over them: a row that
 * nobody asks for is never made a string, and one that is passed on is copied byte for byte.
 */
public final class Headers implements Iterable<Header> {
    private final byte[] bytes;
    private final int[] index;
    private final int rows;

    /** Takes the arrays over; see {@link RowIndex} for the index. */
    Headers(byte[] bytes, int[] index, int rows) {
        this.bytes = bytes;
        this.index = index;
        this.rows = rows;
    }

    public static Builder builder() {
        return new Builder();
    }

    public Builder toBuilder() {
        return new Builder().copyAll(this);
    }

    /** The value of the first row of that name, unfolded and trimmed. */
    public Optional<String> first(HeaderName name) {
        int row = find(name, 0);
        return row < 0 ? Optional.empty() : Optional.of(value(row));
    }

    public String firstOr(HeaderName name, String otherwise) {
        int row = find(name, 0);
        return row < 0 ? otherwise : value(row);
    }

    /** Each row, in order. */
    public List<String> all(HeaderName name) {
        List<String> all = new ArrayList<>(2);
        for (int row = find(name, 0); row >= 0; row = find(name, row + 1)) {
            all.add(value(row));
        }
        return all;
    }

    /** The rows split at top-level commas; quotes and brackets are respected, empty elements left out. */
    public List<String> values(HeaderName name) {
        int row = find(name, 0);
        if (row < 0) {
            return List.of();
        }
        List<String> values = new ArrayList<>(4);
        for (; row >= 0; row = find(name, row + 1)) {
            split(value(row), values);
        }
        return values;
    }

    private static void split(String row, List<String> values) {
        boolean quoted = false;
        boolean bracketed = false;
        int from = 0;
        for (int i = 0; i < row.length(); i++) {
            char c = row.charAt(i);
            if (quoted) {
                i += c == '\\' ? 1 : 0;
                quoted = c != '"';
            } else if (c == '"' && !bracketed) {
                quoted = true;
            } else if (c == '<' || c == '>') {
                bracketed = c == '<';
            } else if (c == ',' && !bracketed) {
                addUnlessBlank(row.substring(from, i), values);
                from = i + 1;
            }
        }
        addUnlessBlank(row.substring(from), values);
    }

    private static void addUnlessBlank(String element, List<String> values) {
        if (!element.isBlank()) {
            values.add(element.strip());
        }
    }

    public boolean contains(HeaderName name) {
        return find(name, 0) >= 0;
    }

    /** The names of the rows that begin so, each once, in order. @param prefix in lower case */
    public List<HeaderName> namesWith(String prefix) {
        List<HeaderName> names = List.of();
        for (int row = 0; row < rows; row++) {
            if (begins(row, prefix)) {
                HeaderName name = name(row);
                if (names.isEmpty()) {
                    names = new ArrayList<>(4);
                }
                if (!names.contains(name)) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    private boolean begins(int row, String prefix) {
        if (RowIndex.nameLength(index, row) < prefix.length()) {
            return false;
        }
        int start = RowIndex.start(index, row);
        for (int i = 0; i < prefix.length(); i++) {
            if (Grammar.lower(bytes[start + i]) != prefix.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** How many rows. */
    public int size() {
        return rows;
    }

    @Override
    public Iterator<Header> iterator() {
        return new Iterator<>() {
            private int row;

            @Override
            public boolean hasNext() {
                return row < rows;
            }

            @Override
            public Header next() {
                if (row >= rows) {
                    throw new NoSuchElementException();
                }
                return new Header(name(row), value(row++));
            }
        };
    }

    /** The next row of that name at or after from, or -1. */
    int find(HeaderName name, int from) {
        return name.id() != 0 ? find(name.id(), from) : findUnknown(name, from);
    }

    int find(int id, int from) {
        for (int row = from; row < rows; row++) {
            if (RowIndex.id(index, row) == id) {
                return row;
            }
        }
        return -1;
    }

    private int findUnknown(HeaderName name, int from) {
        for (int row = find(0, from); row >= 0; row = find(0, row + 1)) {
            int start = RowIndex.start(index, row);
            if (name.matches(bytes, start, start + RowIndex.nameLength(index, row))) {
                return row;
            }
        }
        return -1;
    }

    HeaderName name(int row) {
        int id = RowIndex.id(index, row);
        int start = RowIndex.start(index, row);
        return id != 0
                ? HeaderName.byId(id)
                : HeaderName.of(Grammar.string(bytes, start, start + RowIndex.nameLength(
                        index, row)));
    }

    String value(int row) {
        return Grammar.unfolded(bytes, RowIndex.valueStart(index, row), RowIndex.valueEnd(index, row));
    }

    /** A Contact that means all bindings (RFC 3261 §10.2.2). */
    boolean isWildcard(int row) {
        int start = RowIndex.valueStart(index, row);
        return RowIndex.valueEnd(index, row) == start + 1 && bytes[start] == '*';
    }

    Cursor cursor(int row) {
        return new Cursor(bytes, RowIndex.valueStart(index, row), RowIndex.valueEnd(index, row));
    }

    byte[] bytes() {
        return bytes;
    }

    int[] index() {
        return index;
    }

    /** How many bytes the rows take on the wire, those of the skipped id left out. */
    int wireLength(int skippedId) {
        int length = 0;
        for (int row = 0; row < rows; row++) {
            if (RowIndex.id(index, row) != skippedId) {
                length += RowIndex.end(index, row) - RowIndex.start(index, row);
            }
        }
        return length;
    }

    /** Writes the rows, those of the skipped id left out, and returns where it stopped. */
    int writeTo(byte[] out, int at, int skippedId) {
        int to = at;
        int row = 0;
        while (row < rows) {
            int from = RowIndex.start(index, row);
            int end = from;
            // neighbours in the source go in one copy
            while (row < rows && RowIndex.start(index, row) == end && RowIndex.id(index, row) != skippedId) {
                end = RowIndex.end(index, row++);
            }
            System.arraycopy(bytes, from, out, to, end - from);
            to += end - from;
            if (row < rows && RowIndex.id(index, row) == skippedId) {
                row++;
            }
        }
        return to;
    }

    /** These rows with one more on top; keep is the first row that stays. */
    Headers withFirst(HeaderName name, String value, int keep) {
        Builder builder = new Builder(wireLength(0xFF) + value.length() + 16, rows + 1);
        builder.add(name, value);
        for (int row = keep; row < rows; row++) {
            builder.copyRow(this, row);
        }
        return builder.build();
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof Headers headers) || headers.rows != rows) {
            return false;
        }
        for (int row = 0; row < rows; row++) {
            if (!name(row).equals(headers.name(row)) || !value(row).equals(headers.value(row))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        int hash = rows;
        for (Header header : this) {
            hash = 31 * hash + header.hashCode();
        }
        return hash;
    }

    /** The names only: values may hold numbers of people. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder("Headers[");
        for (int row = 0; row < rows; row++) {
            out.append(row == 0 ? "" : ", ").append(name(row));
        }
        return out.append(']').toString();
    }

    /** Rows in the making; every step answers the builder itself. */
    public static final class Builder {
        private byte[] bytes;
        private int used;
        private int[] index;
        private int rows;
        private boolean shared;

        Builder() {
            this(512, 12);
        }

        Builder(int byteCapacity, int rowCapacity) {
            bytes = new byte[byteCapacity];
            index = new int[rowCapacity * RowIndex.STRIDE];
        }

        /** Line breaks in the value become spaces: no value can start a row of its own. */
        public Builder add(HeaderName name, String value) {
            return insert(rows, name, value);
        }

        public Builder addFirst(HeaderName name, String value) {
            return insert(0, name, value);
        }

        /** Takes the place of the first row of that name and of all others; added at the end if there is none. */
        public Builder set(HeaderName name, String value) {
            int row = find(name);
            remove(name);
            return insert(row < 0 ? rows : row, name, value);
        }

        public Builder remove(HeaderName name) {
            for (int row = find(name); row >= 0; row = find(name)) {
                unshare();
                RowIndex.remove(index, row, rows--);
            }
            return this;
        }

        /** All rows of that name, byte for byte. */
        public Builder copy(Headers from, HeaderName name) {
            for (int row = from.find(name, 0); row >= 0; row = from.find(name, row + 1)) {
                copyRow(from, row);
            }
            return this;
        }

        public Builder copyAll(Headers from) {
            for (int row = 0; row < from.rows; row++) {
                copyRow(from, row);
            }
            return this;
        }

        public Headers build() {
            shared = true;
            return new Headers(bytes, index, rows);
        }

        Builder copyRow(Headers from, int row) {
            int start = RowIndex.start(from.index, row);
            int length = RowIndex.end(from.index, row) - start;
            room(length);
            System.arraycopy(from.bytes, start, bytes, used, length);
            RowIndex.copy(from.index, row, index, rows++, used - start);
            used += length;
            return this;
        }

        /** The rows so far, not yet given away. */
        Headers view() {
            return new Headers(bytes, index, rows);
        }

        private int find(HeaderName name) {
            return view().find(name, 0);
        }

        private Builder insert(int row, HeaderName name, String value) {
            byte[] label = name.bytes();
            room(label.length + Utf8.length(value) + 4);
            int start = used;
            System.arraycopy(label, 0, bytes, start, label.length);
            int at = start + label.length;
            bytes[at++] = ':';
            bytes[at++] = ' ';
            int valueStart = at;
            at = Utf8.writeLine(value, bytes, at);
            int valueEnd = at;
            bytes[at++] = '\r';
            bytes[at++] = '\n';
            used = at;
            RowIndex.insert(index, row, rows++);
            RowIndex.set(index, row, name.id(), label.length, start, valueStart, valueEnd, used);
            return this;
        }

        /** Makes room for one more row of so many bytes, in arrays that are the builder's own. */
        private void room(int length) {
            unshare();
            if (used + length > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, used + length));
            }
            if ((rows + 1) * RowIndex.STRIDE > index.length) {
                index = Arrays.copyOf(index, Math.max(index.length * 2, 8 * RowIndex.STRIDE));
            }
        }

        private void unshare() {
            if (shared) {
                bytes = bytes.clone();
                index = index.clone();
                shared = false;
            }
        }
    }
}
