package io.tandem.media.codec;

import static io.tandem.media.codec.Sample.saturated;

/** The upper band of G.722, 4 to 8 kHz: two bits a sample (§3.3, §6.2.2). */
final class G722Upper {
    /** What the bits come to, in 1/32,768 of the step times eight (QM2). */
    private static final short[] BY_TWO_BITS = {-7_408, -1_616, 7_408, 1_616};
    /** What they do to the step (WH by IH2). */
    private static final short[] STEP_ADDENDS = {798, -214, 798, -214};
    /** Between the inner and the outer interval, in 1/4,096 of the step. */
    private static final int LEVEL = 564;
    private static final short[] STEPS = G722Step.table(11);
    private static final int FIRST_STEP = 8;
    private static final int LIMIT = 16_384;

    private final G722Step step = new G722Step(STEPS, FIRST_STEP);
    private final G722Predictor predictor = new G722Predictor();

    void reset() {
        step.reset();
        predictor.reset();
    }

    /** @return two bits */
    int encode(int sample) {
        int difference = saturated(sample - predictor.estimate());
        int sign = difference >> 31;
        int outer = (difference ^ sign) - (LEVEL * step.step() >> 12) >> 31;
        int code = 2 + 2 * sign - outer;
        adapt(code);
        return code;
    }

    /** @return a sample of 15 bits */
    int decode(int code) {
        int sample = predictor.estimate() + (step.step() * BY_TWO_BITS[code] >> 15);
        adapt(code);
        return Math.clamp(sample, -LIMIT, LIMIT - 1);
    }

    private void adapt(int code) {
        predictor.adapt(step.step() * BY_TWO_BITS[code] >> 15);
        step.follow(STEP_ADDENDS[code]);
    }
}
