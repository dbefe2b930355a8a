package io.tandem.media.udp;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

/**
 * One bound socket. It is not connected, so that packets from strangers can be counted and a peer's port may change;
 * receive and send allocate nothing as long as source and target stay (the JDK keeps the last of each).
 */
public final class UdpSocket {
    private final DatagramChannel channel;
    private final InetSocketAddress localAddress;
    private DatagramHandler handler = (_, _, _) -> {
    };

    private UdpSocket(DatagramChannel channel, InetSocketAddress localAddress) {
        this.channel = channel;
        this.localAddress = localAddress;
    }

    /**
     * @param receiveBufferBytes how much the system may hold for us; what comes on top is lost there
     * @param dscp DiffServ code point of what we send, 0–63 (TSP-168)
     * @throws java.net.BindException when the port is taken or the address is not ours
     */
    public static UdpSocket bind(InetSocketAddress address, int receiveBufferBytes, int dscp) throws IOException {
        boolean ipv6 = address.getAddress() instanceof Inet6Address;
        DatagramChannel channel = DatagramChannel.open(
                ipv6 ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET);
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBufferBytes);
            if (dscp != 0) {
                channel.setOption(StandardSocketOptions.IP_TOS, dscp << 2);
            }
            channel.bind(address);
            return new UdpSocket(channel, address);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Who gets what this socket receives; set before the socket is added to a loop. */
    public void handler(DatagramHandler handler) {
        this.handler = handler;
    }

    public InetSocketAddress localAddress() {
        return localAddress;
    }

    /** Whether packets can go from this socket to that address: both are IPv4, or both are IPv6. */
    public boolean reaches(InetSocketAddress target) {
        return target.getAddress() instanceof Inet6Address == localAddress.getAddress() instanceof Inet6Address;
    }

    /**
     * Sends what stands between position and limit. On the loop's thread only.
     *
     * @return false when the system had no room for it: the packet is lost, as UDP may
     */
    public boolean send(ByteBuffer packet, InetSocketAddress target) throws IOException {
        return channel.send(packet, target) > 0;
    }

    /** Takes one waiting datagram. */
    void receive(ByteBuffer buffer) throws IOException {
        buffer.clear();
        if (channel.receive(buffer) instanceof InetSocketAddress source) {
            buffer.flip();
            handler.received(buffer, source, System.nanoTime());
        }
    }

    void register(Selector selector) throws IOException {
        channel.register(selector, SelectionKey.OP_READ, this);
    }

    void close() throws IOException {
        channel.close();
    }
}
