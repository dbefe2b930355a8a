package io.tandem.media.bench;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Packets that stand one behind the other in memory, each with where it goes, so that one system call sends many. */
final class Outgoing {
    /** Room of a packet, tag included. */
    static final int PACKET_BYTES = 256;
    /** struct mmsghdr of sendmmsg(2), where a pointer has eight bytes. */
    private static final int MESSAGE = 64;
    private static final int NAME_BYTES_AT = 8;
    private static final int VECTOR_AT = 16;
    private static final int VECTORS_AT = 24;
    private static final int VECTOR = 16;
    /** struct sockaddr_in of ip(7). */
    static final int ADDRESS_BYTES = 16;

    private final Libc libc;
    private final MemorySegment messages;
    private final MemorySegment vectors;
    private final MemorySegment addresses;
    private final ByteBuffer[] packets;

    Outgoing(Libc libc, int count) {
        this.libc = libc;
        Arena arena = Arena.ofAuto();
        messages = arena.allocate((long) count * MESSAGE, 8);
        vectors = arena.allocate((long) count * VECTOR, 8);
        addresses = arena.allocate((long) count * ADDRESS_BYTES, 8);
        MemorySegment octets = arena.allocate((long) count * PACKET_BYTES, 8);
        packets = new ByteBuffer[count];
        for (int i = 0; i < count; i++) {
            MemorySegment packet = octets.asSlice((long) i * PACKET_BYTES, PACKET_BYTES);
            packets[i] = packet.asByteBuffer();
            MemorySegment message = messages.asSlice((long) i * MESSAGE, MESSAGE);
            MemorySegment vector = vectors.asSlice((long) i * VECTOR, VECTOR);
            vector.set(ADDRESS, 0, packet);
            message.set(ADDRESS, 0, addresses.asSlice((long) i * ADDRESS_BYTES, ADDRESS_BYTES));
            message.set(JAVA_INT, NAME_BYTES_AT, ADDRESS_BYTES);
            message.set(ADDRESS, VECTOR_AT, vector);
            message.set(JAVA_LONG, VECTORS_AT, 1);
        }
    }

    /** Where that packet is written, from the beginning of the buffer to its limit. */
    ByteBuffer packet(int which) {
        return packets[which];
    }

    /** Where that packet goes from now on. */
    void target(int which, InetAddress host, int port) {
        write(addresses.asSlice((long) which * ADDRESS_BYTES, ADDRESS_BYTES), host, port);
    }

    static void write(MemorySegment address, InetAddress host, int port) {
        address.set(JAVA_SHORT, 0, (short) Libc.AF_INET);
        address.set(JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN), 2, (short) port);
        MemorySegment.copy(host.getAddress(), 0, address, JAVA_BYTE, 4, 4);
    }

    /** Sends these, each as long as its limit says. */
    void send(int socket, int from, int count) throws IOException {
        for (int i = from; i < from + count; i++) {
            vectors.set(JAVA_LONG, (long) i * VECTOR + 8, packets[i].limit());
        }
        int sent = 0;
        while (sent < count) {
            sent += libc.send(socket, messages.asSlice((long) (from + sent) * MESSAGE), count - sent);
        }
    }
}
