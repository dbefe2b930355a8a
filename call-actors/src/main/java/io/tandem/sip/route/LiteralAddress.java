package io.tandem.sip.route;

import java.net.InetAddress;
import java.util.Optional;

/** IP addresses as SIP writes them (RFC 3261 §25.1: IPv4address, IPv6reference). */
final class LiteralAddress {

    private LiteralAddress() {}

    /** The address that the host is; empty when it is a name. Never asks a resolver. */
    static Optional<InetAddress> parse(String host) {
        boolean reference = host.startsWith("[") && host.endsWith("]");
        String literal = reference ? host.substring(1, host.length() - 1) : host;
        if (!looksLiteral(literal)) {
            return Optional.empty();
        }
        try {
            // RFC 5118 §4.10: the grammar of RFC 3261 lets three colons be written for two
            return Optional.of(InetAddress.ofLiteral(literal.replace(":::", "::")));
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }

    /** Not by a name's letters; no top level of the DNS is a number. Spares names the cost of an exception, too. */
    static boolean looksLiteral(String host) {
        if (host.indexOf(':') >= 0) {
            return true;
        }
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c != '.' && (c < '0' || c > '9')) {
                return false;
            }
        }
        return !host.isEmpty();
    }
}
