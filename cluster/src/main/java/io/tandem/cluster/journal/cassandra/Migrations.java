package io.tandem.cluster.journal.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import com.datastax.oss.driver.api.core.servererrors.UnauthorizedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The files of {@code ops/cassandra}: what a keyspace of ours has to hold, in numbered steps, each applied once and noted
 * in the keyspace itself. A step is additive, so that builds before it go on beside it.
 */
final class Migrations {
    private static final List<String> FILES = List.of("001-keyspace.cql", "002-accounts.cql", "003-calls.cql");
    private static final Duration SCHEMA_LIMIT = Duration.ofSeconds(60);

    private Migrations() {}

    /** A file, with its statements. */
    record Step(int version, String name, List<String> statements) {}

    /** The version that this build needs. */
    static int needed() {
        return FILES.size();
    }

    /**
     * All steps, in order.
     *
     * @param replicas copies of each row by data centre
     */
    static List<Step> steps(String keyspace, Map<String, Integer> replicas) {
        List<Step> steps = new ArrayList<>();
        for (String file : FILES) {
            String text = text(file).replace("${keyspace}", keyspace).replace("${replication}", replication(replicas));
            steps.add(new Step(steps.size() + 1, file, statements(text)));
        }
        return steps;
    }

    private static String replication(Map<String, Integer> replicas) {
        return new TreeMap<>(replicas).entrySet()
                .stream()
                .map(each -> ", '" + each.getKey() + "': " + each.getValue())
                .collect(Collectors.joining("", "{'class': 'NetworkTopologyStrategy'", "}"));
    }

    private static List<String> statements(String text) {
        String bare = text.lines().filter(line -> !line.startsWith("--")).collect(Collectors.joining("\n"));
        List<String> statements = new ArrayList<>();
        for (String statement : bare.split(";\\s*(\n|$)")) {
            if (!statement.isBlank()) {
                statements.add(statement.strip());
            }
        }
        return statements;
    }

    private static String text(String file) {
        try (InputStream in = Migrations.class.getResourceAsStream("/cassandra/" + file)) {
            if (in == null) {
                throw new IllegalStateException("this build lacks cassandra/" + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Applies what the keyspace has not had; the names of those steps. */
    static List<String> apply(CqlSession session, String keyspace, Map<String, Integer> replicas) {
        int had = version(session, keyspace);
        return had >= needed() ? List.of() : apply(session, keyspace, replicas, had);
    }

    private static List<String> apply(CqlSession session, String keyspace, Map<String, Integer> replicas, int had) {
        List<String> applied = new ArrayList<>();
        session.setSchemaMetadataEnabled(false); // else the driver reads the whole schema again after each statement
        for (Step step : steps(keyspace, replicas)) {
            if (step.version() > had) {
                for (String statement : step.statements()) {
                    session.execute(SimpleStatement.newInstance(statement).setTimeout(SCHEMA_LIMIT));
                }
                session.execute(SimpleStatement.newInstance("INSERT INTO " + keyspace
                        + ".schema_migrations (version, name, applied_at) VALUES (?, ?, ?)", step.version(),
                        step.name(), Instant.now()));
                applied.add(step.name());
            }
        }
        session.setSchemaMetadataEnabled(null);
        return applied;
    }

    /** The last step that the keyspace has had; 0 when there is none, or no keyspace. */
    static int version(CqlSession session, String keyspace) {
        int version = 0;
        try {
            for (Row row : session.execute("SELECT version FROM " + keyspace + ".schema_migrations")) {
                version = Math.max(version, row.getInt(0));
            }
        } catch (InvalidQueryException | UnauthorizedException notThere) {
            return 0;
        }
        return version;
    }

    /** @throws DatabaseException when the keyspace lacks a step that this build needs */
    static void check(CqlSession session, String keyspace) {
        int version = version(session, keyspace);
        if (version < needed()) {
            throw new DatabaseException(DatabaseException.Reason.NOT_MIGRATED,
                    "keyspace %s is at version %d of its tables, or cannot be read by us; this build needs %d: run tandem cassandra migrate"
                            .formatted(keyspace, version, needed()),
                    null);
        }
    }
}
