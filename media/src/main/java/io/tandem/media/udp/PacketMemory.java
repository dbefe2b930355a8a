package io.tandem.media.udp;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/** Memory that a loop's system calls work on: one packet and its addresses. Freed with this object; for one thread. */
final class PacketMemory {
    final MemorySegment state;
    final MemorySegment source;
    final MemorySegment sourceBytes;
    final MemorySegment target;
    final MemorySegment packet;
    final ByteBuffer buffer;
    private ByteBuffer other;
    private MemorySegment others;

    /** @param bytes of the packet */
    PacketMemory(int bytes) {
        Arena arena = Arena.ofAuto();
        state = arena.allocate(Libc.CALL_STATE);
        source = arena.allocate(RawAddress.MOST_BYTES, 8);
        sourceBytes = arena.allocate(JAVA_INT);
        target = arena.allocate(RawAddress.MOST_BYTES, 8);
        packet = arena.allocate(bytes, 8);
        buffer = packet.asByteBuffer();
    }

    /** Memory at whose beginning a packet stands; nothing is made for the buffer of this memory, nor for another that comes again. */
    MemorySegment of(ByteBuffer direct) {
        if (direct.position() != 0) {
            return MemorySegment.ofBuffer(direct);
        }
        if (direct == buffer) {
            return packet;
        }
        if (direct != other) {
            other = direct;
            others = MemorySegment.ofBuffer(direct.duplicate().clear());
        }
        return others;
    }
}
