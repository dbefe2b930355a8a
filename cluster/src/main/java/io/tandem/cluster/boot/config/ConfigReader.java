package io.tandem.cluster.boot.config;

import com.typesafe.config.Config;
import io.tandem.cluster.boot.config.TandemConfig.Calls;
import io.tandem.cluster.boot.config.TandemConfig.Cluster;
import io.tandem.cluster.boot.config.TandemConfig.Http;
import io.tandem.cluster.boot.config.TandemConfig.Limits;
import io.tandem.cluster.boot.config.TandemConfig.Naming;
import io.tandem.cluster.boot.config.TandemConfig.Sip;
import io.tandem.cluster.boot.config.TandemConfig.Storage;
import io.tandem.cluster.boot.config.TandemConfig.Timers;
import io.tandem.cluster.journal.cassandra.CassandraSettings;
import io.tandem.tenant.number.EmergencyNumbers;
import io.tandem.sip.admission.OverloadSettings;
import java.net.InetSocketAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads the object {@code tandem}, key by key, and checks it against itself and against this machine. One reader reads
 * one configuration. A key in which something is wrong reads as 0 or empty here; what was read is used only when
 * nothing was wrong.
 */
final class ConfigReader {
    private static final int MANY = 10_000_000;
    /** Their keys are read by the store itself. */
    private static final List<String> STORE_PLUGINS = List.of("journal", "snapshots", "cassandra-journal");
    private final Path folder;
    private final Mistakes mistakes;
    private final List<SocketClaim> claims = new ArrayList<>();

    private final boolean probe;

    private ConfigReader(Path folder, Mistakes mistakes, boolean probe) {
        this.folder = folder;
        this.mistakes = mistakes;
        this.probe = probe;
    }

    /**
     * @param folder where relative paths of certificates begin
     * @param mistakes what was found wrong before
     * @param defaults what the keys are where the file says nothing
     * @param probe whether to ask the machine for the sockets and the data directory
     * @param system gives what the actor system shall start with; asked when all is right
     */
    static ConfigResult read(String file, Path folder, Mistakes mistakes, Config whole, Config defaults,
            Function<Cluster, Config> system, boolean probe) {
        ConfigReader reader = new ConfigReader(folder, mistakes, probe);
        Optional<TandemConfig> config = reader.tandem(new Section("", whole.root(), mistakes).section("tandem"),
                defaults, system);
        return config.<ConfigResult>map(ConfigResult.Right::new)
                .orElseGet(
                        () -> new ConfigResult.Wrong(file, mistakes.all()));
    }

    private Optional<TandemConfig> tandem(Section tandem, Config defaults,
            Function<Cluster, Config> system) {
        Path data = dataDirectory(tandem);
        Optional<Storage> storage = tandem.oneOf("storage", Choices.STORAGE);
        Section sip = tandem.section("sip");
        TlsReader tls = new TlsReader(folder, Instant.now(), mistakes);
        tls.read(tandem.section("tls"));
        Section clusterSection = tandem.section("cluster");
        ServiceAddressReader service = new ServiceAddressReader(mistakes);
        service.read(clusterSection);
        ListenerReader listeners = new ListenerReader(tls, service, claims, mistakes);
        listeners.read(sip);
        Sip edge = sip(sip, listeners.listeners());
        TandemConfig.Dns dns = DnsReader.read(tandem.section("dns"));
        boolean lab = tandem.oneOf("lab", Choices.YES_NO).orElse(false);
        PeerGroupReader groups = new PeerGroupReader(listeners.transports(),
                new MicrosoftTrunk(listeners.listeners(), lab), tls, List.copyOf(claims), mistakes);
        groups.read(tandem);
        Calls calls = calls(tandem.section("calls"));
        checkTimeouts(edge, calls, sip);
        EmergencyNumbers emergency = new EmergencyReader(mistakes).read(tandem);
        Duration callBack = tandem.duration("emergency-call-back", Duration.ofMinutes(1), Duration.ofHours(24))
                .orElse(Duration.ZERO);
        Http http = http(tandem.section("http"));
        TandemConfig.Media media = new MediaReader(folder, claims, mistakes).read(tandem.section("media"));
        Cluster cluster = new ClusterReader(folder, Instant.now(), claims, mistakes).read(clusterSection, service,
                listeners, media);
        if (!cluster.joining().seeds().isEmpty() && storage.equals(Optional.of(Storage.EMBEDDED))) {
            tandem.wrong("storage",
                    "cassandra, since tandem.cluster.seed-nodes make this node one of several: an embedded "
                            + "store is one node's own");
        }
        if (storage.equals(Optional.of(Storage.CASSANDRA)) && media.sealFile().isEmpty()
                && groups.groups().stream().anyMatch(group -> group.profile().secured())) {
            tandem.wrong("media.seal-file",
                    "a file with a key that all nodes have: keys of media (media-protocol = SRTP) are kept sealed "
                            + "in the database; openssl rand -base64 32 makes one");
        }
        TandemConfig.Trace trace = new TraceReader(folder, groups.names(), mistakes).read(tandem.section("trace"));
        CassandraSettings cassandra = new CassandraReader(folder, data, lab, mistakes)
                .read(tandem.section("cassandra"));
        Duration warmUp = tandem.duration("warm-up", Duration.ZERO, Duration.ofMinutes(1)).orElse(Duration.ZERO);
        for (String plugin : STORE_PLUGINS) {
            tandem.section(plugin).likeDefaults(defaults.getObject("tandem." + plugin));
        }
        tandem.done();
        if (probe) {
            SocketProbe.check(claims, mistakes);
        }
        if (!mistakes.all().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new TandemConfig(data, storage.orElseThrow(), edge, dns, groups.groups(), calls, emergency,
                callBack, media, http, cluster, tls.settings(), trace, cassandra, warmUp, system.apply(cluster)));
    }

