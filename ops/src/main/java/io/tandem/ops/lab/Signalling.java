package io.tandem.ops.lab;

import io.tandem.ops.lab.tls.TlsPeer;
import io.tandem.sip.route.Transport;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * How an agent speaks SIP.
 *
 * @param tls its end of mutual TLS; there exactly on TLS
 * @param host its name in Contact, Via and From; "" for the address it listens on
 * @param gateway who is asked for what goes to a name: an agent has no resolver
 */
public record Signalling(Transport transport, Optional<TlsPeer> tls, String host, Optional<Gateway> gateway) {
    public static final Signalling UDP = new Signalling(Transport.UDP, Optional.empty(), "", Optional.empty());
    public static final Signalling TCP = new Signalling(Transport.TCP, Optional.empty(), "", Optional.empty());

    /** Where the gateway is, and how its URIs name it. */
    public record Gateway(String name, InetSocketAddress address) {}

    public Signalling {
        if (tls.isPresent() != (transport == Transport.TLS)) {
            throw new IllegalArgumentException("a certificate goes with TLS, and TLS with a certificate");
        }
    }

    public static Signalling tls(TlsPeer peer, String host, Gateway gateway) {
        return new Signalling(Transport.TLS, Optional.of(peer), host, Optional.of(gateway));
    }
}
