package io.tandem.cluster.e2e;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A piece of sound, to be asked which tone is in it. @param samples at 8 kHz */
record Tone(short[] samples) {
    private static final int RATE_HZ = 8_000;
    /** Short, so that a packet that is missing spoils one window only. */
    private static final int WINDOW = 400;
    private static final int WAVE_HEADER_BYTES = 44;

    /** A WAV file of 16 bits, mono; it need not be complete. */
    static Tone ofWave(byte[] file) {
        short[] samples = new short[Math.max(0, file.length - WAVE_HEADER_BYTES) / 2];
        ByteBuffer.wrap(file, WAVE_HEADER_BYTES, samples.length * 2)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asShortBuffer()
                .get(samples);
        return new Tone(samples);
    }

    double seconds() {
        return (double) samples.length / RATE_HZ;
    }

    /** Its last half second. */
    Tone end() {
        return new Tone(Arrays.copyOfRange(samples, Math.max(0, samples.length - RATE_HZ / 2), samples.length));
    }

    /** Which part of the sound's energy that frequency has, 0 to 1; 0 of silence. */
    double share(int frequencyHz) {
        double tone = 0;
        double all = 0;
        for (int at = 0; at + WINDOW <= samples.length; at += WINDOW) {
            tone += energyAt(frequencyHz, at);
            all += energy(at);
        }
        return all == 0 ? 0 : tone / all;
    }

    private double energyAt(int frequencyHz, int from) {
        double real = 0;
        double imaginary = 0;
        for (int i = 0; i < WINDOW; i++) {
            double angle = 2 * Math.PI * frequencyHz * i / RATE_HZ;
            real += samples[from + i] * Math.cos(angle);
            imaginary += samples[from + i] * Math.sin(angle);
        }
        return 2 * (real * real + imaginary * imaginary) / WINDOW;
    }

    private double energy(int from) {
        double sum = 0;
        for (int i = 0; i < WINDOW; i++) {
            sum += (double) samples[from + i] * samples[from + i];
        }
        return sum;
    }
}
