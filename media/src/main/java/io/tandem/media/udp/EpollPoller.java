package io.tandem.media.udp;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** By epoll(7). A socket is known by its place in an array, which the system hands back with what is ready. */
final class EpollPoller extends Poller {
    private static final int MOST_EVENTS = 256;
    /** struct epoll_event, which is packed on x86-64 alone. */
    private static final boolean PACKED = System.getProperty("os.arch").equals("amd64");
    private static final int EVENT_BYTES = PACKED ? 12 : 16;
    private static final int DATA_AT = PACKED ? 4 : 8;
    /** The place of the file by which it is woken. */
    private static final int WAKING = 0;

    private final PacketMemory memory;
    private final LoopListener listener;
    private final MemorySegment events;
    private final MemorySegment word;
    private final MemorySegment wakingState;
    private final MemorySegment one;
    private final int epoll;
    private final int waking;
    private LinuxSocket[] sockets = new LinuxSocket[64];
    private int[] free = new int[64];
    private int frees;
    private int used = WAKING + 1;
    private boolean closed;

    EpollPoller(int bufferBytes, LoopListener listener) throws IOException {
        this.listener = listener;
        memory = new PacketMemory(bufferBytes);
        Arena arena = Arena.ofAuto();
        events = arena.allocate((long) MOST_EVENTS * EVENT_BYTES, 8);
        word = arena.allocate(JAVA_LONG);
        wakingState = arena.allocate(Libc.CALL_STATE);
        one = arena.allocateFrom(JAVA_LONG, 1);
        epoll = Libc.done(memory.state, "epoll_create1", Libc.epollCreate(memory.state));
        waking = Libc.done(memory.state, "eventfd", Libc.eventFile(memory.state));
        watch(waking, WAKING);
        rehearse();
    }

    /** A call is linked when it is first made, which takes milliseconds: not when a packet waits. A file that is no socket refuses both. */
    private void rehearse() {
        Libc.receiveFrom(memory.state, waking, memory.packet, 0, memory.source, memory.sourceBytes);
        Libc.sendTo(memory.state, waking, memory.packet, 0, memory.target, RawAddress.MOST_BYTES);
    }

    PacketMemory memory() {
        return memory;
    }

    private void watch(int file, int place) throws IOException {
        events.set(JAVA_INT_UNALIGNED, 0, Libc.EPOLLIN);
        events.set(JAVA_INT_UNALIGNED, DATA_AT, place);
        events.set(JAVA_INT_UNALIGNED, DATA_AT + 4, 0);
        Libc.done(memory.state, "epoll_ctl",
                Libc.epollControl(memory.state, epoll, Libc.EPOLL_CTL_ADD, file, events));
    }

    @Override
    void add(UdpSocket socket) throws IOException {
        switch (socket) {
            case LinuxSocket ours -> add(ours);
            case NioSocket _ -> throw new IllegalArgumentException("a socket of another kind");
        }
    }

    private void add(LinuxSocket socket) throws IOException {
        int place = frees > 0 ? free[--frees] : used++;
        if (place == sockets.length) {
            sockets = Arrays.copyOf(sockets, 2 * place);
        }
        sockets[place] = socket;
        socket.at(this, place);
        watch(socket.file(), place);
    }

    /** The socket at that place is being closed; the system forgets it by itself. */
    void forget(int place) {
        sockets[place] = null;
        if (frees == free.length) {
            free = Arrays.copyOf(free, 2 * frees);
        }
        free[frees++] = place;
    }

    @Override
    int poll(long timeoutMillis) throws IOException {
        int ready = Libc.epollWait(memory.state, epoll, events, MOST_EVENTS, (int) timeoutMillis);
        if (ready < 0) {
            if (Libc.hadToWait(memory.state)) {
                return 0;
            }
            throw Libc.failure(memory.state, "epoll_wait");
        }
        int served = 0;
        for (int i = 0; i < ready; i++) {
            int place = events.get(JAVA_INT_UNALIGNED, (long) i * EVENT_BYTES + DATA_AT);
            if (place == WAKING) {
                Libc.read(waking, word, Long.BYTES);
            } else if (sockets[place] != null) { // else closed by the handler of an earlier packet
                serve(sockets[place]);
                served++;
            }
        }
        return served;
    }

    private void serve(LinuxSocket socket) {
        try {
            socket.receive(memory);
        } catch (IOException e) {
            listener.socketFailed(e);
        } catch (RuntimeException e) {
            Libc.epollControl(memory.state, epoll, Libc.EPOLL_CTL_DEL, socket.file(), events);
            listener.handlerFailed(e);
        }
    }

    @Override
    synchronized void wakeup() {
        if (!closed) { // else the number may be another file's
            Libc.write(wakingState, waking, one, Long.BYTES);
        }
    }

    @Override
    public void close() throws IOException {
        for (LinuxSocket socket : sockets.clone()) {
            if (socket != null) {
                socket.close();
            }
        }
        synchronized (this) {
            closed = true;
            Libc.close(memory.state, waking);
            Libc.close(memory.state, epoll);
        }
    }
}
