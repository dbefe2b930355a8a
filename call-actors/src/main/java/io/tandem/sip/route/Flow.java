package io.tandem.sip.route;

import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Where a message came from, or the way a message is to go: the local listener and the far address.
 *
 * @param listener name of the local listener (configuration {@code tandem.sip.listeners[].name})
 * @param transport what carries it
 * @param remote the far address, as seen on the socket
 * @param connection number of the stream connection it came in on, 0 when there is none (UDP, or "open one")
 * @param trunk whose identity a secure connection shows there, and whose names it asks for: on the way in, the trunk
 *            that the peer's certificate proved; "" where the address alone says it
 * @param farName what the far side calls itself: asked for where no connection is left (RFC 3263); the far address is
 *            then where it was before
 */
public record Flow(String listener, Transport transport, InetSocketAddress remote, long connection, String trunk,
        Optional<FarName> farName) {

    /** Where nothing but the address says where the far side is. */
    public Flow(String listener, Transport transport, InetSocketAddress remote, long connection, String trunk) {
        this(listener, transport, remote, connection, trunk, Optional.empty());
    }

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
        return transport == Transport.TLS
                ? new Flow(listener, transport, remote, connection, provenTrunk, farName)
                : this;
    }

    /** The same way with another far address. */
    public Flow toward(InetSocketAddress other) {
        return new Flow(listener, transport, other, connection, trunk, farName);
    }

    /** The same way to a far side that has a name. */
    public Flow named(FarName name) {
        return new Flow(listener, transport, remote, connection, trunk, Optional.of(name));
    }
}
