package io.tandem.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class G722Test {
    private static final int RATE_HZ = 16_000;
    private static final int FRAME = 320;
    private static final int MOST_DELAY = 40;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final G722Encoder encoder = new G722Encoder();
    private final G722Decoder decoder = new G722Decoder();

    @Test
    void speechComesThrough() {
        for (long seed = 1; seed <= 4; seed++) {
            short[] said = Speech.of(RATE_HZ, 4, seed);
            Likeness likeness = Likeness.of(said, decoded(encoded(said)), MOST_DELAY, RATE_HZ);
            System.out.printf("G.722, speech of seed %d: %s%n", seed, likeness);
            assertThat(likeness.delaySamples()).isEqualTo(22);
            assertThat(likeness.segmentalSnrDb()).isGreaterThan(20);
            assertThat(likeness.correlation()).isGreaterThan(0.995);
        }
    }

    @Test
    void softAndLoudSpeechComesThrough() {
        short[] speech = Speech.of(RATE_HZ, 4, 5);
        for (double gain : new double[]{0.05, 0.2, 1.6}) {
            short[] said = new short[speech.length];
            for (int i = 0; i < said.length; i++) {
                said[i] = (short) Math.round(speech[i] * gain);
            }
            Likeness likeness = Likeness.of(said, decoded(encoded(said)), MOST_DELAY, RATE_HZ);
            System.out.printf("G.722, speech times %.2f: %s%n", gain, likeness);
            assertThat(likeness.correlation()).isGreaterThan(0.99);
        }
    }

    @Test
    void silenceStaysSilent() {
        for (short sample : decoded(encoded(new short[RATE_HZ]))) {
            assertThat((int) sample).isBetween(-16, 16);
        }
    }

    @Test
    void fullScaleIsCutAndNeverTurnsOver() {
        short[] said = new short[RATE_HZ];
        for (int i = 0; i < said.length; i++) {
            said[i] = i / 40 % 2 == 0 ? Short.MAX_VALUE : Short.MIN_VALUE;
        }
        Likeness likeness = Likeness.of(said, decoded(encoded(said)), MOST_DELAY, RATE_HZ);
        System.out.printf("G.722, square wave of 200 Hz at full scale: %s%n", likeness);
        assertThat(likeness.correlation()).isGreaterThan(0.97);
    }

    @Test
    void anyOctetsGiveSamplesAndSpeechIsRightAgainAfterThem() {
        long seed = System.nanoTime();
        byte[] garbage = new byte[2 * RATE_HZ];
        new Random(seed).nextBytes(garbage);
        assertThat(decoder.decode(garbage, 0, garbage.length, new short[2 * garbage.length], 0))
                .isEqualTo(2 * garbage.length);
        short[] said = Speech.of(RATE_HZ, 6, 3);
        short[] heard = decoded(encoded(said));
        Likeness after = Likeness.of(Arrays.copyOfRange(said, 2 * RATE_HZ, said.length),
                Arrays.copyOfRange(heard, 2 * RATE_HZ, heard.length), MOST_DELAY, RATE_HZ);
        System.out.printf("G.722, speech 2 s after garbage of seed %d: %s%n", seed, after);
        assertThat(after.correlation()).as("seed %d", seed).isGreaterThan(0.99);
    }

    @Test
    void itIsTheSameInPiecesAndAtOnce() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        short[] said = Speech.of(RATE_HZ, 2, 7);
        byte[] atOnce = encoded(said);
        short[] heardAtOnce = decoded(atOnce);
        encoder.reset();
        decoder.reset();
        byte[] inPieces = new byte[atOnce.length];
        short[] heardInPieces = new short[said.length];
        for (int done = 0; done < atOnce.length;) {
            int piece = Math.min(1 + random.nextInt(300), atOnce.length - done);
            assertThat(encoder.encode(said, 2 * done, 2 * piece, inPieces, done)).isEqualTo(piece);
            assertThat(decoder.decode(inPieces, done, piece, heardInPieces, 2 * done)).isEqualTo(2 * piece);
            done += piece;
        }
        assertThat(inPieces).as("seed %d", seed).isEqualTo(atOnce);
        assertThat(heardInPieces).as("seed %d", seed).isEqualTo(heardAtOnce);
    }

    @Test
    void anOddSampleIsLeftOut() {
        assertThat(encoder.encode(new short[5], 0, 5, new byte[3], 0)).isEqualTo(2);
        assertThat(encoder.encode(new short[1], 0, 1, new byte[0], 0)).isZero();
    }

    @Test
    void aFrameMakesNoGarbage() {
        short[] said = Speech.of(RATE_HZ, 2, 8);
        byte[] octets = new byte[said.length / 2];
        short[] heard = new short[said.length];
        frames(said, octets, heard);
        long thread = Thread.currentThread().threadId();
        long bytes = THREADS.getThreadAllocatedBytes(thread);
        long nanos = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < 20; i++) {
            frames(said, octets, heard);
        }
        nanos = THREADS.getCurrentThreadCpuTime() - nanos;
        bytes = THREADS.getThreadAllocatedBytes(thread) - bytes;
        int frames = 20 * said.length / FRAME;
        System.out.printf("G.722: %.3f bytes, %.1f µs of CPU to encode and decode 20 ms%n", (double) bytes / frames,
                nanos / 1e3 / frames);
        assertThat((double) bytes / frames).isLessThan(0.5);
    }

    private void frames(short[] said, byte[] octets, short[] heard) {
        for (int from = 0; from < said.length; from += FRAME) {
            encoder.encode(said, from, FRAME, octets, from / 2);
            decoder.decode(octets, from / 2, FRAME / 2, heard, from);
        }
    }

    private byte[] encoded(short[] samples) {
        byte[] octets = new byte[samples.length / 2];
        assertThat(encoder.encode(samples, 0, samples.length, octets, 0)).isEqualTo(octets.length);
        return octets;
    }

    private short[] decoded(byte[] octets) {
        short[] samples = new short[2 * octets.length];
        assertThat(decoder.decode(octets, 0, octets.length, samples, 0)).isEqualTo(samples.length);
        return samples;
    }
}
