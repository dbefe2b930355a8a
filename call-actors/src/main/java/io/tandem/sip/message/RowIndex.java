package io.tandem.sip.message;

/**
 * The index over header rows: five ints a row (what it is, where it starts, where its value starts and ends, where it
 * ends with its CRLF). What it is: the name's id in the low byte, the name's length above it.
 */
final class RowIndex {
    static final int STRIDE = 5;

    private RowIndex() {}

    static int id(int[] index, int row) {
        return index[row * STRIDE] & 0xFF;
    }

    static int nameLength(int[] index, int row) {
        return index[row * STRIDE] >>> 8;
    }

    static int start(int[] index, int row) {
        return index[row * STRIDE + 1];
    }

    static int valueStart(int[] index, int row) {
        return index[row * STRIDE + 2];
    }

    static int valueEnd(int[] index, int row) {
        return index[row * STRIDE + 3];
    }

    static int end(int[] index, int row) {
        return index[row * STRIDE + 4];
    }

    static void set(int[] index, int row, int id, int nameLength, int start, int valueStart, int valueEnd, int end) {
        int at = row * STRIDE;
        index[at] = id | nameLength << 8;
        index[at + 1] = start;
        index[at + 2] = valueStart;
        index[at + 3] = valueEnd;
        index[at + 4] = end;
    }

    static void copy(int[] from, int row, int[] to, int toRow, int shift) {
        int at = toRow * STRIDE;
        to[at] = from[row * STRIDE];
        for (int i = 1; i < STRIDE; i++) {
            to[at + i] = from[row * STRIDE + i] + shift;
        }
    }

    static void insert(int[] index, int row, int rows) {
        System.arraycopy(index, row * STRIDE, index, (row + 1) * STRIDE, (rows - row) * STRIDE);
    }

    static void remove(int[] index, int row, int rows) {
        System.arraycopy(index, (row + 1) * STRIDE, index, row * STRIDE, (rows - row - 1) * STRIDE);
    }
}
