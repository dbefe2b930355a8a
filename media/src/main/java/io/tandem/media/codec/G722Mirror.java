package io.tandem.media.codec;

import java.util.Arrays;

/**
 * The quadrature mirror filter of G.722 (§3.1, §4.4, §5.2): 24 taps, the even ones on one row of samples, the odd
 * ones, which are the even ones backwards, on another. Both ends of a stream have the same one.
 */
final class G722Mirror {
    private static final int TAPS = 12;
    /** Samples that may come until the last ones have to be moved to the front. */
    private static final int ROOM = 160;
    private static final int C0 = 3;
    private static final int C1 = -11;
    private static final int C2 = 12;
    private static final int C3 = 32;
    private static final int C4 = -210;
    private static final int C5 = 951;
    private static final int C6 = 3_876;
    private static final int C7 = -805;
    private static final int C8 = 362;
    private static final int C9 = -156;
    private static final int C10 = 53;
    private static final int C11 = -11;

    private final int[] even = new int[TAPS - 1 + ROOM];
    private final int[] odd = new int[TAPS - 1 + ROOM];
    /** Where the oldest sample is that counts. */
    private int oldest;

    void reset() {
        Arrays.fill(even, 0);
        Arrays.fill(odd, 0);
        oldest = 0;
    }

    /** Takes one sample to each row; the sums are then of these and the eleven before them. */
    void take(int toEven, int toOdd) {
        int at = oldest + 1;
        if (at == ROOM) {
            System.arraycopy(even, ROOM, even, 0, TAPS - 1);
            System.arraycopy(odd, ROOM, odd, 0, TAPS - 1);
            at = 0;
        }
        even[at + TAPS - 1] = toEven;
        odd[at + TAPS - 1] = toOdd;
        oldest = at;
    }

    /** Row times even taps, in 1/8,192. */
    int evenSum() {
        int[] x = even;
        int at = oldest;
        return x[at + 11] * C0 + x[at + 10] * C1 + x[at + 9] * C2 + x[at + 8] * C3 + x[at + 7] * C4 + x[at + 6] * C5
                + x[at + 5] * C6 + x[at + 4] * C7 + x[at + 3] * C8 + x[at + 2] * C9 + x[at + 1] * C10 + x[at] * C11;
    }

    /** Row times odd taps, in 1/8,192. */
    int oddSum() {
        int[] x = odd;
        int at = oldest;
        return x[at] * C0 + x[at + 1] * C1 + x[at + 2] * C2 + x[at + 3] * C3 + x[at + 4] * C4 + x[at + 5] * C5
                + x[at + 6] * C6 + x[at + 7] * C7 + x[at + 8] * C8 + x[at + 9] * C9 + x[at + 10] * C10
                + x[at + 11] * C11;
    }
}
