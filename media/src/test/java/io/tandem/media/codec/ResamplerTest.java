package io.tandem.media.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ResamplerTest {
    private static final int NARROW_HZ = 8_000;
    private static final int WIDE_HZ = 16_000;
    private static final double AMPLITUDE = 20_000;

    private final Upsampler up = new Upsampler();
    private final Downsampler down = new Downsampler();

    @Test
    void whatTelephonesCarryIsNeitherRaisedNorLowered() {
        double worst = 0;
        for (int hz = 50; hz <= 3_400; hz += 50) {
            double upDb = levelDb(wide(tone(hz, NARROW_HZ)), hz, WIDE_HZ);
            double downDb = levelDb(narrow(tone(hz, WIDE_HZ)), hz, NARROW_HZ);
            assertThat(upDb).as("%d Hz up", hz).isCloseTo(0, within(0.02));
            assertThat(downDb).as("%d Hz down", hz).isCloseTo(0, within(0.02));
            worst = Math.max(worst, Math.max(Math.abs(upDb), Math.abs(downDb)));
        }
        System.out.printf("resamplers, 50 to 3,400 Hz: within %.3f dB%n", worst);
    }

    @Test
    void imagesAndAliasesAreFarDown() {
        double image = -200;
        double alias = -200;
        for (int hz = 50; hz <= 3_400; hz += 50) {
            image = Math.max(image, levelDb(wide(tone(hz, NARROW_HZ)), NARROW_HZ - hz, WIDE_HZ));
            alias = Math.max(alias, levelDb(narrow(tone(NARROW_HZ - hz, WIDE_HZ)), hz, NARROW_HZ));
        }
        System.out.printf("resamplers: images %.1f dB, aliases %.1f dB%n", image, alias);
        assertThat(image).isLessThan(-55);
        assertThat(alias).isLessThan(-55);
    }

    @Test
    void theyAreAsLateAsTheySay() {
        short[] click = new short[200];
        click[50] = 20_000;
        assertThat(peak(wide(click))).isEqualTo(100 + 23);
        click[50] = 0;
        click[100] = 20_000;
        assertThat(peak(narrow(click))).isEqualTo(50 + 11);
    }

    @Test
    void speechIsTheSameAfterwards() {
        short[] said = wide(narrow(Speech.of(WIDE_HZ, 4, 1))); // what is left of it is below 4 kHz
        Likeness likeness = Likeness.of(said, wide(narrow(said)), 100, WIDE_HZ);
        System.out.printf("speech to 8 kHz and back: %s%n", likeness);
        assertThat(likeness.segmentalSnrDb()).isGreaterThan(35);
        assertThat(likeness.delaySamples()).isEqualTo(2 * 11 + 23);
    }

    @Test
    void fullScaleIsCutAndNeverTurnsOver() {
        short[] square = new short[WIDE_HZ];
        for (int i = 0; i < square.length; i++) {
            square[i] = i / 40 % 2 == 0 ? Short.MAX_VALUE : Short.MIN_VALUE;
        }
        assertThat(Likeness.of(square, wide(narrow(square)), 100, WIDE_HZ).correlation()).isGreaterThan(0.98);
        assertThat(narrow(square)).contains(Short.MAX_VALUE, Short.MIN_VALUE);
    }

    @Test
    void itIsTheSameInPiecesAndAtOnce() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        short[] said = Speech.of(NARROW_HZ, 2, 7);
        short[] atOnce = wide(said);
        short[] backAtOnce = narrow(atOnce);
        up.reset();
        down.reset();
        short[] inPieces = new short[atOnce.length];
        short[] backInPieces = new short[said.length];
        for (int done = 0; done < said.length;) {
            int piece = Math.min(1 + random.nextInt(300), said.length - done);
            assertThat(up.resample(said, done, piece, inPieces, 2 * done)).isEqualTo(2 * piece);
            assertThat(down.resample(inPieces, 2 * done, 2 * piece, backInPieces, done)).isEqualTo(piece);
            done += piece;
        }
        assertThat(inPieces).as("seed %d", seed).isEqualTo(atOnce);
        assertThat(backInPieces).as("seed %d", seed).isEqualTo(backAtOnce);
    }

    private short[] wide(short[] narrow) {
        short[] wide = new short[2 * narrow.length];
        up.reset();
        assertThat(up.resample(narrow, 0, narrow.length, wide, 0)).isEqualTo(wide.length);
        return wide;
    }

    private short[] narrow(short[] wide) {
        short[] narrow = new short[wide.length / 2];
        down.reset();
        assertThat(down.resample(wide, 0, wide.length, narrow, 0)).isEqualTo(narrow.length);
        return narrow;
    }

    private static short[] tone(int hz, int rateHz) {
        short[] tone = new short[rateHz / 2];
        for (int i = 0; i < tone.length; i++) {
            tone[i] = (short) Math.round(AMPLITUDE * Math.sin(2 * Math.PI * hz * i / rateHz));
        }
        return tone;
    }

    /** Of the tone of this frequency, past the beginning, against {@link #AMPLITUDE}. */
    private static double levelDb(short[] sound, int hz, int rateHz) {
        double real = 0;
        double imaginary = 0;
        int from = sound.length - rateHz / 10; // whole periods of each multiple of 10 Hz
        for (int i = from; i < sound.length; i++) {
            real += sound[i] * Math.cos(2 * Math.PI * hz * i / rateHz);
            imaginary += sound[i] * Math.sin(2 * Math.PI * hz * i / rateHz);
        }
        return 20 * Math.log10(Math.hypot(real, imaginary) * 2 / (sound.length - from) / AMPLITUDE + 1e-10);
    }

    private static int peak(short[] sound) {
        int peak = 0;
        for (int i = 0; i < sound.length; i++) {
            peak = Math.abs(sound[i]) > Math.abs(sound[peak]) ? i : peak;
        }
        return peak;
    }
}
