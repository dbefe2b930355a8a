package io.tandem.ops.lab.audio;

import java.util.BitSet;

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

    /** Compares what one end said with what the other end heard of that voice, once both are done. */
    public static Passage of(Mouth mouth, Ear ear, long seed) {
        BitSet silent = mouth.silentFrames();
        Hearing best = Hearing.NOTHING;
        Recording of = null;
        for (Recording recording : ear.recordings()) {
            Hearing hearing = Comparison.compare(recording.samples(), seed, silent);
            if (of == null || hearing.score() > best.score()) {
                best = hearing;
                of = recording;
            }
        }
        long heard = of == null ? 0 : of.packets();
        return new Passage(best, mouth.packets(), heard, delay(mouth, of, best), loss(mouth.packets(), heard));
    }

    /** The same where the mouth spoke to another ear before: what that one has heard is not lost. */
    public Passage afterOther(Passage before) {
        return new Passage(hearing, packetsSpoken, packetsHeard, delayMillis, loss(packetsSpoken, packetsHeard + before
                .packetsHeard()));
    }

    /** The same for a listener who came in late: what was said before that is not lost. */
    public Passage sinceHeard() {
        long before = hearing.recognised() ? Math.max(0, hearing.offsetSamples() / Mouth.FRAME_SAMPLES) : 0;
        long since = packetsSpoken - before;
        return new Passage(hearing, since, packetsHeard, delayMillis, loss(since, packetsHeard));
    }

    private static double delay(Mouth mouth, Recording recording, Hearing hearing) {
        if (!hearing.recognised()) {
            return Double.NaN;
        }
        double startHeard = recording.startNanos() - hearing.offsetSamples() * (1e9 / Voice.SAMPLE_RATE_HZ);
        return (startHeard - mouth.startNanos()) / 1e6;
    }

    private static double loss(long spoken, long heard) {
        long missing = spoken - heard;
        return missing <= ON_THE_WAY ? 0 : 100.0 * missing / spoken;
    }
}
