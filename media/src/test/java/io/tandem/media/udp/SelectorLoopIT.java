package io.tandem.media.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The same of both kinds of sockets. */
class SelectorLoopIT {
    private static final int BUFFER_BYTES = 8_192;
    private static final int PACKET_BYTES = 2_048;
    private static final int FIRST_PORT = 28_100;

    private final Queue<Exception> failures = new ConcurrentLinkedQueue<>();
    private final LoopListener listener = new LoopListener() {
        @Override
        public void socketFailed(IOException cause) {
            failures.add(cause);
        }

        @Override
        public void handlerFailed(RuntimeException cause) {
            failures.add(cause);
        }
    };

    private static UdpSocket bind(SocketKind kind, String host, int port) throws IOException {
        return UdpSocket.bind(kind, new InetSocketAddress(InetAddress.ofLiteral(host), port), BUFFER_BYTES, 46);
    }

    /** Sends what comes back to where it came from. */
    private static void echo(UdpSocket socket, AtomicInteger count) {
        socket.handler((packet, source, _) -> {
            try {
                assertThat(socket.send(packet, source)).isTrue();
                count.incrementAndGet();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static String asked(DatagramSocket peer, String host, int port, String what) throws IOException {
        byte[] octets = what.getBytes(StandardCharsets.US_ASCII);
        peer.send(new DatagramPacket(octets, octets.length, InetAddress.ofLiteral(host), port));
        DatagramPacket answer = new DatagramPacket(new byte[PACKET_BYTES], PACKET_BYTES);
        peer.receive(answer);
        assertThat(answer.getPort()).isEqualTo(port);
        return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.US_ASCII);
    }

    private static DatagramSocket peer(String host) throws IOException {
        DatagramSocket peer = new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral(host), 0));
        peer.setSoTimeout(3_000);
        return peer;
    }

    @ParameterizedTest
    @CsvSource({"LINUX, 127.0.0.1", "LINUX, ::1", "JDK, 127.0.0.1", "JDK, ::1"})
    void whatComesGoesBackToWhoeverSentIt(SocketKind kind, String host) throws IOException {
        try (SelectorLoop loop = new SelectorLoop(kind, "loop", PACKET_BYTES, 0, listener);
                DatagramSocket one = peer(host);
                DatagramSocket other = peer(host)) {
            UdpSocket socket = bind(kind, host, FIRST_PORT);
            echo(socket, new AtomicInteger());
            loop.start();
            loop.add(new SocketGroup(List.of(socket), () -> {
            }));
            for (int i = 0; i < 5; i++) {
                assertThat(asked(one, host, FIRST_PORT, "one " + i)).isEqualTo("one " + i);
                assertThat(asked(other, host, FIRST_PORT, "another's " + i)).isEqualTo("another's " + i);
            }
            assertThat(asked(one, host, FIRST_PORT, "")).isEmpty();
        }
        assertThat(failures).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void manySocketsComeAndGoAndTheirPortsAreFreeAgain(SocketKind kind) throws IOException {
        AtomicInteger released = new AtomicInteger();
        try (SelectorLoop loop = new SelectorLoop(kind, "loop", PACKET_BYTES, 0, listener);
                DatagramSocket peer = peer("127.0.0.1")) {
            loop.start();
            for (int round = 1; round <= 3; round++) {
                List<SocketGroup> groups = new ArrayList<>();
                AtomicInteger answered = new AtomicInteger();
                for (int i = 0; i < 100; i++) {
                    UdpSocket socket = bind(kind, "127.0.0.1", FIRST_PORT + i);
                    echo(socket, answered);
                    groups.add(new SocketGroup(List.of(socket), released::incrementAndGet));
                    loop.add(groups.getLast());
                }
                for (int i = 0; i < 100; i++) {
                    assertThat(asked(peer, "127.0.0.1", FIRST_PORT + i, "to " + i)).isEqualTo("to " + i);
                }
                until(() -> answered.get() == 100); // it is counted once it has gone
                groups.forEach(loop::remove);
                int all = 100 * round;
                until(() -> released.get() == all);
            }
        }
        assertThat(failures).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void whoThrowsIsServedNoMoreAndTheOthersAre(SocketKind kind) throws IOException {
        try (SelectorLoop loop = new SelectorLoop(kind, "loop", PACKET_BYTES, 0, listener);
                DatagramSocket peer = peer("127.0.0.1")) {
            UdpSocket bad = bind(kind, "127.0.0.1", FIRST_PORT);
            bad.handler((_, _, _) -> {
                throw new IllegalStateException("bad");
            });
            UdpSocket good = bind(kind, "127.0.0.1", FIRST_PORT + 1);
            echo(good, new AtomicInteger());
            loop.start();
            loop.add(new SocketGroup(List.of(bad, good), () -> {
            }));
            for (int i = 0; i < 3; i++) {
                peer.send(new DatagramPacket(new byte[1], 1, InetAddress.ofLiteral("127.0.0.1"), FIRST_PORT));
                assertThat(asked(peer, "127.0.0.1", FIRST_PORT + 1, "good")).isEqualTo("good");
            }
            assertThat(failures).singleElement().isInstanceOf(IllegalStateException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void aPortThatIsTakenAndAnAddressThatIsNotOursAreToldApartFromFaults(SocketKind kind) throws IOException {
        UdpSocket first = bind(kind, "127.0.0.1", FIRST_PORT);
        assertThatThrownBy(() -> bind(kind, "127.0.0.1", FIRST_PORT)).isInstanceOf(BindException.class);
        assertThatThrownBy(() -> bind(kind, "192.0.2.1", FIRST_PORT)).isInstanceOf(BindException.class);
        SocketGroup.closeUnserved(List.of(first));
        SocketGroup.closeUnserved(List.of(bind(kind, "127.0.0.1", FIRST_PORT)));
    }

    /** As a report is: not the loop's own buffer. */
    @ParameterizedTest
    @EnumSource(SocketKind.class)
    void aPacketOfAnotherBufferIsSentToo(SocketKind kind) throws IOException {
        try (SelectorLoop loop = new SelectorLoop(kind, "loop", PACKET_BYTES, 0, listener);
                DatagramSocket peer = peer("127.0.0.1")) {
            UdpSocket socket = bind(kind, "127.0.0.1", FIRST_PORT);
            ByteBuffer report = ByteBuffer.allocateDirect(8).put(new byte[]{0, 0, 'y', 'e', 's'}).flip().position(2);
            socket.handler((_, source, _) -> {
                try {
                    socket.send(report.duplicate(), source);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            loop.start();
            loop.add(new SocketGroup(List.of(socket), () -> {
            }));
            assertThat(asked(peer, "127.0.0.1", FIRST_PORT, "report?")).isEqualTo("yes");
        }
    }

    private static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + 3_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
