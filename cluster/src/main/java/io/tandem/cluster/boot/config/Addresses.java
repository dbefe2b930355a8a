package io.tandem.cluster.boot.config;

import java.net.InetAddress;
import java.util.Optional;

/** Reads the addresses of a section, noting what is wrong with them. */
final class Addresses {

    private Addresses() {}

    static Optional<InetAddress> read(Item item, Mistakes mistakes) {
        Optional<InetAddress> address = IpLiteral.address(item.text());
        if (address.isEmpty()) {
            mistakes.add(item, IpLiteral.ADDRESS);
        }
        return address;
    }

    /** What peers are told: {@code advertised-address}, or the bound one unless that is a wildcard. */
    static Optional<String> advertised(Section section, Optional<InetAddress> bound) {
        Optional<Item> told = section.optionalItem("advertised-address", IpLiteral.ADDRESS);
        if (told.isPresent()) {
            return read(told.get(), section.mistakes()).map(InetAddress::getHostAddress);
        }
        if (bound.isPresent() && bound.get().isAnyLocalAddress()) {
            section.missing("advertised-address", "the address that peers are to use, since address is a wildcard");
            return Optional.empty();
        }
        return bound.map(InetAddress::getHostAddress);
    }
}
