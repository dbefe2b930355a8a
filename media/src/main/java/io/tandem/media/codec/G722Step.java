package io.tandem.media.codec;

/**
 * The quantiser's step in one band of G.722, which follows the codes (§3.5; blocks 3L and 3H of §6.2). It is kept as a
 * logarithm, in 1/2,048 of an octave, that leaks by 1/128 with each code.
 */
final class G722Step {
    private static final int OCTAVE = 2_048;

    private final short[] steps;
    private final int first;
    private int log;
    private int step;

    /** @param steps that {@link #table} made @param first the step of a band that begins */
    G722Step(short[] steps, int first) {
        this.steps = steps;
        this.first = first;
        reset();
    }

    void reset() {
        log = 0;
        step = first;
    }

    int step() {
        return step;
    }

    /** @param addend what the code stands for: up if the step was small for it, down if it was large */
    void follow(int addend) {
        log = Math.clamp((log * 127 >> 7) + addend, 0, steps.length - 1 << 6);
        step = steps[log >> 6];
    }

    /** For each 1/32 of so many octaves: 2^(n/32) in 1/2,048, cut to whole units at the bottom of the range. */
    static short[] table(int octaves) {
        short[] steps = new short[32 * octaves + 1];
        for (int n = 0; n < steps.length; n++) {
            int mantissa = (int) StrictMath.rint(OCTAVE * StrictMath.pow(2, (n & 31) / 32.0));
            int down = octaves - 1 - (n >> 5);
            steps[n] = (short) ((down < 0 ? mantissa << -down : mantissa >> down) << 2);
        }
        return steps;
    }
}
