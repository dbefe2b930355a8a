package io.tandem.ops.lab.audio;

/**
 * What came over, compared with what was said.
 *
 * @param score likeness of the two: 1 the same but for the codec's noise, 0 something else or nothing
 * @param offsetSamples which sample of the voice the first one heard is; negative when something else was heard first
 */
public record Hearing(double score, int offsetSamples) {
    /** Below this a call does not count as heard. */
    public static final double GOOD = 0.9;
    /** Nothing, or too little to tell. */
    public static final Hearing NOTHING = new Hearing(0, 0);

    public boolean good() {
        return score >= GOOD;
    }

    /** Whether it can be said at which place of the voice the listener came in, and so how late. */
    public boolean recognised() {
        return score >= 0.5;
    }
}
