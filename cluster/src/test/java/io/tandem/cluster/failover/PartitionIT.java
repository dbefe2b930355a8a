package io.tandem.cluster.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tandem.cluster.NodeHosts;
import io.tandem.cluster.TestCassandra;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The smaller copy of {@code ops/bench/failover --netns partition} (design §4); times are left to that. Only where this process may make network
 * namespaces: elsewhere it is skipped.
 */
class PartitionIT {
    private static final Duration CUT = Duration.ofSeconds(10);
    private static final long LIMIT_SECONDS = 300;
    private static final String PREFIX = "tandem-it-" + ProcessHandle.current().pid() + "-";

    @TempDir
    Path folder;

    /** Runs where the peers are. FOLDER PREFIX */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Partition cut = new Partition(Partition.Kind.PARTITION, CUT, new NodeHosts("10.77.0.", arguments[1]));
        FailoverFigures figures = new FailoverRun(cut, FailoverPlan.small(), System.out::println)
                .figures(Path.of(arguments[0]));
        System.out.println(figures.json());
        System.exit(cut.safe(figures) && figures.answered() == FailoverPlan.small().answered() ? 0 : 1);
    }

    @Test
    void aNodeThatIsCutOffLosesNoCallAndGivesItsAddressUpBeforeAnotherTakesIt() throws Exception {
        Path log = folder.resolve("log");
        Path script = Path.of("..", "ops", "lib", "namespaces.sh").toRealPath();
        assumeTrue(run(log, 30, List.of(script.toString(), "up", PREFIX, "3")) == 0,
                () -> "no network namespaces here: " + text(log));
        try {
            TestCassandra.server(); // its jars are found here, not where no network is
            Path files = Files.createDirectory(folder.resolve("nodes"));
            List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", PREFIX + "peer",
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC", "-Xmx512m",
                    "--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED",
                    "-Dtandem.failover.namespaces=" + PREFIX, "-Dtandem.test.cassandra.address=10.77.0.1", "-cp",
                    System.getProperty("java.class.path"), PartitionIT.class.getName(), files.toString(), PREFIX));
            int code = run(log, LIMIT_SECONDS, command);
            System.out.println(text(log).lines().filter(line -> line.startsWith("{")).toList());
            assertThat(code).as(() -> text(log)).isZero();
        } finally {
            run(log, 30, List.of(script.toString(), "down", PREFIX, "3"));
        }
    }

    private static int run(Path log, long seconds, List<String> command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException noSuchProgram) {
            Files.writeString(log, noSuchProgram.getMessage());
            return -1;
        }
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            return -1;
        }
        return process.exitValue();
    }

    private static String text(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }
}
