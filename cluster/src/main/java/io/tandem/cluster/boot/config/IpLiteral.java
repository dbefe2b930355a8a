package io.tandem.cluster.boot.config;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Addresses, networks and sockets as an operator writes them. Literals only: nothing here asks a name server. */
final class IpLiteral {
    static final String ADDRESS = "an IP address such as 192.0.2.10";
    static final String FOUR = "an IPv4 address such as 192.0.2.10";
    static final String NETWORK = "a network such as 192.0.2.0/24";
    static final String SOCKET = "an address and a port such as 127.0.0.1:8080";

    private IpLiteral() {}

    static Optional<InetAddress> address(String text) {
        boolean four = text.indexOf(':') < 0;
        if (four && text.chars().filter(c -> c == '.').count() != 3 || text.indexOf('%') >= 0) {
            return Optional.empty(); // "127.1" is a literal to the JDK, a slip to us
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException notALiteral) {
            return Optional.empty();
        }
    }

    /** An address and a port; an IPv6 address in brackets. */
    static Optional<InetSocketAddress> socket(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            return Optional.empty();
        }
        String host = text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (!bracketed && host.indexOf(':') >= 0) {
            return Optional.empty();
        }
        Optional<Integer> port = number(text.substring(colon + 1), 65535).filter(number -> number > 0);
        return address(bracketed ? host.substring(1, host.length() - 1) : host).flatMap(
                address -> port.map(number -> new InetSocketAddress(address, number)));
    }

    /** What is wrong with a network in CIDR form, told as what would be right; empty when nothing is. */
    static Optional<String> networkMistake(String text) {
        int slash = text.indexOf('/');
        Optional<InetAddress> address = address(slash < 0 ? text : text.substring(0, slash));
        if (address.isEmpty()) {
            return Optional.of(NETWORK);
        }
        int bits = address.get() instanceof Inet4Address ? 32 : 128;
        if (slash < 0) {
            return Optional.of(text + "/" + bits);
        }
        Optional<Integer> prefix = number(text.substring(slash + 1), bits);
        if (prefix.isEmpty()) {
            return Optional.of(NETWORK + ", with a prefix length from 0 to " + bits);
        }
        String network = network(address.get(), prefix.get());
        return network.equals(address.get().getHostAddress())
                ? Optional.empty()
                : Optional.of(network + "/" + prefix.get() + " (no bits set behind the prefix)");
    }

    private static String network(InetAddress address, int prefix) {
        byte[] bytes = address.getAddress();
        for (int i = 0; i < bytes.length; i++) {
            int kept = Math.clamp(prefix - 8L * i, 0, 8);
            bytes[i] &= (byte) (0xff << (8 - kept));
        }
        try {
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (java.net.UnknownHostException wrongLength) {
            throw new IllegalStateException(wrongLength); // the length is that of an address
        }
    }

    private static Optional<Integer> number(String digits, int most) {
        if (digits.isEmpty() || digits.length() > 5 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        int number = Integer.parseInt(digits);
        return number <= most ? Optional.of(number) : Optional.empty();
    }
}
