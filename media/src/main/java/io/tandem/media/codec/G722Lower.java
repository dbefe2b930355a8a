package io.tandem.media.codec;

import static io.tandem.media.codec.Sample.saturated;

/** The lower band of G.722, 0 to 4 kHz: six bits a sample, of which the upper four steer both ends (§3.3, §6.2.1). */
final class G722Lower {
    /** What the upper four bits come to, in 1/32,768 of the step times eight (QM4). */
    private static final short[] BY_FOUR_BITS = {0, -20_456, -12_896, -8_968, -6_288, -4_240, -2_584, -1_200, 20_456,
            12_896, 8_968, 6_288, 4_240, 2_584, 1_200, 0};
    /** What all six come to (QM6). */
    private static final short[] BY_SIX_BITS = {-136, -136, -136, -136, -24_808, -21_904, -19_008, -16_704, -14_984,
            -13_512, -12_280, -11_192, -10_232, -9_360, -8_576, -7_856, -7_192, -6_576, -6_000, -5_456, -4_944, -4_464,
            -4_008, -3_576, -3_168, -2_776, -2_400, -2_032, -1_688, -1_360, -1_040, -728, 24_808, 21_904, 19_008,
            16_704, 14_984, 13_512, 12_280, 11_192, 10_232, 9_360, 8_576, 7_856, 7_192, 6_576, 6_000, 5_456, 4_944,
            4_464, 4_008, 3_576, 3_168, 2_776, 2_400, 2_032, 1_688, 1_360, 1_040, 728, 432, 136, -432, -136};
    /** What the upper four bits do to the step (WL by RL42). */
    private static final short[] STEP_ADDENDS = {-60, 3_042, 1_198, 538, 334, 172, 58, -30, 3_042, 1_198, 538, 334,
            172, 58, -30, -60};
    /** Where the quantiser's intervals part, in 1/4,096 of the step (Q6). */
    private static final short[] LEVELS = {35, 72, 110, 150, 190, 233, 276, 323, 370, 422, 473, 530, 587, 650, 714, 786,
            858, 940, 1_023, 1_121, 1_219, 1_339, 1_458, 1_612, 1_765, 1_980, 2_195, 2_557, 2_919};
    private static final int TOP_LEVEL = 2_919;
    /** Codes by whole 1/4,096 of the step, first of positive differences, then of negative ones. */
    private static final byte[] CODES = codes();

    private static final short[] STEPS = G722Step.table(9);
    private static final int FIRST_STEP = 32;
    private static final int LIMIT = 16_384;

    private final G722Step step = new G722Step(STEPS, FIRST_STEP);
    private final G722Predictor predictor = new G722Predictor();

    void reset() {
        step.reset();
        predictor.reset();
    }

    /** @return six bits */
    int encode(int sample) {
        int code = quantised(saturated(sample - predictor.estimate()), step.step());
        adapt(code >> 2);
        return code;
    }

    /** @return a sample of 15 bits */
    int decode(int code) {
        int sample = predictor.estimate() + (step.step() * BY_SIX_BITS[code] >> 15);
        adapt(code >> 2);
        return Math.clamp(sample, -LIMIT, LIMIT - 1);
    }

    private void adapt(int fourBits) {
        predictor.adapt(step.step() * BY_FOUR_BITS[fourBits] >> 15);
        step.follow(STEP_ADDENDS[fourBits]);
    }

    private static int quantised(int difference, int step) {
        int sign = difference >> 31;
        int magnitude = difference ^ sign;
        // m < level * step >> 12 is (m + 1 << 12) - 1 < level * step: one division finds among the levels
        int units = Math.min(((magnitude + 1 << 12) - 1) / step, TOP_LEVEL);
        return CODES[units + (sign & TOP_LEVEL + 1)];
    }

    private static byte[] codes() {
        byte[] codes = new byte[2 * (TOP_LEVEL + 1)];
        int rank = 0;
        for (int units = 0; units <= TOP_LEVEL; units++) {
            while (rank < LEVELS.length && units >= LEVELS[rank]) {
                rank++;
            }
            codes[units] = (byte) (61 - rank);
            codes[units + TOP_LEVEL + 1] = (byte) (rank < 2 ? 63 - rank : 33 - rank);
        }
        return codes;
    }
}
