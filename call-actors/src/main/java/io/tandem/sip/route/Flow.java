package io.tandem.sip.route;

import java.net.InetSocketAddress;

/**
 * Where a message came from, or the way a message is to go: the local listener and the far address.
 *
 * @param listener name of the local listener (configuration {@code tandem.sip.listeners[].name})
 * @param transport what carries it
 * @param remote the far address, as seen on the socket
 * @param connection number of the stream connection it came in on, 0 when there is none (UDP, or "open one")
 */
public record Flow(String listener, Transport transport, InetSocketAddress remote, long connection) {

    /** A way to {@code remote} with no connection chosen yet. */
    public static Flow to(String listener, Transport transport, InetSocketAddress remote) {
        return new Flow(listener, transport, remote, 0);
    }
}
