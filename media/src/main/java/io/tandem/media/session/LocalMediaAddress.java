package io.tandem.media.session;

import io.tandem.media.session.OpenResult.Reason;
import io.tandem.media.session.OpenResult.Refused;
import io.tandem.media.udp.PortPool;
import io.tandem.media.udp.SocketGroup;
import io.tandem.media.udp.UdpSocket;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** One local IP address and the ports that it has for media. Thread-safe. */
final class LocalMediaAddress {
    /** After so many pairs that could not be bound it is asked whether the address is ours at all. */
    private static final int DOUBT_AFTER = 64;

    private final String text;
    private final InetAddress address;
    private final PortPool ports;
    private final RelaySettings settings;

    LocalMediaAddress(String text, InetAddress address, RelaySettings settings) {
        this.text = text;
        this.address = address;
        this.settings = settings;
        ports = new PortPool(settings.portLow(), settings.portHigh());
    }

    /** A bound pair, or why there is none. */
    sealed interface Binding {
        record Bound(LocalPair pair) implements Binding {}

        record Failed(Refused refusal) implements Binding {}
    }

    String text() {
        return text;
    }

    int pairs() {
        return ports.pairs();
    }

    int pairsTaken() {
        return ports.pairsTaken();
    }

    void release(int rtpPort) {
        ports.release(rtpPort);
    }

    /** Binds the next free pair. */
    Binding bindAny(int dscp) {
        for (int attempt = 0; attempt < ports.pairs(); attempt++) {
            if (attempt == DOUBT_AFTER && !isOurs()) {
                break;
            }
            int port = ports.take();
            if (port == PortPool.NONE) {
                break;
            }
            try {
                return new Binding.Bound(bind(port, dscp));
            } catch (BindException _) {
                ports.release(port); // somebody else's: try the next
            } catch (IOException e) {
                ports.release(port);
                return failed(Reason.SOCKET_FAILED, e.getMessage());
            }
        }
        return isOurs()
                ? failed(Reason.PORTS_EXHAUSTED, "no free port pair on " + text)
                : failed(Reason.SOCKET_FAILED, "cannot bind on " + text);
    }

    /** Binds exactly this pair; one outside the range is allowed, for a call that was set up with another range. */
    Binding bind(OpenSession.Ports exact, MediaEnd end, int dscp) {
        int port = end == MediaEnd.CALLER ? exact.callerRtpPort() : exact.calleeRtpPort();
        if (port < 1 || port > 65_534) {
            return failed(Reason.SOCKET_FAILED, "no such port: " + port);
        }
        if (ports.owns(port) && !ports.take(port)) {
            return failed(Reason.PORT_TAKEN, "port " + port + " is in use by another session");
        }
        try {
            return new Binding.Bound(bind(port, dscp));
        } catch (BindException e) {
            ports.release(port);
            return failed(isOurs() ? Reason.PORT_TAKEN : Reason.SOCKET_FAILED, "port " + port + ": " + e.getMessage());
        } catch (IOException e) {
            ports.release(port);
            return failed(Reason.SOCKET_FAILED, "port " + port + ": " + e.getMessage());
        }
    }

    private LocalPair bind(int port, int dscp) throws IOException {
        UdpSocket rtp = bindOne(port, dscp);
        try {
            return new LocalPair(this, port, rtp, bindOne(port + 1, dscp));
        } catch (IOException e) {
            SocketGroup.closeUnserved(List.of(rtp));
            throw e;
        }
    }

    private UdpSocket bindOne(int port, int dscp) throws IOException {
        return UdpSocket.bind(new InetSocketAddress(address, port), settings.receiveBufferBytes(), dscp);
    }

    /** Whether this machine has the address: the same exception says "port taken" and "not my address". */
    private boolean isOurs() {
        try {
            SocketGroup.closeUnserved(List.of(bindOne(0, 0)));
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private static Binding failed(Reason reason, String detail) {
        return new Binding.Failed(new Refused(reason, detail));
    }
}
