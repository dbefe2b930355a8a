package io.tandem.cluster.boot.config;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the addresses of a section, noting what is wrong with them. */
final class Addresses {

    private static final String HOST = "an IP address or a host name such as sbc.example.com";
    /** RFC 1123 §2.1; the last label is no number, or it were an address gone wrong. */
    private static final Pattern HOST_NAME = Pattern.compile(
            "(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\\.)+[a-zA-Z](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?");

    private Addresses() {}

    static boolean isHostName(String text) {
        return text.length() <= 253 && HOST_NAME.matcher(text).matches();
    }

    private static Optional<String> host(Item item, Mistakes mistakes) {
        if (isHostName(item.text())) {
            if (item.text().toLowerCase(Locale.ROOT).endsWith(".onmicrosoft.com")) { // TSP-10
                mistakes.add(item, "a name of a domain of your own: Microsoft takes no gateway of onmicrosoft.com");
            }
            return Optional.of(item.text());
        }
        Optional<InetAddress> address = IpLiteral.address(item.text());
        if (address.isEmpty()) {
            mistakes.add(item, HOST);
        }
        return address.map(InetAddress::getHostAddress);
    }

    static Optional<InetAddress> read(Item item, Mistakes mistakes) {
        Optional<InetAddress> address = IpLiteral.address(item.text());
        if (address.isEmpty()) {
            mistakes.add(item, IpLiteral.ADDRESS);
        }
        return address;
    }

    /** What peers are told: {@code advertised-address}, or the bound one unless that is a wildcard. */
    static Optional<String> advertised(Section section, Optional<InetAddress> bound) {
        Optional<Item> told = section.optionalItem("advertised-address", HOST);
        if (told.isPresent()) {
            return host(told.get(), section.mistakes());
        }
        if (bound.isPresent() && bound.get().isAnyLocalAddress()) {
            section.missing("advertised-address", "the address that peers are to use, since address is a wildcard");
            return Optional.empty();
        }
        return bound.map(InetAddress::getHostAddress);
    }
}
