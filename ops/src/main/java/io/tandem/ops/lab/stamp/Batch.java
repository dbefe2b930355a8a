package io.tandem.ops.lab.stamp;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;

/**
 * Memory in which the datagrams of many sockets come in and go out, up to {@value #DATAGRAMS} by one system call. IPv4, on a
 * 64-bit Linux. For one thread.
 */
public final class Batch {
    /** Longer ones arrive cut to this. */
    public static final int LARGEST_DATAGRAM = 2_048;
    private static final int DATAGRAMS = 64;
    /** struct mmsghdr of recvmmsg(2), where a pointer has eight bytes. */
    private static final int MESSAGE = 64;
    private static final int VECTOR_AT = 16;
    private static final int VECTORS_AT = 24;
    private static final int CONTROL_AT = 32;
    private static final int CONTROL_BYTES_AT = 40;
    private static final int RECEIVED_AT = 56;
    private static final int VECTOR = 16;
    /** struct cmsghdr of cmsg(3): length, level, type; what follows is aligned to eight bytes. */
    private static final int CONTROL_HEADER = 16;
    private static final int CONTROL = 64;
    /** struct sockaddr_in of ip(7). */
    private static final int ADDRESS_BYTES = 16;
    private static final long SECOND_NANOS = 1_000_000_000;
    private static final long BOTH_CLOCKS_NANOS = 20_000;
    private static final int LOOKS = 4;

    private final MemorySegment state;
    private final MemorySegment number;
    private final MemorySegment messages;
    private final MemorySegment controls;
    private final MemorySegment out;
    private final ByteBuffer outBuffer;
    private final ByteBuffer[] datagrams = new ByteBuffer[DATAGRAMS];

    /** It is freed with this object. */
    public Batch() {
        Arena arena = Arena.ofAuto();
        state = arena.allocate(Libc.CALL_STATE);
        number = arena.allocate(JAVA_INT);
        messages = arena.allocate((long) DATAGRAMS * MESSAGE, 8);
        controls = arena.allocate((long) DATAGRAMS * CONTROL, 8);
        out = arena.allocate(LARGEST_DATAGRAM);
        outBuffer = out.asByteBuffer();
        MemorySegment vectors = arena.allocate((long) DATAGRAMS * VECTOR, 8);
        for (int i = 0; i < DATAGRAMS; i++) {
            MemorySegment datagram = arena.allocate(LARGEST_DATAGRAM);
            datagrams[i] = datagram.asByteBuffer();
            MemorySegment vector = vectors.asSlice((long) i * VECTOR, VECTOR);
            vector.set(ADDRESS, 0, datagram);
            vector.set(JAVA_LONG, 8, LARGEST_DATAGRAM);
            MemorySegment message = messages.asSlice((long) i * MESSAGE, MESSAGE);
            message.set(ADDRESS, VECTOR_AT, vector);
            message.set(JAVA_LONG, VECTORS_AT, 1);
            message.set(ADDRESS, CONTROL_AT, controls.asSlice((long) i * CONTROL, CONTROL));
        }
    }

    /**
     * A socket that stamps what comes in.
     *
     * @param receiveBufferBytes how much the system may hold for it; it may allow less
     * @throws BindException when the port is taken or the address is not ours
     */
    public StampedSocket bind(InetSocketAddress local, int receiveBufferBytes) throws IOException {
        int socket = done("socket", Libc.socket(state, Libc.AF_INET, Libc.SOCK_DGRAM | Libc.SOCK_CLOEXEC));
        try {
            option(socket, Libc.SO_RCVBUF, receiveBufferBytes);
            option(socket, Libc.SO_TIMESTAMPNS, 1);
            option(socket, Libc.SO_RXQ_OVFL, 1);
            done("bind to " + local, Libc.bind(state, socket, target(local).address()));
            return new StampedSocket(this, socket);
        } catch (IOException | RuntimeException refused) {
            Libc.close(state, socket);
            throw refused;
        }
    }

    private void option(int socket, int option, int value) throws IOException {
        number.set(JAVA_INT, 0, value);
        done("setsockopt " + option, Libc.setOption(state, socket, option, number));
    }

