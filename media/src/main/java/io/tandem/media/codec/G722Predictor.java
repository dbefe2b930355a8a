package io.tandem.media.codec;

import static io.tandem.media.codec.Sample.saturated;

import java.util.Arrays;

/**
 * What one band of G.722 expects of the next sample: two poles on what was reconstructed, six zeros on the quantised
 * differences, all adapted by signs (§3.6; block 4 of §6.2.1). The recommendation's arithmetic to the bit: 16 bits,
 * saturated, coefficients in 1/16,384.
 */
final class G722Predictor {
    private static final int ZEROS = 6;
    private static final int SECOND_POLE_MOST = 12_288;
    private static final int POLES_MOST = 15_360;

    private final int[] zeros = new int[ZEROS];
    /** Quantised differences, twice their value, newest first. */
    private final int[] differences = new int[ZEROS];
    private int pole1;
    private int pole2;
    /** Reconstructed samples, twice their value. */
    private int reconstructed1;
    private int reconstructed2;
    /** What the zeros alone reconstructed; of these the signs count. */
    private int partial1;
    private int partial2;
    private int byZeros;
    private int estimate;

    void reset() {
        Arrays.fill(zeros, 0);
        Arrays.fill(differences, 0);
        pole1 = pole2 = reconstructed1 = reconstructed2 = partial1 = partial2 = byZeros = estimate = 0;
    }

    /** What the next sample should be. */
    int estimate() {
        return estimate;
    }

    /** @param difference of the sample from its estimate, quantised */
    void adapt(int difference) {
        int partial = saturated(byZeros + difference);
        int reconstructed = saturated(estimate + difference);
        adaptPoles(partial);
        partial2 = partial1;
        partial1 = partial;
        reconstructed2 = reconstructed1;
        reconstructed1 = saturated(2 * reconstructed);
        int byPoles = saturated((pole1 * reconstructed1 >> 15) + (pole2 * reconstructed2 >> 15));
        byZeros = adaptZeros(saturated(2 * difference));
        estimate = saturated(byPoles + byZeros);
    }

    private void adaptPoles(int partial) {
        int differs1 = (partial ^ partial1) >> 31;
        int differs2 = (partial ^ partial2) >> 31;
        int turned = Math.min((saturated(4 * pole1) ^ ~differs1) - ~differs1, Short.MAX_VALUE) >> 7;
        int second = turned + ((128 ^ differs2) - differs2) + (pole2 * 127 >> 7);
        pole2 = Math.clamp(second, -SECOND_POLE_MOST, SECOND_POLE_MOST);
        int most = POLES_MOST - pole2;
        pole1 = Math.clamp(((192 ^ differs1) - differs1) + (pole1 * 255 >> 8), -most, most);
    }

    /** Adapts them to the differences that were, takes the newest in, and says what they make of it. */
    private int adaptZeros(int newest) {
        int gain = newest == 0 ? 0 : 128;
        int sum = 0;
        for (int i = ZEROS - 1; i >= 0; i--) {
            int differs = (newest ^ differences[i]) >> 31;
            int zero = (zeros[i] * 255 >> 8) + ((gain ^ differs) - differs);
            int delayed = i == 0 ? newest : differences[i - 1];
            zeros[i] = zero;
            differences[i] = delayed;
            sum = saturated(sum + (zero * delayed >> 15));
        }
        return sum;
    }
}
