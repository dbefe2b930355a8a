package io.tandem.cluster.boot.config;

import io.tandem.cluster.boot.config.TandemConfig.Cluster;
import io.tandem.cluster.boot.config.TandemConfig.ClusterTls;
import io.tandem.cluster.boot.config.TandemConfig.Joining;
import io.tandem.cluster.boot.config.TandemConfig.Seed;
import io.tandem.cluster.edge.tls.OwnCertificate;
import io.tandem.cluster.edge.tls.TlsSettings;
import io.tandem.cluster.edge.tls.UnusableFile;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads {@code tandem.cluster}: where this node talks to others, whom it asks to be let in, and how that is secured. */
final class ClusterReader {
    private static final String SEED = "a node such as 192.0.2.10:25520, or a name that stands for all nodes such as "
            + "nodes.tandem.example.com:25520";
    private static final String FILE_RIGHT = "the path of a PEM file, from the folder of this file on";
    private final Path folder;
    private final Instant now;
    private final List<SocketClaim> claims;
    private final Mistakes mistakes;

    ClusterReader(Path folder, Instant now, List<SocketClaim> claims, Mistakes mistakes) {
        this.folder = folder;
        this.now = now;
        this.claims = claims;
        this.mistakes = mistakes;
    }

    Cluster read(Section cluster, ServiceAddressReader service, ListenerReader listeners, TandemConfig.Media media) {
        Optional<Item> host = cluster.item("host", IpLiteral.FOUR);
        Optional<InetAddress> address = host.flatMap(item -> IpLiteral.address(item.text()))
                .filter(Inet4Address.class::isInstance);
        if (host.isPresent() && address.isEmpty()) {
            mistakes.add(host.get(), IpLiteral.FOUR);
        }
        Optional<Integer> port = cluster.port("port");
        if (address.isPresent() && port.isPresent()) {
            claims.add(new SocketClaim("tandem.cluster.port", Mistakes.place(host.get().origin()), false,
                    new InetSocketAddress(address.get(), port.get())));
        }
        List<Seed> seeds = cluster.items("seed-nodes", "a list of nodes: [\"192.0.2.10:25520\"]")
                .stream()
                .flatMap(item -> seed(item).stream())
                .toList();
        Duration joinTimeout = cluster.duration("join-timeout", Duration.ofSeconds(5), Duration.ofHours(1))
                .orElse(Duration.ZERO);
        boolean plain = cluster.oneOf("plain", Choices.YES_NO).orElse(false);
        Optional<ClusterTls> tls = tls(cluster.section("tls"));
        if (!plain && tls.isEmpty() && address.isPresent() && !address.get().isLoopbackAddress()
                && cluster.section("tls")
                        .optionalItem("certificate", "")
                        .filter(item -> !item.text().isBlank())
                        .isEmpty()) {
            mistakes.add(host.get(), "an address of loopback while nodes talk in the clear; or tandem.cluster.tls; or "
                    + "tandem.cluster.plain = true where nobody else is on that network");
        }
        if (!seeds.isEmpty() && !service.any()) {
            cluster.wrong("service-addresses",
                    "those of all nodes: [ { id = a, home = ..., media = ..., listeners { ... } "
                            + "} ], since seed-nodes make this node one of several");
        }
        AddressHooks hooks = HooksReader.read(cluster.section("hooks"), folder);
        Section draining = cluster.section("drain");
        TandemConfig.Drain drain = new TandemConfig.Drain(
                draining.duration("set-up", Duration.ZERO, Duration.ofMinutes(1)).orElse(Duration.ZERO),
                draining.duration("limit", Duration.ofSeconds(1), Duration.ofDays(1)).orElse(Duration.ZERO));
        draining.done();
        cluster.done();
        String own = address.map(InetAddress::getHostAddress).orElse("");
        List<ServiceAddress> addresses = service.any()
                ? service.finish(listeners.transports().keySet(), media, port.orElse(0))
                : List.of(new ServiceAddress(ServiceAddress.ALONE, own + ":" + port.orElse(0), media.address(),
                        List.copyOf(listeners.listeners())));
        return new Cluster(own, port.orElse(0), new Joining(seeds, joinTimeout, tls), addresses, !service.any(), hooks,
                drain);
    }

    private Optional<Seed> seed(Item item) {
        int colon = item.text().lastIndexOf(':');
        String host = colon < 0 ? "" : item.text().substring(0, colon);
        boolean named = Addresses.isHostName(host)
                || IpLiteral.address(host).filter(Inet4Address.class::isInstance).isPresent();
        try {
            int port = Integer.parseInt(item.text().substring(colon + 1));
            if (named && port > 0 && port <= 65_535) {
                return Optional.of(new Seed(host, port));
            }
        } catch (NumberFormatException notAPort) {
            // told below
        }
        mistakes.add(item, SEED);
        return Optional.empty();
    }

    /** All three files, or none. */
    private Optional<ClusterTls> tls(Section tls) {
        Optional<Item> certificate = given(tls, "certificate");
        Optional<Item> key = given(tls, "key");
        Optional<Item> trust = given(tls, "trust");
        tls.done();
        if (certificate.isEmpty() && key.isEmpty() && trust.isEmpty()) {
            return Optional.empty();
        }
        if (certificate.isEmpty() || key.isEmpty() || trust.isEmpty()) {
            List.of("certificate", "key", "trust").forEach(name -> {
                if (given(tls, name).isEmpty()) {
                    tls.wrong(name, FILE_RIGHT + ": certificate, key and trust go together");
                }
            });
            return Optional.empty();
        }
        Optional<Path> own = path(certificate.get());
        Optional<Path> secret = path(key.get());
        Optional<Path> roots = path(trust.get());
        if (own.isEmpty() || secret.isEmpty() || roots.isEmpty()) {
            return Optional.empty();
        }
        ClusterTls read = new ClusterTls(own.get(), secret.get(), roots.get());
        return usable(read, certificate.get(), trust.get()) ? Optional.of(read) : Optional.empty();
    }

    /** What Pekko's engine can use: an RSA key, a certificate directly from the authority that all nodes trust. */
    private boolean usable(ClusterTls tls, Item certificate, Item trust) {
        X509Certificate own;
        try {
            own = OwnCertificate.read(new TlsSettings.Identity("cluster", tls.certificate(), tls.key()), now)
                    .certificate();
        } catch (UnusableFile unusable) {
            mistakes.add(certificate, "a valid certificate with its key (" + unusable.getMessage() + ")");
            return false;
        }
        if (!own.getPublicKey().getAlgorithm().equals("RSA")) {
            mistakes.add(certificate,
                    "a certificate with an RSA key, which is what nodes can use between them; this is "
                            + own.getPublicKey().getAlgorithm());
            return false;
        }
        try {
            own.verify(OwnCertificate.roots(tls.trust()).getFirst().getPublicKey());
            return true;
        } catch (UnusableFile unusable) {
            mistakes.add(trust, "a PEM file with the root certificate (" + unusable.getMessage() + ")");
        } catch (GeneralSecurityException other) {
            mistakes.add(trust, "the authority, first in its file, that has issued " + tls.certificate() + " itself");
        }
        return false;
    }

    private static Optional<Item> given(Section tls, String key) {
        return tls.optionalItem(key, FILE_RIGHT).filter(item -> !item.text().isBlank());
    }

    private Optional<Path> path(Item item) {
        try {
            return Optional.of(folder.resolve(item.text()).toAbsolutePath());
        } catch (InvalidPathException notAPath) {
            mistakes.add(item, FILE_RIGHT);
            return Optional.empty();
        }
    }
}