    private int done(String what, int result) throws IOException {
        if (result >= 0) {
            return result;
        }
        int errno = Libc.errno(state);
        String text = what + ": errno " + errno;
        throw errno == Libc.EADDRINUSE || errno == Libc.EADDRNOTAVAIL
                ? new BindException(text)
                : new IOException(text);
    }

    /**
     * That address, as the kernel reads it.
     *
     * @throws IllegalArgumentException when it is none of IPv4
     */
    public static Target target(InetSocketAddress to) {
        if (!(to.getAddress() instanceof Inet4Address four)) {
            throw new IllegalArgumentException("no IPv4 address: " + to);
        }
        MemorySegment address = Arena.ofAuto().allocate(ADDRESS_BYTES, 4);
        address.set(JAVA_SHORT, 0, (short) Libc.AF_INET);
        address.set(JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN), 2, (short) to.getPort());
        MemorySegment.copy(four.getAddress(), 0, address, JAVA_BYTE, 4, 4);
        return new Target(address);
    }

    /** Where the next datagram to send is written, from its beginning. */
    public ByteBuffer out() {
        return outBuffer.clear();
    }

    /** Sends what was written; what there is no room for is lost, as UDP may. */
    void send(int socket, Target to) {
        Libc.sendTo(socket, out, outBuffer.position(), to.address());
    }

    /**
     * Takes all that is there.
     *
     * @return how many datagrams the system had no room for since the socket is there, as far as those that came now
     *         tell; 0 when none of them does
     */
    long receive(int socket, Arrivals arrivals) throws IOException {
        long overflowed = 0;
        int count = DATAGRAMS;
        while (count == DATAGRAMS) {
            for (int i = 0; i < DATAGRAMS; i++) {
                messages.set(JAVA_LONG, (long) i * MESSAGE + CONTROL_BYTES_AT, CONTROL);
            }
            count = Libc.receive(state, socket, messages, DATAGRAMS);
            int errno = Libc.errno(state);
            if (count < 0 && errno != Libc.EAGAIN && errno != Libc.EINTR) {
                done("recvmmsg", count);
            }
            long sinceBoot = count > 0 ? nanoTimeOfEpoch() : 0;
            for (int i = 0; i < count; i++) {
                long stamp = control(i, Libc.SO_TIMESTAMPNS);
                overflowed = Math.max(overflowed, control(i, Libc.SO_RXQ_OVFL));
                ByteBuffer datagram = datagrams[i].clear();
                datagram.limit(messages.get(JAVA_INT, (long) i * MESSAGE + RECEIVED_AT));
                arrivals.arrived(datagram, sinceBoot + stamp);
            }
        }
        return overflowed;
    }

    /** What {@link System#nanoTime} was at the epoch, had it run: stamps are of the clock that people read. */
    private static long nanoTimeOfEpoch() {
        long best = 0;
        long shortest = Long.MAX_VALUE;
        for (int look = 0; look < LOOKS && shortest > BOTH_CLOCKS_NANOS; look++) {
            long before = System.nanoTime();
            Instant now = Instant.now();
            long took = System.nanoTime() - before;
            if (took < shortest) {
                shortest = took;
                best = before + took / 2 - (now.getEpochSecond() * SECOND_NANOS + now.getNano());
            }
        }
        return best;
    }

    /** What the kernel says beside a datagram: nanoseconds since the epoch, or a count; 0 when it does not say it. */
    private long control(int datagram, int kind) {
        long from = (long) datagram * CONTROL;
        long end = from + messages.get(JAVA_LONG, (long) datagram * MESSAGE + CONTROL_BYTES_AT);
        for (long at = from; at + CONTROL_HEADER <= end;) {
            long length = controls.get(JAVA_LONG, at);
            if (controls.get(JAVA_INT, at + 8) == Libc.SOL_SOCKET && controls.get(JAVA_INT, at + 12) == kind) {
                long value = at + CONTROL_HEADER;
                return kind == Libc.SO_TIMESTAMPNS
                        ? controls.get(JAVA_LONG, value) * SECOND_NANOS + controls.get(JAVA_LONG, value + 8)
                        : Integer.toUnsignedLong(controls.get(JAVA_INT, value));
            }
            at += Math.max(CONTROL_HEADER, length + 7 & -8L);
        }
        return 0;
    }

    void close(int socket) throws IOException {
        done("close", Libc.close(state, socket));
    }
}
