package io.tandem.media.bench;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The system calls of the load, as socket(7), sendmmsg(2) and clock_gettime(2) have them on a 64-bit Linux. For one thread: the place
 * where they leave their error is shared.
 */
final class Libc {
    static final int SO_RCVBUF = 8;
    static final int SO_TIMESTAMPNS = 35;
    static final int SOL_SOCKET = 1;
    static final int AF_INET = 2;
    private static final int SOCK_DGRAM_CLOEXEC = 0x80002;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int EINTR = 4;
    private static final int EAGAIN = 11;
    private static final int CLOCK_REALTIME = 0;
    private static final long SECOND_NANOS = 1_000_000_000;

    private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = CALL_STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final MethodHandle SOCKET = handle("socket", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle BIND = handle("bind", JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle SETSOCKOPT = handle("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS,
            JAVA_INT);
    private static final MethodHandle SENDMMSG = handle("sendmmsg", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    private static final MethodHandle RECVMMSG = handle("recvmmsg", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS);
    private static final MethodHandle CLOSE = handle("close", JAVA_INT);
    private static final MethodHandle CLOCK_GETTIME = handle("clock_gettime", JAVA_INT, ADDRESS);

    private final Arena arena = Arena.ofAuto();
    private final MemorySegment state = arena.allocate(CALL_STATE);
    private final MemorySegment number = arena.allocate(JAVA_INT);
    private final MemorySegment time = arena.allocate(JAVA_LONG, 2);

    @SuppressWarnings("restricted") // signatures are those of the manual; who runs this allows native access
    private static MethodHandle handle(String name, ValueLayout... arguments) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(JAVA_INT, arguments), Linker.Option.captureCallState("errno"));
    }

    /** A UDP socket of IPv4. */
    int socket() throws IOException {
        try {
            return done("socket", (int) SOCKET.invokeExact(state, AF_INET, SOCK_DGRAM_CLOEXEC, 0));
        } catch (Throwable cause) {
            throw failed("socket", cause);
        }
    }

    /** @param address struct sockaddr_in */
    void bind(int socket, MemorySegment address) throws IOException {
        try {
            done("bind", (int) BIND.invokeExact(state, socket, address, (int) address.byteSize()));
        } catch (Throwable cause) {
            throw failed("bind", cause);
        }
    }

    void close(int socket) throws IOException {
        try {
            done("close", (int) CLOSE.invokeExact(state, socket));
        } catch (Throwable cause) {
            throw failed("close", cause);
        }
    }

    void option(int socket, int option, int value) throws IOException {
        number.set(JAVA_INT, 0, value);
        try {
            done("setsockopt", (int) SETSOCKOPT.invokeExact(state, socket, SOL_SOCKET, option, number, Integer.BYTES));
        } catch (Throwable cause) {
            throw failed("setsockopt", cause);
        }
    }

    /** @return how many of these went out, at least one */
    int send(int socket, MemorySegment messages, int count) throws IOException {
        try {
            return done("sendmmsg", (int) SENDMMSG.invokeExact(state, socket, messages, count, 0));
        } catch (Throwable cause) {
            throw failed("sendmmsg", cause);
        }
    }

    /** @return how many came, without waiting */
    int receive(int socket, MemorySegment messages, int count) throws IOException {
        try {
            int came = (int) RECVMMSG.invokeExact(state, socket, messages, count, MSG_DONTWAIT, MemorySegment.NULL);
            return came < 0 && (errno() == EAGAIN || errno() == EINTR) ? 0 : done("recvmmsg", came);
        } catch (Throwable cause) {
            throw failed("recvmmsg", cause);
        }
    }

    /** Of the clock that the kernel stamps packets with: nanoseconds since the epoch. */
    long nowNanos() throws IOException {
        try {
            done("clock_gettime", (int) CLOCK_GETTIME.invokeExact(state, CLOCK_REALTIME, time));
            return time.get(JAVA_LONG, 0) * SECOND_NANOS + time.get(JAVA_LONG, 8);
        } catch (Throwable cause) {
            throw failed("clock_gettime", cause);
        }
    }

    private int errno() {
        return (int) ERRNO.get(state, 0L);
    }

    private int done(String what, int result) throws IOException {
        if (result < 0) {
            throw new IOException(what + ": errno " + errno());
        }
        return result;
    }

    private static IOException failed(String what, Throwable cause) {
        return cause instanceof IOException told ? told : new IOException(what + " cannot be called", cause);
    }
}
