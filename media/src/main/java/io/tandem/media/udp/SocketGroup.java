package io.tandem.media.udp;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Sockets that come and go together: those of one session. All are served by one loop. */
public final class SocketGroup {
    private final List<UdpSocket> sockets;
    private final Runnable released;
    private volatile Ticking ticking;
    private volatile boolean leaving;
    private boolean served;
    private boolean closed;

    /** @param released run once the sockets are closed and their ports free again; must not block */
    public SocketGroup(List<UdpSocket> sockets, Runnable released) {
        this.sockets = List.copyOf(sockets);
        this.released = released;
    }

    /** Closes sockets that no loop serves yet. */
    public static void closeUnserved(List<UdpSocket> sockets) {
        for (UdpSocket socket : sockets) {
            try {
                socket.close();
            } catch (IOException _) {
                // Nothing can be done about it, and nothing was sent or awaited on it.
            }
        }
    }

    void leave() {
        leaving = true;
    }

    void served() {
        served = true;
    }

    boolean wasServed() {
        return served;
    }

    boolean leaving() {
        return leaving;
    }

    /** First time only. */
    boolean closeOnce(LoopListener listener) {
        if (closed) {
            return false;
        }
        closed = true;
        for (UdpSocket socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                listener.socketFailed(e);
            }
        }
        return true;
    }

    void released() {
        released.run();
    }

    void tick(Ticking wanted) {
        ticking = wanted;
    }

    /** Empty as long as nobody has asked for it. */
    Optional<Ticking> ticking() {
        return Optional.ofNullable(ticking);
    }

    List<UdpSocket> sockets() {
        return sockets;
    }
}
