package io.tandem.cluster.boot.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.cluster.journal.cassandra.CassandraSettings;
import io.tandem.cluster.journal.cassandra.CassandraSettings.WhenAway;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code tandem.cassandra}. */
class CassandraConfigTest {

    private static String with(String keys) {
        return ConfigText.right() + "\ntandem.storage = cassandra\ntandem.cassandra { " + keys + " }\n";
    }

    @Test
    void theActorSystemIsToldWhichKeyspaceAndPlugins() {
        TandemConfig config = ConfigFileTest.right(with("keyspace = ours, contact-points = [\"127.0.0.1:19042\"]"));
        assertThat(config.storage()).isEqualTo(TandemConfig.Storage.CASSANDRA);
        assertThat(config.cassandra().access().contactPoints()).containsExactly(
                new InetSocketAddress("127.0.0.1", 19042));
        assertThat(config.system().getString("pekko.persistence.journal.plugin")).isEqualTo("tandem.cassandra-journal");
        assertThat(config.system().getString("pekko.persistence.cassandra.journal.keyspace")).isEqualTo("ours");
        assertThat(config.system().getBoolean("pekko.persistence.cassandra.journal.tables-autocreate")).isFalse();
        assertThat(config.system().getBoolean("pekko.persistence.cassandra.journal.keyspace-autocreate")).isFalse();
    }

    @Test
    void theEmbeddedStoreIsUntouchedByIt() {
        TandemConfig config = ConfigFileTest.right(ConfigText.right());
        assertThat(config.system().getString("pekko.persistence.journal.plugin")).isEqualTo("tandem.journal");
    }

    @Test
    void readsLimitsAndSecretsAndTellsNoSecret(@TempDir Path folder) throws IOException {
        Path user = Files.writeString(folder.resolve("user"), "tandem\n");
        Path password = Files.writeString(folder.resolve("password"), "s3cret\n");
        CassandraSettings settings = ConfigFileTest.right(with("user-file = \"" + user + "\", password-file = \""
                + password + "\", answer-limit = 700 ms, when-away = carry-on, spool-bytes = 1048576")).cassandra();
        assertThat(settings.limits().answer()).isEqualTo(Duration.ofMillis(700));
        assertThat(settings.limits().whenAway()).isEqualTo(WhenAway.CARRY_ON);
        assertThat(settings.access().credentials().orElseThrow().password()).isEqualTo("s3cret");
        assertThat(settings.toString()).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "contact-points = [] | contact-points | at least one server",
            "contact-points = [\"db1\"] | contact-points[0] | found db1; right would be a server as host:port",
            "contact-points = [\"db1:70000\"] | contact-points[0] | a server as host:port",
            "keyspace = Ours | keyspace | 1 to 48 characters from a-z, 0-9 and _, a letter first",
            "consistency = ALL | consistency | found ALL",
            "when-away = drop | when-away | right would be one of carry-on, refuse",
            "answer-limit = 1 m | answer-limit | a duration from 50 ms to 30 s",
            "user-file = \"nowhere\" | user-file | the path of a file",
            "tls.enabled = true | tls.trust | the path of a file",
            "tls { enabled = true, trust = \"nowhere.pem\" } | tls.trust | PEM files that can be used",
            "replication = 3 | replication | a key that Tandem does not know"})
    void saysWhatIsWrong(String keys, String key, String words) {
        assertThat(ConfigFileTest.mistakes(with(keys))).anySatisfy(
                mistake -> assertThat(mistake).contains("tandem.cassandra." + key, words));
    }
}
