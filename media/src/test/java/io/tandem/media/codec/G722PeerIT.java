package io.tandem.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** G.722 beside a codec that is not ours, ffmpeg's: the same octets of the same samples, and the other way round. */
class G722PeerIT {
    private static final int RATE_HZ = 16_000;
    private static final int PATIENCE_SECONDS = 60;
    /** Whatever is no louder stays within the 15 bits of each band; what is louder, ffmpeg does not cut to them. */
    private static final int HELD = 20_700;

    @TempDir
    private Path folder;

    @Test
    void speechIsTheSameOctets() throws Exception {
        for (long seed = 1; seed <= 3; seed++) {
            short[] said = Speech.of(RATE_HZ, 10, seed);
            assertSame("speech of seed " + seed, ours(said), theirs(said));
        }
    }

    @Test
    void noiseIsTheSameOctets() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        short[] noise = new short[5 * RATE_HZ];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (short) (random.nextInt(-HELD, HELD) * (i % RATE_HZ) / RATE_HZ);
        }
        assertSame("noise of seed " + seed, ours(noise), theirs(noise));
    }

    @Test
    void speechIsTheSameSamples() throws Exception {
        for (long seed = 1; seed <= 3; seed++) {
            assertHeardTheSame("speech of seed " + seed, ours(Speech.of(RATE_HZ, 10, seed)));
        }
    }

    @Test
    void garbageIsTheSameSamples() throws Exception {
        long seed = System.nanoTime();
        byte[] garbage = new byte[5 * RATE_HZ];
        new Random(seed).nextBytes(garbage);
        assertHeardTheSame("garbage of seed " + seed, garbage);
    }

    @Test
    void eachOctetOverAndOverIsTheSameSamples() throws Exception {
        byte[] octets = new byte[256 * 400];
        for (int i = 0; i < octets.length; i++) {
            octets[i] = (byte) (i / 400);
        }
        assertHeardTheSame("each octet 400 times", octets);
    }

    private void assertSame(String what, byte[] ours, byte[] theirs) {
        assertThat(theirs).hasSameSizeAs(ours);
        long others = IntStream.range(0, ours.length).filter(i -> ours[i] != theirs[i]).count();
        System.out.printf("G.722 beside ffmpeg, %s: %d of %d octets differ%n", what, others, ours.length);
        assertThat(others).as(what).isZero();
    }

    private void assertHeardTheSame(String what, byte[] octets) throws Exception {
        short[] ours = new short[2 * octets.length];
        new G722Decoder().decode(octets, 0, octets.length, ours, 0);
        short[] theirs = samples(converted(octets, "-f g722 -i", "-f s16le"));
        assertThat(theirs).hasSameSizeAs(ours);
        int most = IntStream.range(0, ours.length).map(i -> Math.abs(ours[i] - theirs[i])).max().orElse(0);
        long others = IntStream.range(0, ours.length).filter(i -> ours[i] != theirs[i]).count();
        System.out.printf("G.722 beside ffmpeg, %s: %d of %d samples differ, by at most %d%n", what, others,
                ours.length, most);
        assertThat(others).as(what).isZero();
    }

    private static byte[] ours(short[] said) {
        byte[] octets = new byte[said.length / 2];
        new G722Encoder().encode(said, 0, said.length, octets, 0);
        return octets;
    }

    private byte[] theirs(short[] said) throws Exception {
        ByteBuffer octets = ByteBuffer.allocate(2 * said.length).order(ByteOrder.LITTLE_ENDIAN);
        octets.asShortBuffer().put(said);
        return converted(octets.array(), "-f s16le -ar 16000 -ac 1 -i", "-c:a g722 -f g722");
    }

    private static short[] samples(byte[] octets) {
        short[] samples = new short[octets.length / 2];
        ByteBuffer.wrap(octets).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);
        return samples;
    }

    private byte[] converted(byte[] input, String before, String after) throws IOException, InterruptedException {
        Path in = Files.write(folder.resolve("in"), input);
        Path out = folder.resolve("out");
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-nostdin", "-y", "-v", "error"));
        command.addAll(Arrays.asList(before.split(" ")));
        command.add(in.toString());
        command.addAll(Arrays.asList(after.split(" ")));
        command.add(out.toString());
        Process process;
        try {
            process = new ProcessBuilder(command).inheritIO().start();
        } catch (IOException missing) {
            throw new AssertionError("these tests need ffmpeg: apt-get install ffmpeg (Debian, Ubuntu)", missing);
        }
        boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended).as("ffmpeg ended").isTrue();
        assertThat(process.exitValue()).as(String.join(" ", command)).isZero();
        return Files.readAllBytes(out);
    }
}
