package io.tandem.media.codec;

import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The noise of a line on which nobody speaks (TSP-163), soft and without colour, as a codec's octets. Two seconds of it, made once and
 * played over and over: nobody hears where they begin.
 */
public final class ComfortNoise {
    /** Below overload, in dB: what RFC 3389 has for a quiet room. */
    private static final double LEVEL_DB = 65;
    private static final double OVERLOAD = 32_768;
    private static final int SECONDS = 2;
    private static final int OCTETS_A_SECOND = 8_000;
    /** Any will do: all lines may sound alike. */
    private static final long SEED = 3_389;
    private static final Map<SpeechCodec, byte[]> MADE = new EnumMap<>(SpeechCodec.class);

    static {
        for (SpeechCodec codec : SpeechCodec.values()) {
            MADE.put(codec, make(codec));
        }
    }

    private ComfortNoise() {}

    private static byte[] make(SpeechCodec codec) {
        SplittableRandom random = new SplittableRandom(SEED);
        double amplitude = OVERLOAD * Math.pow(10, -LEVEL_DB / 20);
        short[] samples = new short[SECONDS * codec.samplesPerSecond()];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) Math.rint(random.nextGaussian() * amplitude);
        }
        byte[] octets = new byte[SECONDS * OCTETS_A_SECOND];
        codec.encoder().encode(samples, 0, samples.length, octets, 0);
        return octets;
    }

    /**
     * Writes one piece of it at the buffer's position.
     *
     * @param piece which one, from 0 on; they follow upon each other
     * @param octets that the piece has, at most a second's
     */
    public static void write(SpeechCodec codec, int piece, ByteBuffer out, int octets) {
        byte[] noise = MADE.get(codec);
        int pieces = noise.length / octets;
        out.put(noise, Math.floorMod(piece, pieces) * octets, octets);
    }
}
