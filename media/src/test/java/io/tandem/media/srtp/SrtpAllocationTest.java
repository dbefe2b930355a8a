package io.tandem.media.srtp;

import io.tandem.media.keys.MasterKey;
import io.tandem.media.keys.SrtpSuite;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.tandem.media.rtp.RtpPacket;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** No packet makes garbage with the suites that the JDK has block ciphers for; says what one costs. */
class SrtpAllocationTest {
    private static final int WARM_UP = 40_000;
    private static final int PACKETS = 40_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final SrtpScratch scratch = new SrtpScratch();
    private final ByteBuffer packet = ByteBuffer.allocateDirect(256);
    private int sequenceNumber;

    @ParameterizedTest
    @EnumSource(mode = Mode.MATCH_NONE, names = "AEAD.*")
    void sealingAndOpeningAllocateNothing(SrtpSuite suite) {
        MasterKey key = MasterKey.of(suite, new byte[suite.keyBytes() + suite.saltBytes()]);
        SrtpSender sender = new SrtpSender(key, scratch);
        SrtpReceiver receiver = new SrtpReceiver(key, scratch);
        both(sender, receiver, WARM_UP);
        long thread = Thread.currentThread().threadId();
        long bytes = THREADS.getThreadAllocatedBytes(thread);
        long nanos = THREADS.getCurrentThreadCpuTime();
        both(sender, receiver, PACKETS);
        double perPacket = (double) (THREADS.getThreadAllocatedBytes(thread) - bytes) / PACKETS;
        System.out.printf("%s: %.3f bytes, %d ns of CPU to seal and open a packet of 172 octets%n", suite, perPacket,
                (THREADS.getCurrentThreadCpuTime() - nanos) / PACKETS);
        assertThat(perPacket).isLessThan(0.5);
    }

    private void both(SrtpSender sender, SrtpReceiver receiver, int packets) {
        for (int i = 0; i < packets; i++) {
            packet.clear();
            RtpPacket.writeHeader(packet, false, 8, sequenceNumber & 0xffff, sequenceNumber * 160, 1);
            packet.position(0).limit(172);
            sequenceNumber++;
            if (sender.protectRtp(packet) != Verdict.GENUINE || receiver.openRtp(packet) != Verdict.GENUINE) {
                throw new AssertionError("packet " + i);
            }
        }
    }
}
