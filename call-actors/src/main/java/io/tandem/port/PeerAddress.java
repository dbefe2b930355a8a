package io.tandem.port;

import java.net.Inet6Address;
import java.net.InetAddress;

/** How a peer is to be found (provisioning rules §2, {@code peerType}; RFC 3263). */
public sealed interface PeerAddress {

    /** What a Request-URI to the peer names: the host as configured, an IPv6 address in brackets. */
    String host();

    /** Port in the Request-URI; -1 for none, where the resolver finds it. */
    int port();

    /** Needs no look-up. */
    record Literal(InetAddress address, int port) implements PeerAddress {
        @Override
        public String host() {
            return address instanceof Inet6Address ? "[" + address.getHostAddress() + "]" : address.getHostAddress();
        }
    }

    /** One host name, all of whose addresses serve (TSP-4). */
    record ARecord(String host, int port) implements PeerAddress {}

    /** The servers of one service, with priorities and weights (RFC 2782). @param record as {@code _sip._tls.r1.example.com} */
    record SrvRecord(String record) implements PeerAddress {
        /** The name behind the labels of service and protocol: what the servers are servers of. */
        @Override
        public String host() {
            return record.substring(record.indexOf('.', record.indexOf('.') + 1) + 1);
        }

        @Override
        public int port() {
            return -1;
        }
    }

    /** A SIP domain: NAPTR says which SRV to ask, and without either its address is the server's (RFC 3263 §4). */
    record Domain(String host) implements PeerAddress {
        @Override
        public int port() {
            return -1;
        }
    }
}
