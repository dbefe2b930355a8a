package io.tandem.cluster.journal.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.ssl.ProgrammaticSslEngineFactory;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.tandem.cluster.journal.cassandra.CassandraSettings.Access;
import java.time.Duration;
import org.apache.pekko.stream.connectors.cassandra.DriverConfigLoaderFromConfig;

/** Opens sessions. */
final class Sessions {
    private static final long BETWEEN_ATTEMPTS_MILLIS = 500;

    private Sessions() {}

    /**
     * Opens one, trying for so long. Waits.
     *
     * @param system with the driver's settings in it
     * @throws DatabaseException when no server answers in that time
     */
    static CqlSession open(Config system, Access access, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            try {
                return builder(system, access).build();
            } catch (RuntimeException failure) {
                if (System.nanoTime() - deadline > 0) {
                    throw new DatabaseException(DatabaseException.Reason.UNREACHABLE,
                            "no Cassandra of data centre %s answers at %s within %d s: %s".formatted(
                                    access.localDatacenter(), access.contactPoints(), limit.toSeconds(),
                                    Reach.words(failure)),
                            failure);
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN_ATTEMPTS_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new DatabaseException(DatabaseException.Reason.UNREACHABLE, "interrupted", interrupted);
        }
    }

    private static CqlSessionBuilder builder(Config system, Access access) {
        Config driver = ConfigFactory.parseString("""
                basic.request.consistency = %1$s
                profiles.pekko-persistence-cassandra-profile.basic.request.consistency = %1$s
                profiles.pekko-persistence-cassandra-snapshot-profile.basic.request.consistency = %1$s
                advanced.metadata.schema.refreshed-keyspaces = ["%2$s"]
                """.formatted(access.consistency(), access.keyspace()))
                .withFallback(system.getConfig("datastax-java-driver"));
        CqlSessionBuilder builder = CqlSession.builder()
                .withConfigLoader(DriverConfigLoaderFromConfig.fromConfig(driver))
                .withLocalDatacenter(access.localDatacenter())
                .addContactPoints(access.contactPoints());
        access.credentials().ifPresent(ours -> builder.withAuthCredentials(ours.user(), ours.password()));
        access.tls()
                .ifPresent(tls -> builder.withSslEngineFactory(
                        new ProgrammaticSslEngineFactory(tls.context(), null, tls.verifyHost())));
        return builder;
    }
}
