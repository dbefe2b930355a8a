package io.tandem.media.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The relay allocates nothing for a packet once it runs. */
class RelayAllocationIT {
    private static final int WARM_UP_PACKETS = 20_000;
    private static final int PACKETS = 100_000;
    private static final int WINDOW = 50;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void aHundredThousandPacketsLeaveNoGarbageOnTheLoop() throws IOException {
        try (RelayEngine engine = RelayEngine.start(RelaySettings.ofPorts(46_100, 46_199), RelayListener.NONE);
                Peer caller = new Peer("127.0.0.1");
                Peer callee = new Peer("127.0.0.1")) {
            OpenResult.Opened session = (OpenResult.Opened) engine.open(
                    new OpenSession("c", "127.0.0.1", "127.0.0.1", Optional.empty()));
            engine.describeRemote(new DescribeRemote("c", MediaEnd.CALLER, "127.0.0.1", caller.port(), 9, 8_000));
            engine.describeRemote(new DescribeRemote("c", MediaEnd.CALLEE, "127.0.0.1", callee.port(), 9, 8_000));
            long loop = loopThread();
            relay(WARM_UP_PACKETS, session, caller, callee);
            long bytes = THREADS.getThreadAllocatedBytes(loop);
            long nanos = THREADS.getThreadCpuTime(loop);
            relay(PACKETS, session, caller, callee);
            double cpuMicros = (THREADS.getThreadCpuTime(loop) - nanos) / 1e3 / PACKETS;
            double bytesPerPacket = (double) (THREADS.getThreadAllocatedBytes(loop) - bytes) / PACKETS;
            System.out.printf("relay: %.3f bytes, %.2f CPU-us per packet%n", bytesPerPacket, cpuMicros);
            assertThat(engine.stats("c").orElseThrow().callee().packetsSent()).isEqualTo(
                    (WARM_UP_PACKETS + PACKETS) / 2);
            assertThat(bytesPerPacket).isLessThan(0.5);
        }
    }

    /** Both directions, a window at a time, so that no buffer overflows. */
    private static void relay(int packets, OpenResult.Opened session, Peer caller, Peer callee) throws IOException {
        for (int sent = 0; sent < packets; sent += 2 * WINDOW) {
            for (int i = 0; i < WINDOW; i++) {
                caller.sendRtp(session.caller());
                callee.sendRtp(session.callee());
            }
            for (int i = 0; i < WINDOW; i++) {
                assertThat(callee.receive()).isPositive();
                assertThat(caller.receive()).isPositive();
            }
        }
    }

    private static long loopThread() {
        return Thread.getAllStackTraces().keySet().stream().filter(
                thread -> thread.getName().equals("media-loop-0")).findFirst().orElseThrow().threadId();
    }
}
