package io.tandem.cluster.journal.cassandra;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * What the configuration says about Cassandra; the keys are those of {@code tandem.cassandra}.
 *
 * @param spool directory of what waits for the database
 * @param lab whether the node makes keyspace and tables itself
 */
public record CassandraSettings(Access access, Limits limits, Path spool, boolean lab) {

    /**
     * Where the database is and how it is spoken to.
     *
     * @param localDatacenter the database's name for the data centre that this node belongs to
     * @param consistency of reads and writes, as the database spells it
     */
    public record Access(List<InetSocketAddress> contactPoints, String localDatacenter, String keyspace,
            String consistency, Optional<Credentials> credentials, Optional<Tls> tls) {}

    /** Who we are to the database. */
    public record Credentials(String user, String password) {
        @Override
        public String toString() {
            return user + ":***";
        }
    }

    /** @param verifyHost whether the server's certificate must name the host that we connect to */
    public record Tls(SSLContext context, boolean verifyHost) {}

    /** What becomes of an answer that cannot be made durable in time. */
    public enum WhenAway {
        REFUSE, CARRY_ON
    }

    /**
     * How long the database may take.
     *
     * @param connect at the start of the node
     * @param answer to make an answer durable
     * @param spoolAfter to take another event of a call, which then waits on this node's disk
     * @param recovery to read a call
     * @param checkpoint from one roster's beginning to the next
     * @param spoolOctets how much may wait
     */
    public record Limits(Duration connect, Duration answer, Duration spoolAfter, Duration recovery,
            Duration checkpoint, WhenAway whenAway, long spoolOctets) {}
}
