package io.tandem.cluster.journal.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.typesafe.config.Config;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Makes keyspace and tables, for an operator; a node in production does not. */
public final class CassandraMigration {

    private CassandraMigration() {}

    /**
     * Applies what the keyspace lacks; the names of those steps. Waits.
     *
     * @param system what the actor system of a node would start with
     * @param replicas copies of each row by data centre; of a keyspace that is there already its own stand
     * @throws DatabaseException when the database does not answer
     */
    public static List<String> apply(Config system, CassandraSettings settings, Map<String, Integer> replicas) {
        try (CqlSession session = Sessions.open(system, settings.access(), settings.limits().connect())) {
            return Migrations.apply(session, settings.access().keyspace(), replicas);
        }
    }

    /** The statements, for those who apply them by other means. */
    public static String script(String keyspace, Map<String, Integer> replicas) {
        return Migrations.steps(keyspace, replicas)
                .stream()
                .map(step -> step.statements().stream().map(each -> each + ";\n\n").collect(Collectors.joining())
                        + "INSERT INTO %s.schema_migrations (version, name, applied_at) VALUES (%d, '%s', toTimestamp(now()));\n"
                                .formatted(keyspace, step.version(), step.name()))
                .collect(Collectors.joining("\n"));
    }
}
