package io.tandem.sip.route;

import java.net.InetSocketAddress;

/**
 * Where a message came from, or the way a message is to go: the local listener and the far address.
 *
 * @param listener name of the local listener (configuration {@code tandem.sip.listeners[].name})
 * @param transport what carries it
 * @param remote the far address, as seen on the socket
 * @param connection number of the stream connection it came in on, 0 when there is none (UDP, or "open one")
 * @param trunk whose identity a secure connection shows there, and whose names it asks for: on the way in, the trunk
 *            that the peer's certificate proved; "" where the address alone says it
 */
public record Flow(String listener, Transport transport, InetSocketAddress remote, long connection, String trunk) {

    /** Where the address alone says whose the far side is: plain transports. */
    public Flow(String listener, Transport transport, InetSocketAddress remote, long connection) {
        this(listener, transport, remote, connection, "");
    }

    /** A way to {@code remote} with no connection chosen yet. */
    public static Flow to(String listener, Transport transport, InetSocketAddress remote) {
        return new Flow(listener, transport, remote, 0);
    }

    /** The same way, of that trunk; on a transport that proves nobody's identity, this flow. */
    public Flow of(String provenTrunk) {
        return transport == Transport.TLS ? new Flow(listener, transport, remote, connection, provenTrunk) : this;
    }

    /** The same way with another far address. */
    public Flow toward(InetSocketAddress other) {
        return new Flow(listener, transport, other, connection, trunk);
    }
}
