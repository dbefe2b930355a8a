package io.tandem.cluster.trunk;

import io.tandem.port.PeerAddress;

/** A peer's address as staff read it: the way it is configured. */
final class PeerText {

    private PeerText() {}

    static String of(PeerAddress at) {
        return switch (at) {
            case PeerAddress.Literal literal -> literal.host() + ":" + literal.port();
            case PeerAddress.ARecord(var host, int port) -> host + ":" + port;
            case PeerAddress.SrvRecord(var record) -> record;
            case PeerAddress.Domain(var domain) -> domain;
        };
    }
}
