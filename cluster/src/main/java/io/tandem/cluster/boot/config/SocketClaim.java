package io.tandem.cluster.boot.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * A socket that the node is going to open.
 *
 * @param path the key that names it
 * @param place where that key stands
 * @param datagram true: UDP, false: TCP
 */
record SocketClaim(String path, String place, boolean datagram, InetSocketAddress bind) {

    boolean sameAs(SocketClaim other) {
        return datagram == other.datagram && bind.getPort() == other.bind.getPort()
                && sameAddress(bind.getAddress(), other.bind.getAddress());
    }

    /** Whether sockets on the two addresses would be in each other's way: a wildcard covers every address. */
    static boolean sameAddress(InetAddress one, InetAddress other) {
        return one.equals(other) || one.isAnyLocalAddress() || other.isAnyLocalAddress();
    }

    String protocol() {
        return datagram ? "UDP" : "TCP";
    }

    /** The socket as an operator writes it. */
    String text() {
        return text(bind);
    }

    static String text(InetSocketAddress socket) {
        String host = socket.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + socket.getPort();
    }
}
