package io.tandem.media.bench;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Takes what has come to sockets, many packets by one system call, with the time at which the kernel had each. */
final class Incoming {
    private static final int PACKETS = 64;
    private static final int PACKET_BYTES = 512;
    /** struct mmsghdr of recvmmsg(2), where a pointer has eight bytes. */
    private static final int MESSAGE = 64;
    private static final int NAME_BYTES_AT = 8;
    private static final int VECTOR_AT = 16;
    private static final int VECTORS_AT = 24;
    private static final int CONTROL_AT = 32;
    private static final int CONTROL_BYTES_AT = 40;
    private static final int RECEIVED_AT = 56;
    private static final int VECTOR = 16;
    /** struct cmsghdr of cmsg(3) and a struct timespec: all that these sockets are asked to tell. */
    private static final int CONTROL = 32;
    private static final int LEVEL_AND_TYPE_AT = 8;
    private static final int SECONDS_AT = 16;
    private static final int NANOS_AT = 24;
    private static final long LEVEL_AND_TYPE = (long) Libc.SO_TIMESTAMPNS << 32 | Libc.SOL_SOCKET;
    private static final long SECOND_NANOS = 1_000_000_000;
    private static final ValueLayout.OfInt HOST = JAVA_INT.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfShort PORT = JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);

    /** Who gets a packet. */
    @FunctionalInterface
    interface Arrivals {
        /**
         * @param packet between position and limit; of no use after the call
         * @param host where it came from, as {@link #host}
         * @param port there
         * @param nanos when, since the epoch
         */
        void arrived(ByteBuffer packet, int host, int port, long nanos);
    }

    /** The four octets of that address in one number. */
    static int host(InetAddress four) {
        return ByteBuffer.wrap(four.getAddress()).getInt();
    }

    private final Libc libc;
    private final MemorySegment messages;
    private final MemorySegment names;
    private final MemorySegment controls;
    private final ByteBuffer[] packets = new ByteBuffer[PACKETS];

    Incoming(Libc libc) {
        this.libc = libc;
        Arena arena = Arena.ofAuto();
        messages = arena.allocate((long) PACKETS * MESSAGE, 8);
        names = arena.allocate((long) PACKETS * Outgoing.ADDRESS_BYTES, 8);
        controls = arena.allocate((long) PACKETS * CONTROL, 8);
        MemorySegment vectors = arena.allocate((long) PACKETS * VECTOR, 8);
        for (int i = 0; i < PACKETS; i++) {
            MemorySegment packet = arena.allocate(PACKET_BYTES, 8);
            packets[i] = packet.asByteBuffer();
            MemorySegment vector = vectors.asSlice((long) i * VECTOR, VECTOR);
            vector.set(ADDRESS, 0, packet);
            vector.set(JAVA_LONG, 8, PACKET_BYTES);
            MemorySegment message = messages.asSlice((long) i * MESSAGE, MESSAGE);
            message.set(ADDRESS, 0, names.asSlice((long) i * Outgoing.ADDRESS_BYTES, Outgoing.ADDRESS_BYTES));
            message.set(ADDRESS, VECTOR_AT, vector);
            message.set(JAVA_LONG, VECTORS_AT, 1);
            message.set(ADDRESS, CONTROL_AT, controls.asSlice((long) i * CONTROL, CONTROL));
        }
    }

    /** Takes all that is there. */
    void receive(int socket, Arrivals arrivals) throws IOException {
        int count = PACKETS;
        while (count == PACKETS) {
            for (int i = 0; i < PACKETS; i++) {
                long message = (long) i * MESSAGE;
                messages.set(JAVA_INT, message + NAME_BYTES_AT, Outgoing.ADDRESS_BYTES);
                messages.set(JAVA_LONG, message + CONTROL_BYTES_AT, CONTROL);
            }
            count = libc.receive(socket, messages, PACKETS);
            for (int i = 0; i < count; i++) {
                long control = (long) i * CONTROL;
                if (controls.get(JAVA_LONG, control + LEVEL_AND_TYPE_AT) != LEVEL_AND_TYPE) {
                    throw new IOException("the kernel does not say when a packet came");
                }
                ByteBuffer packet = packets[i].clear();
                packet.limit(messages.get(JAVA_INT, (long) i * MESSAGE + RECEIVED_AT));
                long name = (long) i * Outgoing.ADDRESS_BYTES;
                arrivals.arrived(packet, names.get(HOST, name + 4), names.get(PORT, name + 2) & 0xffff,
                        controls.get(JAVA_LONG, control + SECONDS_AT) * SECOND_NANOS
                                + controls.get(JAVA_LONG, control + NANOS_AT));
            }
        }
    }
}
