package io.tandem.cluster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.cluster.NodePlan;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code tandem cassandra migrate} as far as it needs no database. */
class CassandraCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private int migrate(String extra, String... arguments) throws IOException {
        Path file = Files.writeString(folder.resolve("tandem.conf"), NodePlan.onFreePorts(1).with(extra).hocon());
        CommandLine line = TandemCommand.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        String[] all = new String[arguments.length + 4];
        System.arraycopy(new String[]{"cassandra", "migrate", "--config", file.toString()}, 0, all, 0, 4);
        System.arraycopy(arguments, 0, all, 4, arguments.length);
        return line.execute(all);
    }

    @Test
    void printsTheStatementsForThoseWhoApplyThemThemselves() throws IOException {
        assertThat(migrate("tandem { storage = cassandra, cassandra.keyspace = ours }", "--print", "--replicas",
                "dc1:3,dc2:2")).as(err.toString()).isZero();
        assertThat(out.toString()).contains("CREATE KEYSPACE IF NOT EXISTS ours WITH replication = "
                + "{'class': 'NetworkTopologyStrategy', 'dc1': 3, 'dc2': 2};")
                .contains("CREATE TABLE IF NOT EXISTS ours.call_events");
    }

    @Test
    void keepsThreeCopiesUnlessToldOtherwiseAndOneInALab() throws IOException {
        assertThat(migrate("tandem.storage = cassandra", "--print")).isZero();
        assertThat(out.toString()).contains("'datacenter1': 3");
        assertThat(migrate("tandem { storage = cassandra, lab = true }", "--print")).isZero();
        assertThat(out.toString()).contains("'datacenter1': 1");
    }

    @Test
    void saysWhatIsWrong() throws IOException {
        assertThat(migrate("")).isEqualTo(2);
        assertThat(err.toString()).contains("tandem.storage: found embedded; right would be cassandra");
        assertThat(migrate("tandem.storage = cassandra", "--print", "--replicas", "three")).isEqualTo(2);
        assertThat(err.toString()).contains("--replicas: found three; right would be");
    }
}
