package io.tandem.media.udp;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * One bound socket, of either {@link SocketKind}. It is not connected, so that packets from strangers can be counted and a peer's port may change;
 * receive and send allocate nothing as long as source and target stay.
 */
public abstract sealed class UdpSocket permits LinuxSocket, NioSocket {
    private final InetSocketAddress localAddress;
    private DatagramHandler handler = (_, _, _) -> {
    };

    UdpSocket(InetSocketAddress localAddress) {
        this.localAddress = localAddress;
    }

    /**
     * @param receiveBufferBytes how much the system may hold for us; what comes on top is lost there
     * @param dscp DiffServ code point of what we send, 0–63 (TSP-168)
     * @throws java.net.BindException when the port is taken or the address is not ours
     */
    public static UdpSocket bind(InetSocketAddress address, int receiveBufferBytes, int dscp) throws IOException {
        return bind(SocketKind.BEST, address, receiveBufferBytes, dscp);
    }

    /** One of that kind. */
    static UdpSocket bind(SocketKind kind, InetSocketAddress address, int receiveBufferBytes, int dscp)
            throws IOException {
        return switch (kind) {
            case LINUX -> LinuxSocket.open(address, receiveBufferBytes, dscp);
            case JDK -> NioSocket.open(address, receiveBufferBytes, dscp);
        };
    }

    /** Who gets what this socket receives; set before the socket is added to a loop. */
    public final void handler(DatagramHandler handler) {
        this.handler = handler;
    }

    final DatagramHandler handler() {
        return handler;
    }

    public final InetSocketAddress localAddress() {
        return localAddress;
    }

    /** Whether packets can go from this socket to that address: both are IPv4, or both are IPv6. */
    public final boolean reaches(InetSocketAddress target) {
        return target.getAddress() instanceof Inet6Address == localAddress.getAddress() instanceof Inet6Address;
    }

    /**
     * Sends what stands between position and limit. On the loop's thread only.
     *
     * @param packet a direct buffer
     * @return false when the system had no room for it: the packet is lost, as UDP may
     */
    public abstract boolean send(ByteBuffer packet, InetSocketAddress target) throws IOException;

    abstract void close() throws IOException;
}
