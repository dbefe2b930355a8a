package io.tandem.cluster.journal.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The files of {@code ops/cassandra} as they are applied. */
class MigrationsTest {
    private static final Map<String, Integer> REPLICAS = new TreeMap<>(Map.of("dc1", 3, "dc2", 2));
    private static final int THIRTY_DAYS_IN_SECONDS = 30 * 24 * 3600;

    @Test
    void eachStepHasItsNumberAndWholeStatements() {
        int version = 0;
        for (Migrations.Step step : Migrations.steps("ours", REPLICAS)) {
            assertThat(step.version()).isEqualTo(++version);
            assertThat(step.name()).startsWith("%03d-".formatted(version));
            assertThat(step.statements()).isNotEmpty()
                    .allMatch(statement -> statement.startsWith("CREATE ") || statement.startsWith("ALTER "))
                    .noneMatch(statement -> statement.contains("${") || statement.contains("--"));
        }
        assertThat(version).isEqualTo(Migrations.needed());
    }

    @Test
    void theKeyspaceHasTheCopiesThatWereAskedFor() {
        assertThat(CassandraMigration.script("ours", REPLICAS)).contains(
                "CREATE KEYSPACE IF NOT EXISTS ours WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 3, 'dc2': 2}")
                .contains("INSERT INTO ours.schema_migrations (version, name, applied_at) VALUES (3, '003-calls.cql'");
    }

    @Test
    void callEventsAreKeptForThirtyDaysAtMost() {
        String table = Migrations.steps("ours", REPLICAS)
                .stream()
                .flatMap(step -> step.statements().stream())
                .filter(statement -> statement.contains("ours.call_events"))
                .findFirst()
                .orElseThrow();
        var seconds = Pattern.compile("default_time_to_live = (\\d+)").matcher(table);
        assertThat(seconds.find()).isTrue();
        assertThat(Integer.parseInt(seconds.group(1))).isBetween(1, THIRTY_DAYS_IN_SECONDS);
    }
}
