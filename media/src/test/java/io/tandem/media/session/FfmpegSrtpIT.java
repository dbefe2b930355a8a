package io.tandem.media.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.media.codec.SpeechCodec;
import io.tandem.media.codec.SpeechDecoder;
import io.tandem.media.codec.SpeechEncoder;
import io.tandem.media.keys.MasterKey;
import io.tandem.media.keys.SrtpSuite;
import io.tandem.media.rtp.RtpPacket;
import io.tandem.media.session.OpenResult.Opened;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A session whose called side is SRTP of a peer that is not ours, ffmpeg: each hears the tone of the other. */
@Tag("F-60")
@Tag("TSP-141")
class FfmpegSrtpIT {
    private static final String HOME = "127.0.0.1";
    private static final int RATE_HZ = 8_000;
    private static final int TONE_HZ = 440;
    private static final int SECONDS = 2;
    private static final int PACKETS_A_SECOND = 50;
    private static final int SAMPLES = RATE_HZ / PACKETS_A_SECOND;
    private static final int PATIENCE_SECONDS = 30;
    private static final double PURE = 0.999;

    @TempDir
    private Path folder;
    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private RelayEngine engine;
    private Peer core;
    private Opened session;
    private int ffmpegPort;
    private MasterKey ours;
    private MasterKey theirs;

    @BeforeEach
    void start() throws IOException {
        System.out.println("seed " + seed);
        engine = RelayEngine.start(RelaySettings.ofPorts(46_841, 46_872), RelayListener.NONE);
        core = new Peer(HOME);
        ffmpegPort = evenPortOfAFreePair();
    }

    @AfterEach
    void stop() {
        engine.close();
        core.close();
    }

    private static int evenPortOfAFreePair() throws IOException {
        while (true) {
            try (DatagramSocket rtp = new DatagramSocket(0, InetAddress.ofLiteral(HOME))) {
                if (rtp.getLocalPort() % 2 == 0) {
                    new DatagramSocket(rtp.getLocalPort() + 1, InetAddress.ofLiteral(HOME)).close();
                    return rtp.getLocalPort();
                }
            } catch (BindException _) {
                // the odd one is taken: another pair
            }
        }
    }

    private void open(SrtpSuite suite) {
        ours = key(suite);
        theirs = key(suite);
        session = (Opened) engine.open(new OpenSession("c", HOME, HOME, Optional.empty(), Set.of(MediaEnd.CALLEE)));
        engine.describeRemote(new DescribeRemote("c", MediaEnd.CALLER, HOME, core.port(), core.port() + 1, RATE_HZ));
        engine.describeRemote(new DescribeRemote("c", MediaEnd.CALLEE, HOME, ffmpegPort, ffmpegPort + 1, RATE_HZ)
                .protectedBy(Optional.of(new Protection(ours, theirs, 0, 1))));
    }

    private MasterKey key(SrtpSuite suite) {
        byte[] octets = new byte[suite.keyBytes() + suite.saltBytes()];
        random.nextBytes(octets);
        return MasterKey.of(suite, octets);
    }

    @ParameterizedTest
    @EnumSource(value = SrtpSuite.class, names = {"AES_CM_128_HMAC_SHA1_80", "AES_CM_128_HMAC_SHA1_32"})
    void whatFfmpegProtectsIsHeardInTheCore(SrtpSuite suite) throws IOException, InterruptedException {
        open(suite);
        Process ffmpeg = ffmpeg("-re", "-f", "lavfi", "-i",
                "sine=frequency=" + TONE_HZ + ":sample_rate=" + RATE_HZ + ":duration=" + 2 * SECONDS, "-c:a",
                "pcm_alaw",
                "-f", "rtp", "-srtp_out_suite", ffmpegs(suite), "-srtp_out_params", theirs.base64(),
                "srtp://" + HOME + ":" + session.callee().rtpPort() + "?localrtpport=" + ffmpegPort + "&localrtcpport="
                        + (ffmpegPort + 1) + "&pkt_size=" + (RtpPacket.FIXED_HEADER_BYTES + SAMPLES));
        try {
            short[] heard = heardInTheCore();
            System.out.printf("%s: share of ffmpeg's tone in what the core hears: %.5f%n", suite, share(heard));
            assertThat(share(heard)).isGreaterThan(PURE);
            SessionStats.EndStats mps = engine.stats("c").orElseThrow().callee();
            assertThat(mps.packetsForged()).isZero();
            assertThat(mps.packetsLost()).isZero();
        } finally {
            end(ffmpeg);
        }
    }

    /** By these names its SRTCP has a tag of 80 bits with both suites, as RFC 4568 §6.2 says; by those of the RFC one has 32. */
    private static String ffmpegs(SrtpSuite suite) {
        return suite.name().replace("AES_CM_128", "SRTP_AES128_CM");
    }

