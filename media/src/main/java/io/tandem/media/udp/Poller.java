package io.tandem.media.udp;

import java.io.IOException;

/** Waits for datagrams at sockets of its kind, and has each take one of those that are there. For one thread, but for waking it. */
abstract sealed class Poller implements AutoCloseable permits EpollPoller, NioPoller {
    /** Until it is woken. */
    static final long FOR_EVER = -1;

    /** @param bufferBytes largest datagram that is read whole */
    static Poller open(SocketKind kind, int bufferBytes, LoopListener listener) throws IOException {
        return switch (kind) {
            case LINUX -> new EpollPoller(bufferBytes, listener);
            case JDK -> new NioPoller(bufferBytes, listener);
        };
    }

    /** Serves it from now on until it is closed. */
    abstract void add(UdpSocket socket) throws IOException;

    /**
     * Waits for so long at most, has sockets receive, and is done with those that were closed before.
     *
     * @param timeoutMillis 0 for not at all
     * @return how many had something
     */
    abstract int poll(long timeoutMillis) throws IOException;

    /** Ends the wait, or the next one. From any thread. */
    abstract void wakeup();

    /** With all its sockets. */
    @Override
    public abstract void close() throws IOException;
}
