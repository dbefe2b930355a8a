package io.tandem.ops.lab.audio;

import java.util.SplittableRandom;

/**
 * A voice that nobody else has: syllables of hummed and hissed sound through formants, words and pauses between them, at
 * 8,000 samples a second. The same seed says the same. Not for more than one thread.
 */
public final class Voice {
    public static final int SAMPLE_RATE_HZ = 8_000;
    private static final int SAMPLES_PER_MILLI = SAMPLE_RATE_HZ / 1_000;
    private static final double LOUDNESS = 16_000;
    private static final double PEAK = 24_000;
    /** A hum without noise repeats itself, and would be mistaken for itself a period later. */
    private static final double BREATH = 0.25;

    private final SplittableRandom random;
    private final Formant low = new Formant();
    private final Formant middle = new Formant();
    private final double habitualPitchHz;
    private double pitchHz;
    private double pitchGlide;
    private double phase;
    private boolean hiss;
    private double stress;
    private int syllableSamples;
    private int position;
    private int pauseSamples;
    private int syllablesLeft;

    public Voice(long seed) {
        random = new SplittableRandom(seed);
        habitualPitchHz = random.nextDouble(90, 230);
        nextSyllable();
    }

    /**
     * The seed of one party of one call, from what both sides of the gateway see of it.
     *
     * @param speaker {@code caller} or {@code callee}
     */
    public static long seed(String calling, String called, String speaker) {
        long hash = 0xcbf29ce484222325L; // FNV-1a
        for (char c : (calling + "|" + called + "|" + speaker).toCharArray()) {
            hash = (hash ^ c) * 0x100000001b3L;
        }
        return hash;
    }

    /** Says the next {@code count} samples into the array. */
    public void speak(short[] out, int from, int count) {
        for (int i = from; i < from + count; i++) {
            out[i] = sample();
        }
    }

    private short sample() {
        if (position >= syllableSamples + pauseSamples) {
            nextSyllable();
        }
        double excitation = position < syllableSamples ? excitation() * envelope() : 0;
        double sound = low.pass(excitation) + 0.6 * middle.pass(excitation);
        position++;
        return (short) (PEAK * Math.tanh(LOUDNESS * sound / PEAK));
    }

    /** Throat: a pulse each period with some breath in it, or breath alone. */
    private double excitation() {
        double breath = random.nextDouble(-1, 1);
        if (hiss) {
            return 0.7 * breath;
        }
        phase += (pitchHz + pitchGlide * position) / SAMPLE_RATE_HZ;
        phase -= Math.floor(phase);
        double pulse = phase < 0.4 ? Math.sin(Math.PI * phase / 0.4) - 0.25 : -0.25;
        return pulse + BREATH * breath;
    }

    /** Rises and falls once in a syllable. */
    private double envelope() {
        return stress * Math.sin(Math.PI * (position + 0.5) / syllableSamples);
    }

    private void nextSyllable() {
        position = 0;
        syllableSamples = random.nextInt(90, 260) * SAMPLES_PER_MILLI;
        if (syllablesLeft == 0) {
            syllablesLeft = random.nextInt(1, 5);
        }
        syllablesLeft--;
        int pauseMillis = syllablesLeft > 0 ? random.nextInt(5, 30) : random.nextInt(80, 350);
        pauseSamples = pauseMillis * SAMPLES_PER_MILLI;
        hiss = random.nextInt(5) == 0;
        stress = random.nextDouble(0.5, 1);
        pitchHz = habitualPitchHz * random.nextDouble(0.8, 1.25);
        pitchGlide = pitchHz * random.nextDouble(-0.3, 0.3) / syllableSamples;
        low.tune(hiss ? random.nextDouble(900, 1_800) : random.nextDouble(280, 850), 90);
        middle.tune(hiss ? random.nextDouble(2_200, 3_400) : random.nextDouble(900, 2_500), 160);
    }

    /** A resonance of the mouth: two poles, gain near 1 at their frequency. */
    private static final class Formant {
        private double gain;
        private double a1;
        private double a2;
        private double y1;
        private double y2;

        void tune(double centreHz, double bandwidthHz) {
            double radius = Math.exp(-Math.PI * bandwidthHz / SAMPLE_RATE_HZ);
            double angle = 2 * Math.PI * centreHz / SAMPLE_RATE_HZ;
            a1 = 2 * radius * Math.cos(angle);
            a2 = -radius * radius;
            gain = 4 * (1 - radius) * Math.sin(angle);
        }

        double pass(double in) {
            double out = gain * in + a1 * y1 + a2 * y2;
            y2 = y1;
            y1 = out;
            return out;
        }
    }
}