    /** Two seconds of what comes there. */
    private short[] heardInTheCore() throws IOException {
        SpeechDecoder decoder = SpeechCodec.PCMA.decoder();
        short[] heard = new short[SECONDS * RATE_HZ];
        short[] samples = new short[2 * RATE_HZ];
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        for (int at = 0; at < heard.length;) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            if (core.receive() < 0) {
                continue; // it has not begun yet
            }
            ByteBuffer packet = core.last();
            byte[] payload = new byte[RtpPacket.payloadBytes(packet)];
            packet.get(packet.position() + RtpPacket.headerBytes(packet), payload);
            int count = Math.min(decoder.decode(payload, 0, payload.length, samples, 0), heard.length - at);
            System.arraycopy(samples, 0, heard, at, count);
            at += count;
        }
        return heard;
    }

    @ParameterizedTest
    @EnumSource(value = SrtpSuite.class, names = {"AES_CM_128_HMAC_SHA1_80", "AES_CM_128_HMAC_SHA1_32"})
    void ffmpegHearsWhatTheCoreSays(SrtpSuite suite) throws IOException, InterruptedException {
        open(suite);
        Path description = Files.writeString(folder.resolve("session.sdp"), """
                v=0
                o=- 1 1 IN IP4 127.0.0.1
                s=-
                c=IN IP4 127.0.0.1
                t=0 0
                m=audio %d RTP/SAVP 8
                a=rtpmap:8 PCMA/8000
                a=crypto:1 %s inline:%s
                """.formatted(ffmpegPort, suite.name(), ours.base64()));
        Path recording = folder.resolve("heard.raw");
        Process ffmpeg = ffmpeg("-protocol_whitelist", "file,crypto,udp,rtp,srtp", "-i", description.toString(), "-t",
                Integer.toString(SECONDS), "-f", "s16le", "-ar", Integer.toString(RATE_HZ), recording.toString());
        try {
            speakWhile(ffmpeg);
            short[] heard = samples(Files.readAllBytes(recording));
            System.out.printf("%s: share of the core's tone in what ffmpeg hears: %.5f%n", suite, share(heard));
            assertThat(heard).hasSizeGreaterThanOrEqualTo(SECONDS * RATE_HZ - SAMPLES);
            assertThat(share(heard)).isGreaterThan(PURE);
        } finally {
            end(ffmpeg);
        }
    }

    /** The core says its tone, a packet every 20 ms, for as long as somebody listens. */
    private void speakWhile(Process listener) throws IOException {
        SpeechEncoder encoder = SpeechCodec.PCMA.encoder();
        long start = System.nanoTime();
        short[] samples = new short[SAMPLES];
        byte[] payload = new byte[SAMPLES];
        for (int packet = 0; listener.isAlive(); packet++) {
            assertThat(packet).as("in time").isLessThan(PATIENCE_SECONDS * PACKETS_A_SECOND);
            for (int i = 0; i < SAMPLES; i++) {
                samples[i] = (short) (10_000 * Math.sin(2 * Math.PI * TONE_HZ * (packet * SAMPLES + i) / RATE_HZ));
            }
            encoder.encode(samples, 0, SAMPLES, payload, 0);
            ByteBuffer out = ByteBuffer.allocate(RtpPacket.FIXED_HEADER_BYTES + SAMPLES);
            RtpPacket.writeHeader(out, packet == 0, 8, packet & 0xffff, packet * SAMPLES, 9);
            core.send(out.put(payload).array(), HOME, session.caller().rtpPort());
            long due = start + packet * TimeUnit.SECONDS.toNanos(1) / PACKETS_A_SECOND;
            LockSupport.parkNanos(due - System.nanoTime());
        }
        assertThat(listener.exitValue()).as("see what it said above").isZero();
    }

    private static Process ffmpeg(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-nostdin", "-v", "error"));
        command.addAll(Arrays.asList(arguments));
        return new ProcessBuilder(command).inheritIO().start();
    }

    private static void end(Process ffmpeg) throws InterruptedException {
        ffmpeg.destroy();
        if (!ffmpeg.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            ffmpeg.destroyForcibly();
        }
    }

    private static short[] samples(byte[] octets) {
        short[] samples = new short[octets.length / 2];
        ByteBuffer.wrap(octets).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);
        return samples;
    }

    /** Of what is heard after its first tenth of a second, how much is the tone: 1 for all. */
    private static double share(short[] heard) {
        int from = RATE_HZ / 10;
        int count = (heard.length - from) / RATE_HZ * RATE_HZ;
        double sine = 0;
        double cosine = 0;
        double all = 1e-9;
        for (int i = 0; i < count; i++) {
            double at = 2 * Math.PI * TONE_HZ * i / RATE_HZ;
            sine += heard[from + i] * Math.sin(at);
            cosine += heard[from + i] * Math.cos(at);
            all += (double) heard[from + i] * heard[from + i];
        }
        return 2 * (sine * sine + cosine * cosine) / (count * all);
    }
}
