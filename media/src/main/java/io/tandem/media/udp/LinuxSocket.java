package io.tandem.media.udp;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** A socket by the system's own calls. It keeps the last source and the last target beside what the system has for them. */
final class LinuxSocket extends UdpSocket {
    private static final int NOWHERE = -1;

    private final int file;
    private EpollPoller home;
    private int slot = NOWHERE;
    private RawAddress source;
    private RawAddress target;
    private boolean closed;

    private LinuxSocket(int file, InetSocketAddress localAddress) {
        super(localAddress);
        this.file = file;
    }

    static LinuxSocket open(InetSocketAddress address, int receiveBufferBytes, int dscp) throws IOException {
        boolean six = address.getAddress() instanceof Inet6Address;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Libc.CALL_STATE);
            int file = Libc.done(state, "socket", Libc.socket(state, six ? Libc.AF_INET6 : Libc.AF_INET,
                    Libc.SOCK_DGRAM | Libc.SOCK_NONBLOCK | Libc.SOCK_CLOEXEC));
            try {
                set(arena, state, file, Libc.SOL_SOCKET, Libc.SO_RCVBUF, receiveBufferBytes);
                if (six) {
                    set(arena, state, file, Libc.IPPROTO_IPV6, Libc.IPV6_V6ONLY, 1);
                }
                if (dscp != 0) {
                    set(arena, state, file, six ? Libc.IPPROTO_IPV6 : Libc.IPPROTO_IP,
                            six ? Libc.IPV6_TCLASS : Libc.IP_TOS, dscp << 2);
                }
                MemorySegment to = arena.allocate(RawAddress.MOST_BYTES, 8);
                Libc.done(state, "bind", Libc.bind(state, file, to, RawAddress.of(address, to).bytes()));
                return new LinuxSocket(file, address);
            } catch (IOException | RuntimeException e) {
                Libc.close(state, file);
                throw e;
            }
        }
    }

    private static void set(Arena arena, MemorySegment state, int file, int level, int option, int value)
            throws IOException {
        Libc.done(state, "setsockopt " + option,
                Libc.setOption(state, file, level, option, arena.allocateFrom(JAVA_INT, value)));
    }

    int file() {
        return file;
    }

    /** Served there from now on. */
    void at(EpollPoller poller, int itsSlot) {
        home = poller;
        slot = itsSlot;
    }

    /** Takes one waiting datagram. */
    void receive(PacketMemory memory) throws IOException {
        memory.sourceBytes.set(JAVA_INT, 0, RawAddress.MOST_BYTES);
        long octets = Libc.receiveFrom(memory.state, file, memory.packet, memory.packet.byteSize(), memory.source,
                memory.sourceBytes);
        if (octets >= 0) {
            if (source == null || !source.isIn(memory.source)) {
                source = RawAddress.read(memory.source);
            }
            handler().received(memory.buffer.clear().limit((int) octets), source.address(), System.nanoTime());
        } else if (!Libc.hadToWait(memory.state)) {
            throw Libc.failure(memory.state, "recvfrom");
        }
    }

    @Override
    public boolean send(ByteBuffer packet, InetSocketAddress to) throws IOException {
        PacketMemory memory = home.memory();
        if (target == null || target.address() != to) {
            target = source != null && source.address() == to ? source : RawAddress.of(to, memory.target);
        }
        target.write(memory.target);
        long sent = Libc.sendTo(memory.state, file, memory.of(packet), packet.remaining(), memory.target,
                target.bytes());
        if (sent < 0 && !Libc.hadToWait(memory.state)) {
            throw Libc.failure(memory.state, "sendto " + to);
        }
        return sent > 0;
    }

    /** On the thread of the loop that serves it, or where none does. */
    @Override
    void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        if (home != null) {
            home.forget(slot);
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Libc.CALL_STATE);
            Libc.done(state, "close", Libc.close(state, file));
        }
    }
}
