package io.tandem.ops.lab.stamp;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/** The system calls, as socket(7) and udp(7) have them. All but sending tell errno. */
final class Libc {
    static final int AF_INET = 2;
    static final int SOCK_DGRAM = 2;
    static final int SOCK_CLOEXEC = 0x80000;
    static final int SOL_SOCKET = 1;
    static final int SO_RCVBUF = 8;
    static final int SO_TIMESTAMPNS = 35;
    static final int SO_RXQ_OVFL = 40;
    static final int MSG_DONTWAIT = 0x40;
    static final int EINTR = 4;
    static final int EAGAIN = 11;
    static final int EADDRINUSE = 98;
    static final int EADDRNOTAVAIL = 99;

    static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = CALL_STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle SOCKET = handle("socket",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT), true);
    private static final MethodHandle BIND = handle("bind",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT), true);
    private static final MethodHandle SETSOCKOPT = handle("setsockopt",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT), true);
    private static final MethodHandle SENDTO = handle("sendto",
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT), false);
    private static final MethodHandle RECVMMSG = handle("recvmmsg",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS), true);
    private static final MethodHandle CLOSE = handle("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT), true);

    private Libc() {}

    @SuppressWarnings("restricted") // signatures are those of the manual; who runs this allows native access
    private static MethodHandle handle(String name, FunctionDescriptor signature, boolean errno) {
        Linker linker = Linker.nativeLinker();
        MemorySegment function = linker.defaultLookup().findOrThrow(name);
        return errno
                ? linker.downcallHandle(function, signature, Linker.Option.captureCallState("errno"))
                : linker.downcallHandle(function, signature);
    }

    static int errno(MemorySegment state) {
        return (int) ERRNO.get(state, 0L);
    }

    static int socket(MemorySegment state, int family, int type) {
        try {
            return (int) SOCKET.invokeExact(state, family, type, 0);
        } catch (Throwable bug) {
            throw new LinkageError("socket", bug);
        }
    }

    static int bind(MemorySegment state, int socket, MemorySegment address) {
        try {
            return (int) BIND.invokeExact(state, socket, address, (int) address.byteSize());
        } catch (Throwable bug) {
            throw new LinkageError("bind", bug);
        }
    }

    static int setOption(MemorySegment state, int socket, int option, MemorySegment value) {
        try {
            return (int) SETSOCKOPT.invokeExact(state, socket, SOL_SOCKET, option, value, (int) value.byteSize());
        } catch (Throwable bug) {
            throw new LinkageError("setsockopt", bug);
        }
    }

    /** Without waiting for room. */
    static long sendTo(int socket, MemorySegment datagram, long bytes, MemorySegment address) {
        try {
            return (long) SENDTO.invokeExact(socket, datagram, bytes, MSG_DONTWAIT, address, (int) address.byteSize());
        } catch (Throwable bug) {
            throw new LinkageError("sendto", bug);
        }
    }

    /** What is there, without waiting. */
    static int receive(MemorySegment state, int socket, MemorySegment messages, int count) {
        try {
            return (int) RECVMMSG.invokeExact(state, socket, messages, count, MSG_DONTWAIT, MemorySegment.NULL);
        } catch (Throwable bug) {
            throw new LinkageError("recvmmsg", bug);
        }
    }

    static int close(MemorySegment state, int socket) {
        try {
            return (int) CLOSE.invokeExact(state, socket);
        } catch (Throwable bug) {
            throw new LinkageError("close", bug);
        }
    }
}