    private Path dataDirectory(Section tandem) {
        String right = "the path of a directory";
        Optional<Item> item = tandem.item("data-directory", right);
        if (item.isEmpty()) {
            return Path.of("");
        }
        try {
            if (!item.get().text().isBlank()) {
                Path directory = Path.of(item.get().text());
                if (probe) {
                    SocketProbe.checkDirectory(item.get(), directory, mistakes);
                }
                return directory;
            }
        } catch (InvalidPathException notAPath) {
            // told below, as an empty one is
        }
        mistakes.add(item.get(), right);
        return Path.of("");
    }

    private static Sip sip(Section sip, List<TandemConfig.Listener> listeners) {
        int loops = loops(sip);
        Section timers = sip.section("timers");
        Timers times = new Timers(
                timers.duration("t1", Duration.ofMillis(10), Duration.ofSeconds(10)).orElse(Duration.ZERO),
                timers.duration("t2", Duration.ofMillis(10), Duration.ofMinutes(1)).orElse(Duration.ZERO),
                timers.duration("t4", Duration.ofMillis(10), Duration.ofMinutes(1)).orElse(Duration.ZERO));
        timers.done();
        Limits limits = LimitsReader.read(sip.section("limits"));
        Duration keepAlive = sip.duration("keep-alive", Duration.ofSeconds(1), Duration.ofHours(1))
                .orElse(Duration.ZERO);
        int tlsHandshakes = sip.integer("tls-handshakes", 1, MANY).orElse(0);
        OverloadSettings overload = LimitsReader.overload(sip.section("overload"));
        Naming naming = NamingReader.read(sip);
        sip.done();
        return new Sip(listeners, loops, times, keepAlive, tlsHandshakes, limits, overload, naming);
    }

    /** Else a request too long for UDP, to a peer that swallows TCP, has no time left to go by UDP (RFC 3261 §18.1.1). */
    private static void checkTimeouts(Sip edge, Calls calls, Section sip) {
        Duration connect = edge.limits().streams().connectTimeout();
        Duration response = calls.firstResponseTimeout();
        if (response.isPositive() && connect.compareTo(response) >= 0) {
            sip.section("limits").wrong("connect-timeout", "a duration below tandem.calls.first-response-timeout");
        }
    }

    private static Calls calls(Section calls) {
        Calls read = new Calls(
                calls.duration("no-answer-timeout", Duration.ofSeconds(1), Duration.ofHours(1)).orElse(Duration.ZERO),
                calls.duration("first-response-timeout", Duration.ofMillis(500), Duration.ofSeconds(32))
                        .orElse(
                                Duration.ZERO),
                calls.integer("max-attempts", 1, 20).orElse(0),
                calls.duration("progress-after", Duration.ZERO, Duration.ofMinutes(1)).orElse(Duration.ZERO),
                calls.integer("max-calls", 1, MANY).orElse(0),
                calls.oneOf("log-each", Choices.YES_NO).orElse(true));
        calls.done();
        return read;
    }

    private Http http(Section http) {
        Http read = new Http(socket(http, "provisioning"), socket(http, "ops"));
        http.done();
        return read;
    }

    private InetSocketAddress socket(Section section, String key) {
        Optional<Item> item = section.item(key, IpLiteral.SOCKET);
        Optional<InetSocketAddress> socket = item.flatMap(found -> IpLiteral.socket(found.text()));
        if (item.isPresent() && socket.isEmpty()) {
            mistakes.add(item.get(), IpLiteral.SOCKET);
        }
        socket.ifPresent(bind -> claims.add(
                new SocketClaim(item.get().path(), Mistakes.place(item.get().origin()), false, bind)));
        return socket.orElse(null);
    }

    /** Threads for a kind of sockets; 0 in the file: half the processors. */
    static int loops(Section section) {
        int loops = section.integer("loops", 0, 64).orElse(1);
        return loops > 0 ? loops : Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }
}
