package io.tandem.ops.lab.audio;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Looks for a voice in what was heard. The place is where the cross-correlation of two seconds of it with the voice
 * peaks; the score is the normalised cross-correlation of all of it there.
 * <p>
 * Costs about 10 ms of one core a hearing, so it is done after the call and on no thread that keeps time.
 */
public final class Comparison {
    private static final int SPAN = 1 << 16;
    private static final int WINDOW = 1 << 14;
    /** The voice may begin up to two seconds after the first thing heard, and up to six before it. */
    private static final int LATEST_BEGINNING = WINDOW - 1;
    private static final int LARGEST_OFFSET = SPAN - LATEST_BEGINNING - WINDOW;
    private static final int LEAST = Voice.SAMPLE_RATE_HZ / 5;
    private static final int AUDIBLE = 200;

    private Comparison() {}

    /** Compares what was heard with the voice of that seed, which never paused. */
    public static Hearing compare(short[] heard, long seed) {
        return compare(heard, seed, new BitSet());
    }

    /**
     * Compares what was heard with what the voice of that seed said.
     *
     * @param silentFrames in which of its frames it said nothing: what is heard there lowers the score
     */
    public static Hearing compare(short[] heard, long seed, BitSet silentFrames) {
        int from = firstSound(heard);
        if (heard.length - from < LEAST) {
            return Hearing.NOTHING;
        }
        short[] said = new short[heard.length + SPAN];
        new Voice(seed).speak(said, 0, said.length);
        silentFrames.stream()
                .map(frame -> frame * Mouth.FRAME_SAMPLES)
                .takeWhile(sample -> sample < said.length)
                .forEach(sample -> Arrays.fill(said, sample, Math.min(said.length, sample + Mouth.FRAME_SAMPLES),
                        (short) 0));
        int offset = offset(heard, from, said);
        return new Hearing(Math.max(0, likeness(heard, said, offset)), offset);
    }

    private static int firstSound(short[] heard) {
        int at = 0;
        while (at < heard.length && Math.abs(heard[at]) < AUDIBLE) {
            at++;
        }
        return at;
    }

    /** With o the offset: heard[i] is said[i + o], as near as can be. */
    private static int offset(short[] heard, int from, short[] said) {
        double[] correlation = correlation(heard, from, said);
        int best = 0;
        for (int lag = -LATEST_BEGINNING; lag < LARGEST_OFFSET; lag++) {
            if (correlation[lag & SPAN - 1] > correlation[best & SPAN - 1]) {
                best = lag;
            }
        }
        return best - from;
    }

    /** At lag l, modulo the span: the sum of heard[from + i] · said[i + l] over the window. */
    private static double[] correlation(short[] heard, int from, short[] said) {
        double[] realHeard = new double[SPAN];
        double[] realSaid = new double[SPAN];
        double[] imaginaryHeard = new double[SPAN];
        double[] imaginarySaid = new double[SPAN];
        for (int i = 0; i < Math.min(WINDOW, heard.length - from); i++) {
            realHeard[i] = heard[from + i];
        }
        for (int i = 0; i < SPAN - LATEST_BEGINNING; i++) {
            realSaid[i] = said[i];
        }
        Fourier.transform(realHeard, imaginaryHeard);
        Fourier.transform(realSaid, imaginarySaid);
        for (int k = 0; k < SPAN; k++) { // conj(H)·S, and conjugated once more: its forward transform is the inverse one
            double real = realHeard[k] * realSaid[k] + imaginaryHeard[k] * imaginarySaid[k];
            double imaginary = realHeard[k] * imaginarySaid[k] - imaginaryHeard[k] * realSaid[k];
            realSaid[k] = real;
            imaginarySaid[k] = -imaginary;
        }
        Fourier.transform(realSaid, imaginarySaid);
        return realSaid;
    }

    private static double likeness(short[] heard, short[] said, int offset) {
        double both = 0;
        double ofHeard = 0;
        double ofSaid = 0;
        for (int i = Math.max(0, -offset); i < heard.length; i++) {
            double h = heard[i];
            double s = said[i + offset];
            both += h * s;
            ofHeard += h * h;
            ofSaid += s * s;
        }
        return ofHeard == 0 || ofSaid == 0 ? 0 : both / Math.sqrt(ofHeard * ofSaid);
    }
}
