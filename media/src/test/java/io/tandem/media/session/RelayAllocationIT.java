package io.tandem.media.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.tandem.media.keys.MasterKey;
import io.tandem.media.keys.SrtpSuite;
import io.tandem.media.sdp.Codec;
import io.tandem.media.sdp.Translation;
import io.tandem.media.srtp.SrtpScratch;
import io.tandem.media.srtp.SrtpSender;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The relay allocates nothing for a packet once it runs. Many sessions are in traffic: the JDK's selector boxes the
 * descriptor of each ready socket, which costs nothing below 128 and above that with {@code -XX:AutoBoxCacheMax}.
 */
class RelayAllocationIT {
    private static final int SESSIONS = 100;
    private static final int WARM_UP_ROUNDS = 1_500;
    private static final int ROUNDS = 500;
    private static final String HOME = "127.0.0.1";
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /**
     * What is done between callers and called sides, who all send PCMU.
     *
     * @param key of what called sides send and are sent; empty for plain RTP
     * @param translations what the callers then hear
     */
    record Work(Optional<MasterKey> key, List<Translation> translations) {}

    static Stream<Work> works() {
        SrtpSuite suite = SrtpSuite.AES_CM_128_HMAC_SHA1_80;
        MasterKey key = MasterKey.of(suite, new byte[suite.keyBytes() + suite.saltBytes()]);
        return Stream.of(new Work(Optional.empty(), List.of()),
                new Work(Optional.empty(), List.of(new Translation(Codec.PCMU, Codec.PCMA))),
                new Work(Optional.empty(), List.of(new Translation(Codec.PCMU, Codec.G722))),
                new Work(Optional.of(key), List.of()));
    }

    @ParameterizedTest
    @MethodSource("works")
    void aHundredThousandPacketsLeaveNoGarbageOnTheLoop(Work work) throws IOException {
        try (RelayEngine engine = RelayEngine.start(RelaySettings.ofPorts(46_100, 46_599), RelayListener.NONE);
                Peer caller = new Peer(HOME);
                Peer callee = new Peer(HOME)) {
            List<OpenResult.Opened> sessions = new ArrayList<>();
            for (int i = 0; i < SESSIONS; i++) {
                sessions.add(open(engine, Integer.toString(i), caller, callee, work));
            }
            long loop = loopThread();
            Optional<SrtpSender> protection = work.key().map(key -> new SrtpSender(key, new SrtpScratch()));
            relay(WARM_UP_ROUNDS, sessions, caller, callee, protection);
            long bytes = THREADS.getThreadAllocatedBytes(loop);
            long nanos = THREADS.getThreadCpuTime(loop);
            relay(ROUNDS, sessions, caller, callee, protection);
            int packets = 2 * ROUNDS * SESSIONS;
            double cpuMicros = (THREADS.getThreadCpuTime(loop) - nanos) / 1e3 / packets;
            double bytesPerPacket = (double) (THREADS.getThreadAllocatedBytes(loop) - bytes) / packets;
            System.out.printf("relay %s: %.3f bytes, %.2f CPU-us per packet%n", work, bytesPerPacket,
                    cpuMicros);
            assertThat(engine.stats("7").orElseThrow().callee().packetsSent()).isEqualTo(WARM_UP_ROUNDS + ROUNDS);
            assertThat(bytesPerPacket).isLessThan(0.5);
        }
    }

    /** One packet each way through each session; a few on the way at a time, so that no buffer overflows. */
    private static void relay(int rounds, List<OpenResult.Opened> sessions, Peer caller, Peer callee,
            Optional<SrtpSender> protection) throws IOException {
        for (int round = 0; round < rounds; round++) {
            for (OpenResult.Opened session : sessions) {
                caller.sendRtp(session.caller());
                if (protection.isPresent()) {
                    callee.sendRtp(session.callee(), protection.get());
                } else {
                    callee.sendRtp(session.callee());
                }
            }
            for (int i = 0; i < sessions.size(); i++) {
                assertThat(callee.receive()).isPositive();
                assertThat(caller.receive()).isPositive();
            }
        }
    }

    private static OpenResult.Opened open(RelayEngine engine, String id, Peer caller, Peer callee,
            Work work) {
        OpenResult.Opened opened = (OpenResult.Opened) engine.open(new OpenSession(id, HOME, HOME, Optional.empty()));
        engine.describeRemote(new DescribeRemote(id, MediaEnd.CALLER, HOME, caller.port(), 9, 8_000));
        DescribeRemote plain = new DescribeRemote(id, MediaEnd.CALLEE, HOME, callee.port(), 9, 8_000)
                .translating(work.translations());
        engine.describeRemote(work.key()
                .map(key -> plain.protectedBy(Optional.of(new Protection(key, key, 0, 1))))
                .orElse(plain));
        return opened;
    }

    private static long loopThread() {
        return Thread.getAllStackTraces()
                .keySet()
                .stream()
                .filter(
                        thread -> thread.getName().equals("media-loop-0"))
                .findFirst()
                .orElseThrow()
                .threadId();
    }
}
