package io.tandem.cluster.boot.config;

import io.tandem.cluster.boot.config.TandemConfig.Dns;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code tandem.dns}: whom to ask for the names of peers, and how long an answer is good. */
final class DnsReader {
    private static final String SERVER = "an address of a name server, such as 192.0.2.53 or 192.0.2.53:53";
    private static final int DNS_PORT = 53;
    private static final Duration DAY = Duration.ofDays(1);

    private DnsReader() {}

    static Dns read(Section dns) {
        List<InetSocketAddress> servers = new ArrayList<>();
        for (Item item : dns.items("servers", "a list, each " + SERVER)) {
            server(item.text()).ifPresentOrElse(servers::add, () -> dns.mistakes().add(item, SERVER));
        }
        Dns read = new Dns(List.copyOf(servers),
                dns.duration("timeout", Duration.ofMillis(50), Duration.ofSeconds(30)).orElse(Duration.ZERO),
                dns.integer("tries", 1, 10).orElse(1),
                dns.duration("min-ttl", Duration.ofSeconds(1), DAY).orElse(Duration.ZERO),
                dns.duration("max-ttl", Duration.ofSeconds(1), DAY).orElse(DAY),
                dns.duration("serve-stale", Duration.ofSeconds(1), DAY.multipliedBy(30)).orElse(DAY));
        if (read.minTtl().compareTo(read.maxTtl()) > 0) {
            dns.wrong("max-ttl", "a duration that is not below min-ttl");
        }
        dns.done();
        return read;
    }

    private static Optional<InetSocketAddress> server(String text) {
        return IpLiteral.socket(text)
                .or(() -> IpLiteral.address(text).map(address -> new InetSocketAddress(address, DNS_PORT)));
    }
}
