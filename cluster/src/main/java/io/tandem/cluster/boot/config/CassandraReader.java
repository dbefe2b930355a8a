package io.tandem.cluster.boot.config;

import io.tandem.cluster.edge.tls.JdkClientTls;
import io.tandem.cluster.edge.tls.UnusableFile;
import io.tandem.cluster.journal.cassandra.CassandraSettings;
import io.tandem.cluster.journal.cassandra.CassandraSettings.Access;
import io.tandem.cluster.journal.cassandra.CassandraSettings.Credentials;
import io.tandem.cluster.journal.cassandra.CassandraSettings.Limits;
import io.tandem.cluster.journal.cassandra.CassandraSettings.Tls;
import io.tandem.cluster.journal.cassandra.CassandraSettings.WhenAway;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code tandem.cassandra}. */
final class CassandraReader {
    private static final String POINT_RIGHT = "a server as host:port, such as \"192.0.2.20:9042\"";
    private static final Pattern POINT = Pattern.compile("([A-Za-z0-9._-]{1,253}|\\[[0-9a-fA-F:.]+\\]):([0-9]{1,5})");
    private static final String KEYSPACE_RIGHT = "1 to 48 characters from a-z, 0-9 and _, a letter first";
    private static final Pattern KEYSPACE = Pattern.compile("[a-z][a-z0-9_]{0,47}");
    private static final String DATACENTER_RIGHT = "the name of a data centre, as nodetool status shows it";
    private static final Pattern DATACENTER = Pattern.compile("[A-Za-z0-9_.-]{1,48}");
    private static final String FILE_RIGHT = "the path of a file, from the folder of this file on";
    private static final int SECRET_BYTES = 1024;
    private static final int LEAST_SPOOL_BYTES = 1 << 20;

    private final Path folder;
    private final Path data;
    private final boolean lab;
    private final Mistakes mistakes;

    /**
     * @param folder where relative paths begin
     * @param data the node's data directory
     * @param lab whether the node may make keyspace and tables
     */
    CassandraReader(Path folder, Path data, boolean lab, Mistakes mistakes) {
        this.folder = folder;
        this.data = data;
        this.lab = lab;
        this.mistakes = mistakes;
    }

    CassandraSettings read(Section section) {
        Access access = new Access(contactPoints(section),
                text(section, "local-datacenter", DATACENTER, DATACENTER_RIGHT),
                text(section, "keyspace", KEYSPACE, KEYSPACE_RIGHT),
                section.oneOf("consistency", Choices.CONSISTENCY).orElse(""), credentials(section),
                tls(section.section("tls")));
        Limits limits = limits(section);
        section.done();
        return new CassandraSettings(access, limits, data.resolve("spool"), lab);
    }

    private static Limits limits(Section section) {
        Duration least = Duration.ofMillis(50);
        return new Limits(
                section.duration("connect-limit", Duration.ofSeconds(1), Duration.ofHours(1)).orElse(Duration.ZERO),
                section.duration("answer-limit", least, Duration.ofSeconds(30)).orElse(Duration.ZERO),
                section.duration("spool-after", least, Duration.ofSeconds(30)).orElse(Duration.ZERO),
                section.duration("recovery-limit", least, Duration.ofMinutes(1)).orElse(Duration.ZERO),
                section.duration("checkpoint-interval", Duration.ofSeconds(1), Duration.ofHours(1))
                        .orElse(Duration.ZERO),
                section.oneOf("when-away", Choices.WHEN_AWAY).orElse(WhenAway.REFUSE),
                section.integer("spool-bytes", LEAST_SPOOL_BYTES, Integer.MAX_VALUE).orElse(0));
    }

    private List<InetSocketAddress> contactPoints(Section section) {
        List<InetSocketAddress> points = new ArrayList<>();
        List<Item> items = section.items("contact-points", "a list, each " + POINT_RIGHT);
        if (items.isEmpty()) {
            section.wrong("contact-points", "at least one server");
        }
        for (Item item : items) {
            var point = POINT.matcher(item.text());
            int port = point.matches() ? Integer.parseInt(point.group(2)) : 0;
            if (port < 1 || port > 65_535) {
                mistakes.add(item, POINT_RIGHT);
            } else {
                points.add(new InetSocketAddress(point.group(1).replaceAll("[\\[\\]]", ""), port));
            }
        }
        return List.copyOf(points);
    }

    private String text(Section section, String key, Pattern good, String right) {
        Optional<Item> item = section.item(key, right);
        if (item.isPresent() && !good.matcher(item.get().text()).matches()) {
            mistakes.add(item.get(), right);
        }
        return item.map(Item::text).orElse("");
    }

    private Optional<Credentials> credentials(Section section) {
        String user = section.item("user-file", FILE_RIGHT).map(this::secret).orElse("");
        String password = section.item("password-file", FILE_RIGHT).map(this::secret).orElse("");
        if (user.isEmpty() != password.isEmpty()) {
            section.wrong(user.isEmpty() ? "user-file" : "password-file", "both files, or neither");
        }
        return user.isEmpty() ? Optional.empty() : Optional.of(new Credentials(user, password));
    }

    /** The file's first line; "" for no file. What is in it is never told. */
    private String secret(Item item) {
        if (item.text().isEmpty()) {
            return "";
        }
        try {
            Path file = folder.resolve(item.text());
            if (Files.size(file) <= SECRET_BYTES) {
                String line = Files.readString(file, StandardCharsets.UTF_8).lines().findFirst().orElse("");
                if (!line.isEmpty()) {
                    return line;
                }
            }
        } catch (IOException | InvalidPathException unreadable) {
            // told below, as an empty one is
        }
        mistakes.add(item, FILE_RIGHT + ", with one line in it");
        return "";
    }

    private Optional<Tls> tls(Section section) {
        boolean enabled = section.oneOf("enabled", Choices.YES_NO).orElse(false);
        Optional<Item> trust = section.item("trust", FILE_RIGHT);
        Optional<Path> certificate = section.item("certificate", FILE_RIGHT).flatMap(this::file);
        Optional<Path> key = section.item("key", FILE_RIGHT).flatMap(this::file);
        boolean verifyHost = section.oneOf("verify-host", Choices.YES_NO).orElse(true);
        section.done();
        Optional<Path> roots = trust.flatMap(this::file);
        if (certificate.isPresent() != key.isPresent()) {
            section.wrong(key.isPresent() ? "certificate" : "key", "both files, or neither");
        } else if (enabled && roots.isEmpty()) {
            section.wrong("trust", FILE_RIGHT);
        } else if (enabled) {
            try {
                return Optional
                        .of(new Tls(JdkClientTls.context(roots.get(), certificate, key, Instant.now()), verifyHost));
            } catch (UnusableFile unusable) {
                mistakes.add(trust.get(), "PEM files that can be used (" + unusable.getMessage() + ")");
            }
        }
        return Optional.empty();
    }

    private Optional<Path> file(Item item) {
        try {
            return item.text().isEmpty() ? Optional.empty() : Optional.of(folder.resolve(item.text()));
        } catch (InvalidPathException notAPath) {
            mistakes.add(item, FILE_RIGHT);
            return Optional.empty();
        }
    }
}
