package io.tandem.cluster.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.cluster.NodePlan;
import io.tandem.cluster.cli.Main;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Wrong configurations as an operator meets them: the process ends with 2, having said what is wrong, where, and what
 * would be right, and nothing else. (What is checked stands in ConfigFileTest.)
 */
class WrongConfigurationIT {
    private static final long LIMIT_SECONDS = 60;

    @TempDir
    private Path folder;
    private NodePlan plan;
    private Path file;

    /** What a process said, on both of its outputs, and ended with. */
    private record Ending(int code, String said) {}

    @BeforeEach
    void planOnFreePorts() {
        plan = NodePlan.onFreePorts(10);
        file = folder.resolve("wrong.conf");
    }

    @Test
    void anUnknownKey() throws Exception {
        assertOneReport(plan.with("tandem.media.prots = \"1-2\"").hocon(),
                "tandem.media.prots (line ",
                "found a key that Tandem does not know; right would be tandem.media.ports");
    }

    @Test
    void aPortInUse() throws Exception {
        try (DatagramSocket _ = new DatagramSocket(plan.mpsPort(), InetAddress.ofLiteral("127.0.0.1"))) {
            assertOneReport(plan.hocon(), "tandem.sip.listeners[2].port (line ",
                    "found UDP 127.0.0.1:" + plan.mpsPort() + "; right would be a free port");
        }
    }

    @Test
    void aMediaRangeOverOtherPorts() throws Exception {
        String range = plan.corePort() + "-" + (plan.corePort() + 7);
        assertOneReport(plan.with("tandem.media.ports = \"" + range + "\"").hocon(), "tandem.media.ports (line ",
                "found " + range + "; right would be a range without ");
    }

    @Test
    void aBadAddress() throws Exception {
        assertOneReport(plan.with("tandem.media.address = \"127.0.0.256\"").hocon(), "tandem.media.address (line ",
                "found 127.0.0.256; right would be an IP address");
    }

    @Test
    void aMissingPeer() throws Exception {
        String without = plan.hocon().replaceFirst("peers = \\[ \\{ name = mps-1[^]]*]", "peers = []");
        assertOneReport(without, "tandem.peer-groups[1].peers (line ", "found []; right would be at least one peer");
    }

    @Test
    void allMistakesAtOnce() throws Exception {
        Files.writeString(file, plan.with("""
                tandem.media.prots = "1-2"
                tandem.media.address = "127.0.0.256"
                tandem.storage = tape
                """).hocon());
        Ending check = tandem("config", "check", file.toString());
        assertThat(check.code()).as(check.said()).isEqualTo(2);
        assertThat(check.said().lines()).hasSize(4).first().asString().isEqualTo(file + ": 3 mistakes");
    }

    /** One heading and one line: a report that an operator reads at a glance. */
    private void assertOneReport(String hocon, String where, String what) throws IOException, InterruptedException {
        Files.writeString(file, hocon);
        Path data = folder.resolve("data");
        Ending run = tandem("run", "--config", file.toString(), "--data", data.toString());
        assertThat(run.code()).as(run.said()).isEqualTo(2);
        assertThat(run.said().lines()).hasSize(2);
        assertThat(run.said()).startsWith(file + ": 1 mistake\n").contains(where).contains(what);
        assertThat(data).as("nothing was begun").doesNotExist();
    }

    private static Ending tandem(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", "-Xmx96m", "-cp", System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
            return new Ending(process.exitValue(), said);
        } finally {
            process.destroyForcibly();
        }
    }
}
