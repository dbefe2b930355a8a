package io.tandem.cluster;

import io.tandem.cluster.journal.cassandra.CassandraSettings;
import io.tandem.cluster.journal.cassandra.CassandraSettings.Access;
import io.tandem.cluster.journal.cassandra.CassandraSettings.Limits;
import io.tandem.cluster.journal.cassandra.CassandraSettings.WhenAway;
import io.tandem.ops.lab.cassandra.CassandraServer;
import io.tandem.ops.lab.cassandra.ServerSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The Cassandra of this JVM of tests: a real server, started by the first test that wants it and killed when the JVM ends.
 * What it has acknowledged is on its disk. A test takes a keyspace of its own.
 */
public final class TestCassandra {
    /** Another one where nodes in network namespaces are to reach it. */
    private static final String ADDRESS = System.getProperty("tandem.test.cassandra.address", "127.0.0.1");
    private static final AtomicInteger KEYSPACES = new AtomicInteger();
    private static CassandraServer server;

    private TestCassandra() {}

    /** The server, up. */
    public static synchronized CassandraServer server() {
        if (server == null) {
            try {
                Path directory = Files.createTempDirectory("tandem-cassandra");
                Runtime.getRuntime().addShutdownHook(new Thread(() -> end(directory)));
                int ports = FreePorts.range(2);
                server = CassandraServer.start(new ServerSettings(directory, ADDRESS, ports, ports + 1, true));
            } catch (IOException failure) {
                throw new UncheckedIOException("no Cassandra, no test: " + failure.getMessage(), failure);
            }
        }
        return server;
    }

    private static synchronized void end(Path directory) {
        try {
            if (server != null) {
                server.kill();
            }
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException stays) {
            System.err.println("left behind: " + directory);
        }
    }

    /** The name of a keyspace that no other test has. */
    public static String newKeyspace() {
        return "test_" + ProcessHandle.current().pid() + "_" + KEYSPACES.incrementAndGet();
    }

    /** Settings by which a node makes that keyspace itself. */
    public static CassandraSettings settings(String keyspace, Path spool, WhenAway whenAway) {
        Access access = new Access(List.of(new InetSocketAddress(ADDRESS, server().settings().port())), "datacenter1",
                keyspace, "LOCAL_QUORUM", Optional.empty(), Optional.empty());
        return new CassandraSettings(access,
                new Limits(Duration.ofSeconds(60), Duration.ofSeconds(2), Duration.ofMillis(500),
                        Duration.ofSeconds(5), Duration.ofSeconds(60), whenAway, 1 << 24),
                spool, true);
    }

    /** The same for the configuration file of a node. */
    public static String hocon(String keyspace) {
        return """
                tandem.storage = cassandra
                tandem.lab = true
                tandem.cassandra { contact-points = ["%s:%d"], keyspace = %s }
                """.formatted(ADDRESS, server().settings().port(), keyspace);
    }
}
