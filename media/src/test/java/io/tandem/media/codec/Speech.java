package io.tandem.media.codec;

import java.util.Random;

/** What sounds like somebody speaking: syllables with a gliding pitch and three formants, hisses between, and pauses. */
final class Speech {
    private static final double SYLLABLE_SECONDS = 0.22;
    private static final double[][] VOWELS_HZ = {{730, 1_090, 2_440}, {270, 2_290, 3_010}, {300, 870, 2_240},
            {530, 1_840, 2_480}, {570, 840, 2_410}};
    private static final double GLOTTIS_HZ = 400;
    private static final double[] BANDWIDTHS_HZ = {80, 110, 160};

    private final int rateHz;
    private final Random random;
    private final double[][] resonators = new double[3][2];
    /** What opens and closes between them takes the edge off each pulse: 12 dB an octave. */
    private final double[] glottis = new double[2];
    private double phase;

    private Speech(int rateHz, long seed) {
        this.rateHz = rateHz;
        this.random = new Random(seed);
    }

    /** The same words for the same seed; peaks reach 20,000. */
    static short[] of(int rateHz, double seconds, long seed) {
        return new Speech(rateHz, seed).spoken((int) (seconds * rateHz));
    }

    private short[] spoken(int count) {
        double[] sound = new double[count];
        int syllable = (int) (SYLLABLE_SECONDS * rateHz);
        for (int from = 0; from < count; from += syllable) {
            int kind = random.nextInt(8);
            double[] vowel = VOWELS_HZ[kind % VOWELS_HZ.length];
            double pitchHz = 95 + random.nextInt(90);
            for (int i = from; i < Math.min(count, from + syllable); i++) {
                double through = (double) (i - from) / syllable;
                sound[i] = kind == 7
                        ? 0
                        : voiced(vowel, pitchHz * (1.1 - 0.2 * through)) * Math.sin(Math.PI * through)
                                + (through < 0.2 ? 2e-4 * random.nextGaussian() : 0);
            }
        }
        return scaled(sound);
    }

    private double voiced(double[] formantsHz, double pitchHz) {
        phase += pitchHz / rateHz;
        double out = phase >= 1 ? 1 : 0;
        phase -= Math.floor(phase);
        double kept = Math.exp(-2 * Math.PI * GLOTTIS_HZ / rateHz);
        for (int i = 0; i < glottis.length; i++) {
            glottis[i] = kept * glottis[i] + (1 - kept) * out;
            out = glottis[i];
        }
        for (int i = 0; i < resonators.length; i++) {
            double radius = Math.exp(-Math.PI * BANDWIDTHS_HZ[i] / rateHz);
            double[] past = resonators[i];
            double now = (1 - radius) * out + 2 * radius * Math.cos(2 * Math.PI * formantsHz[i] / rateHz) * past[0]
                    - radius * radius * past[1];
            past[1] = past[0];
            past[0] = now;
            out = now * 3;
        }
        return out;
    }

    private short[] scaled(double[] sound) {
        double peak = 1e-9;
        for (double value : sound) {
            peak = Math.max(peak, Math.abs(value));
        }
        short[] samples = new short[sound.length];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) Math.round(sound[i] / peak * 20_000 + random.nextGaussian() * 3);
        }
        return samples;
    }
}
