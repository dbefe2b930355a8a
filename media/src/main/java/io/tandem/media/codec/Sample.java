package io.tandem.media.codec;

/** Arithmetic on samples of 16 bits. */
final class Sample {
    private Sample() {}

    /** The nearest value that 16 bits hold. */
    static int saturated(int value) {
        // a branch, seldom taken, costs less than the two comparisons of a clamp
        if (value != (short) value) {
            return value < 0 ? Short.MIN_VALUE : Short.MAX_VALUE;
        }
        return value;
    }
}
