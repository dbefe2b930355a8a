package io.tandem.ops.lab.stamp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real sockets on loopback: does what is read late say when it came? */
class StampedSocketTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final long MILLI = 1_000_000;

    private final Batch batch = new Batch();
    private final List<Integer> numbers = new ArrayList<>();
    private final List<Long> arrivals = new ArrayList<>();
    private DatagramChannel peer;
    private InetSocketAddress here;
    private StampedSocket socket;

    @BeforeEach
    void open() throws Exception {
        peer = DatagramChannel.open().bind(new InetSocketAddress(LOOPBACK, 0));
        try (DatagramChannel free = DatagramChannel.open().bind(new InetSocketAddress(LOOPBACK, 0))) {
            here = (InetSocketAddress) free.getLocalAddress();
        }
        socket = batch.bind(here, 1 << 20);
    }

    @AfterEach
    void close() throws Exception {
        socket.close();
        peer.close();
    }

    @Test
    void whatIsReadLateSaysWhenItCame() throws Exception {
        long before = System.nanoTime();
        send(1);
        long after = System.nanoTime();
        await().until(() -> System.nanoTime() - after > 300 * MILLI);
        take();

        assertThat(numbers).containsExactly(1);
        assertThat(arrivals.getFirst()).isBetween(before - MILLI, after + MILLI);
    }

    @Test
    void moreThanOneCallTakesComeWholeAndInTheirOrder() throws Exception {
        for (int number = 0; number < 200; number++) {
            send(number);
        }
        await().atMost(Duration.ofSeconds(5)).until(() -> {
            take();
            return numbers.size() == 200;
        });

        assertThat(numbers).isSorted().doesNotHaveDuplicates();
        assertThat(arrivals).isSorted();
        assertThat(socket.overflowed()).isZero();
    }

    @Test
    void whatItSendsComesFromItsOwnPort() throws Exception {
        batch.out().putInt(7);
        socket.send(Batch.target((InetSocketAddress) peer.getLocalAddress()));
        ByteBuffer in = ByteBuffer.allocate(100);

        assertThat(peer.receive(in)).isEqualTo(here);
        assertThat(in.flip().remaining()).isEqualTo(4);
        assertThat(in.getInt()).isEqualTo(7);
    }

    @Test
    void whatItHasNoRoomForIsCounted() throws Exception {
        socket.close();
        socket = batch.bind(here, 1);
        for (int number = 0; number < 100; number++) {
            send(number);
        }
        take();
        send(100);
        take();

        assertThat(numbers).last().isEqualTo(100);
        assertThat(socket.overflowed()).isEqualTo(101 - numbers.size()).isPositive();
    }

    @Test
    void aPortThatIsTakenIsRefused() throws Exception {
        InetSocketAddress taken = (InetSocketAddress) peer.getLocalAddress();

        assertThatThrownBy(() -> batch.bind(taken, 1 << 20)).isInstanceOf(BindException.class);
    }

    @Test
    void aClosedSocketIsQuiet() throws Exception {
        socket.close();
        socket.close();
        batch.out().putInt(7);
        socket.send(Batch.target(here));
        take();

        assertThat(numbers).isEmpty();
    }

    private void send(int number) throws Exception {
        peer.send(ByteBuffer.allocate(4).putInt(number).flip(), here);
    }

    private void take() throws Exception {
        socket.receive((datagram, arrivalNanos) -> {
            numbers.add(datagram.getInt());
            arrivals.add(arrivalNanos);
        });
    }
}
