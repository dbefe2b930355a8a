package io.tandem.media.session;

import io.tandem.media.udp.UdpSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Where a description says that media goes.
 *
 * @param rtp null when it names no place that packets can go to from here
 * @param rtcp likewise
 * @param silent whether it asks to be sent no media: port 0, or the address of nowhere (RFC 3264 §8.4)
 */
record RemoteAddresses(InetSocketAddress rtp, InetSocketAddress rtcp, boolean silent) {
    static final RemoteAddresses UNKNOWN = new RemoteAddresses(null, null, false);

    /** A name is not looked up: such a peer is found by its packets. Neither are many listeners a peer. */
    static RemoteAddresses of(DescribeRemote order, UdpSocket from) {
        InetAddress host = literal(order.address());
        if (order.rtpPort() == 0 || host != null && host.isAnyLocalAddress()) {
            return new RemoteAddresses(null, null, true);
        }
        if (host == null || host.isMulticastAddress()) {
            return UNKNOWN;
        }
        return new RemoteAddresses(reachable(host, order.rtpPort(), from), reachable(host, order.rtcpPort(), from),
                false);
    }

    static InetAddress literal(String address) {
        try {
            return InetAddress.ofLiteral(address);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    private static InetSocketAddress reachable(InetAddress host, int port, UdpSocket from) {
        if (port < 1 || port > 65_535) {
            return null;
        }
        InetSocketAddress address = new InetSocketAddress(host, port);
        return from.reaches(address) ? address : null;
    }
}
