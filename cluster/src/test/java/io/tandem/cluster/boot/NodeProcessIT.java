package io.tandem.cluster.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.cluster.NodePlan;
import io.tandem.cluster.NodeProcess;
import io.tandem.cluster.cli.TandemCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** One node in a process of its own, and the command line beside it. */
class NodeProcessIT {
    @TempDir
    static Path folder;
    static NodeProcess node;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void startNode() throws IOException {
        node = NodeProcess.start(NodePlan.onFreePorts(2), folder);
    }

    @AfterAll
    static void killNode() {
        node.close();
    }

    private int tandem(String... arguments) {
        CommandLine line = TandemCommand.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }

    @Test
    void keepsWhatItAcknowledgedOverSigtermAndOverKill() throws Exception {
        assertThat(node.put("/accounts/before-stop", "{}").statusCode()).isBetween(200, 201);
        assertThat(node.stop()).as(node.log()).isZero();
        assertThat(node.log()).contains("Node - stopping").contains("Node - stopped").doesNotContain(" ERROR ");
        node.start();
        assertThat(node.account("before-stop").statusCode()).isEqualTo(200);
        assertThat(node.put("/accounts/before-kill", "{}").statusCode()).isBetween(200, 201);
        node.kill();
        node.start();
        assertThat(node.account("before-kill").statusCode()).isEqualTo(200);
    }

    @Test
    void holdsPortsThatACheckOfItsConfigurationReports() throws Exception {
        Path file = Files.writeString(folder.resolve("same.conf"), node.plan().hocon());
        assertThat(tandem("config", "check", file.toString(), "--data", folder.toString())).isEqualTo(2);
        assertThat(err.toString()).contains(file + ": 6 mistakes")
                .contains("found UDP 127.0.0.1:"
                        + node.plan().corePort() + "; right would be a free port: another program uses this one")
                .contains(
                        "tandem.http.ops");
    }

    @Test
    void tellsItsCallsToTheCommandLine() {
        String ops = node.ops("/").toString();
        assertThat(tandem("calls", "list", "--ops", ops)).as(err.toString()).isZero();
        assertThat(out.toString()).isEqualTo("No call is up.\n");
        assertThat(tandem("calls", "list", "--ops", ops, "--state", "Asleep")).isOne();
        assertThat(err.toString()).contains("state: must be one of ");
        assertThat(tandem("calls", "show", "0000000000000000000z", "--ops", ops)).isOne();
        assertThat(err.toString()).contains("no call of that id is up or in the journal");
    }

    @Test
    void isAClusterOfItsOwnWithItsOneServiceAddress() {
        assertThat(tandem("cluster", "--ops", node.ops("/").toString())).as(err.toString()).isZero();
        String self = "127.0.0.1:" + node.plan().clusterPort();
        assertThat(out.toString()).containsPattern(self + " +Up +yes +\\d+ +\\d+ +asked, leader\n")
                .containsPattern("0 +" + self + " +" + self + " +0\n");
    }

    @Test
    void hasItsDataDirectoryForItself() throws Exception {
        Path file = Files.writeString(folder.resolve("other.conf"), NodePlan.onFreePorts(2).hocon());
        Path data = folder.resolve("data");
        assertThat(tandem("run", "--config", file.toString(), "--data", data.toString())).isOne();
        assertThat(err.toString()).contains("tandem: the data directory " + data + " is in use by process "
                + node.pid()).doesNotContain("\tat ");
    }
}
