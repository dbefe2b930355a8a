package io.tandem.ops.lab.audio;

/**
 * How one direction of a call came over.
 *
 * @param delayMillis from mouth to ear, on average; NaN when the voice was not recognised. Both ends read one clock: they
 *            are in one process
 * @param lossPercent of the packets spoken, how many were not heard
 */
public record Passage(Hearing hearing, long packetsSpoken, long packetsHeard, double delayMillis, double lossPercent) {
    /** Packets that the end of a call may catch on their way: they are no loss. */
    public static final int ON_THE_WAY = 2;
    /** Nothing was spoken. */
    public static final Passage NONE = new Passage(Hearing.NOTHING, 0, 0, Double.NaN, 0);

    /** Compares what one end said with what the other end heard, once both are done. */
    public static Passage of(Mouth mouth, Ear ear, long seed) {
        Hearing hearing = Comparison.compare(ear.samples(), seed);
        double startHeard = ear.startNanos() - hearing.offsetSamples() * (1e9 / Voice.SAMPLE_RATE_HZ);
        double delay = hearing.recognised() ? (startHeard - mouth.startNanos()) / 1e6 : Double.NaN;
        return new Passage(hearing, mouth.packets(), ear.packets(), delay, loss(mouth.packets(), ear.packets()));
    }

    private static double loss(long spoken, long heard) {
        long missing = spoken - heard;
        return missing <= ON_THE_WAY ? 0 : 100.0 * missing / spoken;
    }
}
