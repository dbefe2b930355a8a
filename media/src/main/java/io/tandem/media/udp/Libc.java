package io.tandem.media.udp;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.net.BindException;

/**
 * The system calls of Linux that sockets and epoll want, as socket(7), udp(7) and epoll(7) have them. With a state they leave errno in it,
 * which now and then makes garbage: those that are made for each packet are there without one too, and are made again where they fail.
 */
final class Libc {
    static final int AF_INET = 2;
    static final int AF_INET6 = 10;
    static final int SOCK_DGRAM = 2;
    static final int SOCK_NONBLOCK = 0x800;
    static final int SOCK_CLOEXEC = 0x80000;
    static final int SOL_SOCKET = 1;
    static final int SO_RCVBUF = 8;
    static final int IPPROTO_IP = 0;
    static final int IP_TOS = 1;
    static final int IPPROTO_IPV6 = 41;
    static final int IPV6_V6ONLY = 26;
    static final int IPV6_TCLASS = 67;
    static final int EPOLL_CLOEXEC = 0x80000;
    static final int EPOLL_CTL_ADD = 1;
    static final int EPOLL_CTL_DEL = 2;
    static final int EPOLLIN = 1;
    static final int EFD_NONBLOCK = 0x800;
    static final int EFD_CLOEXEC = 0x80000;
    private static final int EINTR = 4;
    private static final int EAGAIN = 11;
    private static final int EADDRINUSE = 98;
    private static final int EADDRNOTAVAIL = 99;
    private static final int ENOBUFS = 105;

