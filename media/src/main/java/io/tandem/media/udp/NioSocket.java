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

/** A channel of the JDK's, which keeps the last source and the last target itself. */
final class NioSocket extends UdpSocket {
    private final DatagramChannel channel;

    private NioSocket(DatagramChannel channel, InetSocketAddress localAddress) {
        super(localAddress);
        this.channel = channel;
    }

    static NioSocket open(InetSocketAddress address, int receiveBufferBytes, int dscp) throws IOException {
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
            return new NioSocket(channel, address);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public boolean send(ByteBuffer packet, InetSocketAddress target) throws IOException {
        return channel.send(packet, target) > 0;
    }

    /** Takes one waiting datagram. */
    void receive(ByteBuffer buffer) throws IOException {
        buffer.clear();
        if (channel.receive(buffer) instanceof InetSocketAddress source) {
            buffer.flip();
            handler().received(buffer, source, System.nanoTime());
        }
    }

    void register(Selector selector) throws IOException {
        channel.register(selector, SelectionKey.OP_READ, this);
    }

    @Override
    void close() throws IOException {
        channel.close();
    }
}
