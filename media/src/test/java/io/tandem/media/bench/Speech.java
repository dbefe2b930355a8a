package io.tandem.media.bench;

import io.tandem.media.codec.G711;
import io.tandem.media.sdp.Codec;
import java.util.Random;

/** A second of sound that is as loud and as varied as speech: two tones that come and go, and a little noise. */
final class Speech {
    private static final int SAMPLES = 8_000;
    private static final double LOUD = 6_000;
    private static final double NOISE = 200;

    private Speech() {}

    /** @return as that codec has it; of one that we cannot encode any octets, which are sound of some kind to its decoder */
    static byte[] of(Codec codec) {
        byte[] octets = new byte[SAMPLES];
        if (codec == Codec.PCMU) {
            G711.MU_LAW.encode(samples(), 0, octets, 0, SAMPLES);
        } else if (codec == Codec.PCMA) {
            G711.A_LAW.encode(samples(), 0, octets, 0, SAMPLES);
        } else {
            new Random(SAMPLES).nextBytes(octets);
        }
        return octets;
    }

    private static short[] samples() {
        Random noise = new Random(SAMPLES);
        short[] samples = new short[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            double turn = 2 * Math.PI * i / SAMPLES;
            double loud = LOUD * (1 + Math.sin(4 * turn)) / 2;
            samples[i] = (short) (loud * (Math.sin(310 * turn) + Math.sin(1_270 * turn) / 2)
                    + NOISE * noise.nextGaussian());
        }
        return samples;
    }
}