    static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = CALL_STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle SOCKET = handle("socket",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle BIND = handle("bind",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle SETSOCKOPT = handle("setsockopt",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle CLOSE = handle("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final FunctionDescriptor RECEIVING = FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG,
            JAVA_INT, ADDRESS, ADDRESS);
    private static final MethodHandle RECVFROM = handle("recvfrom", RECEIVING);
    private static final MethodHandle RECVFROM_SILENT = silent("recvfrom", RECEIVING);
    private static final FunctionDescriptor SENDING = FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG,
            JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle SENDTO = handle("sendto", SENDING);
    private static final MethodHandle SENDTO_SILENT = silent("sendto", SENDING);
    private static final MethodHandle READ_SILENT = silent("read",
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle WRITE = handle("write",
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle EVENTFD = handle("eventfd", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle EPOLL_CREATE = handle("epoll_create1",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle EPOLL_CTL = handle("epoll_ctl",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
    private static final FunctionDescriptor WAITING = FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT,
            JAVA_INT);
    private static final MethodHandle EPOLL_WAIT = handle("epoll_wait", WAITING);
    private static final MethodHandle EPOLL_WAIT_SILENT = silent("epoll_wait", WAITING);

    private Libc() {}

    @SuppressWarnings("restricted") // signatures are those of the manual; who runs this allows native access
    private static MethodHandle handle(String name, FunctionDescriptor signature) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), signature,
                Linker.Option.captureCallState("errno"));
    }

    @SuppressWarnings("restricted") // likewise
    private static MethodHandle silent(String name, FunctionDescriptor signature) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), signature);
    }

    /** Whether a call that failed only had to wait: nothing was there, or there was no room. */
    static boolean hadToWait(MemorySegment state) {
        int errno = errno(state);
        return errno == EAGAIN || errno == EINTR || errno == ENOBUFS;
    }

    private static int errno(MemorySegment state) {
        return (int) ERRNO.get(state, 0L);
    }

    /** What a call gave; throws where that is an error. @throws BindException for an address that is taken or not ours */
    static int done(MemorySegment state, String what, int result) throws IOException {
        if (result >= 0) {
            return result;
        }
        throw failure(state, what);
    }

    static IOException failure(MemorySegment state, String what) {
        int errno = errno(state);
        return switch (errno) {
            case EADDRINUSE -> new BindException(what + ": address already in use");
            case EADDRNOTAVAIL -> new BindException(what + ": no address of this machine");
            default -> new IOException(what + ": errno " + errno);
        };
    }

    static int socket(MemorySegment state, int family, int type) {
        try {
            return (int) SOCKET.invokeExact(state, family, type, 0);
        } catch (Throwable bug) {
            throw new LinkageError("socket", bug);
        }
    }

    static int bind(MemorySegment state, int socket, MemorySegment address, int bytes) {
        try {
            return (int) BIND.invokeExact(state, socket, address, bytes);
        } catch (Throwable bug) {
            throw new LinkageError("bind", bug);
        }
    }

    /** @param value an int */
    static int setOption(MemorySegment state, int socket, int level, int option, MemorySegment value) {
        try {
            return (int) SETSOCKOPT.invokeExact(state, socket, level, option, value, Integer.BYTES);
        } catch (Throwable bug) {
            throw new LinkageError("setsockopt", bug);
        }
    }

    static int close(MemorySegment state, int file) {
        try {
            return (int) CLOSE.invokeExact(state, file);
        } catch (Throwable bug) {
            throw new LinkageError("close", bug);
        }
    }

    static long receiveFrom(MemorySegment state, int socket, MemorySegment buffer, long bytes, MemorySegment address,
            MemorySegment addressBytes) {
        try {
            long received = (long) RECVFROM_SILENT.invokeExact(socket, buffer, bytes, 0, address, addressBytes);
            return received >= 0
                    ? received
                    : (long) RECVFROM.invokeExact(state, socket, buffer, bytes, 0, address, addressBytes);
        } catch (Throwable bug) {
            throw new LinkageError("recvfrom", bug);
        }
    }

    static long sendTo(MemorySegment state, int socket, MemorySegment datagram, long bytes, MemorySegment address,
            int addressBytes) {
        try {
            long sent = (long) SENDTO_SILENT.invokeExact(socket, datagram, bytes, 0, address, addressBytes);
            return sent >= 0
                    ? sent
                    : (long) SENDTO.invokeExact(state, socket, datagram, bytes, 0, address, addressBytes);
        } catch (Throwable bug) {
            throw new LinkageError("sendto", bug);
        }
    }

    static long read(int file, MemorySegment to, long bytes) {
        try {
            return (long) READ_SILENT.invokeExact(file, to, bytes);
        } catch (Throwable bug) {
            throw new LinkageError("read", bug);
        }
    }

    static long write(MemorySegment state, int file, MemorySegment from, long bytes) {
        try {
            return (long) WRITE.invokeExact(state, file, from, bytes);
        } catch (Throwable bug) {
            throw new LinkageError("write", bug);
        }
    }

    static int eventFile(MemorySegment state) {
        try {
            return (int) EVENTFD.invokeExact(state, 0, EFD_NONBLOCK | EFD_CLOEXEC);
        } catch (Throwable bug) {
            throw new LinkageError("eventfd", bug);
        }
    }

    static int epollCreate(MemorySegment state) {
        try {
            return (int) EPOLL_CREATE.invokeExact(state, EPOLL_CLOEXEC);
        } catch (Throwable bug) {
            throw new LinkageError("epoll_create1", bug);
        }
    }

    static int epollControl(MemorySegment state, int epoll, int operation, int file, MemorySegment event) {
        try {
            return (int) EPOLL_CTL.invokeExact(state, epoll, operation, file, event);
        } catch (Throwable bug) {
            throw new LinkageError("epoll_ctl", bug);
        }
    }

    static int epollWait(MemorySegment state, int epoll, MemorySegment events, int most, int timeoutMillis) {
        try {
            int ready = (int) EPOLL_WAIT_SILENT.invokeExact(epoll, events, most, timeoutMillis);
            return ready >= 0 ? ready : (int) EPOLL_WAIT.invokeExact(state, epoll, events, most, 0);
        } catch (Throwable bug) {
            throw new LinkageError("epoll_wait", bug);
        }
    }
}
