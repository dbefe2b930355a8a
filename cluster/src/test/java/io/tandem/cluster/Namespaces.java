package io.tandem.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Network namespaces for nodes, made by {@code ops/lib/namespaces.sh} and taken away again, which wants root. */
public final class Namespaces implements AutoCloseable {
    /** What the addresses of all begin with. */
    public static final String NETWORK = "10.77.0.";
    private final String prefix;
    private final int nodes;

    private Namespaces(String prefix, int nodes) {
        this.prefix = prefix;
        this.nodes = nodes;
    }

    /** Where they are not allowed the test is aborted, and says so. What only has to be installed fails it. */
    public static Namespaces up(int nodes) {
        Namespaces made = new Namespaces("tandem-" + ProcessHandle.current().pid() + "-", nodes);
        Ran ran = made.script("up");
        if (ran.exit() != 0) {
            made.close();
            if (ran.said().contains("needs root")) {
                System.out.println("NOT RUN: " + ran.said());
                abort(ran.said());
            }
            throw new AssertionError(ran.said());
        }
        return made;
    }

    /**
     * Runs a program of the tests in the namespace of those who talk to the nodes, with Cassandra at its address; it gets what
     * the namespaces' names begin with, then the folder.
     *
     * @return what it said
     * @throws AssertionError with what it said, when it does not end with 0 in that time
     */
    public String run(Class<?> program, Path folder, Duration limit) throws IOException, InterruptedException {
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder("ip", "netns", "exec", prefix + "peer",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC", "-Xmx512m",
                "--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED",
                "-Dtandem.failover.namespaces=" + prefix, "-Dtandem.test.cassandra.address=" + NETWORK + 1, "-cp",
                System.getProperty("java.class.path"), program.getName(), prefix, folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            boolean ended = process.waitFor(limit.toSeconds(), TimeUnit.SECONDS);
            String said = Files.readString(log);
            assertThat(ended).as("done in %d s%n%s", limit.toSeconds(), said).isTrue();
            assertThat(process.exitValue()).as(said).isZero();
            return said;
        } finally {
            Stream.concat(process.descendants(), Stream.of(process.toHandle())).forEach(ProcessHandle::destroyForcibly);
        }
    }

    private record Ran(int exit, String said) {}

    private Ran script(String what) {
        return ran(List.of(script().toString(), what, prefix, String.valueOf(nodes)));
    }

    private static Path script() {
        Path at = Path.of("").toAbsolutePath();
        while (at != null && !Files.exists(at.resolve("ops/lib/namespaces.sh"))) {
            at = at.getParent();
        }
        assertThat(at).as("a folder above %s that holds ops/lib", Path.of("").toAbsolutePath()).isNotNull();
        return at.resolve("ops/lib/namespaces.sh");
    }

    /** What {@code ip} says. @throws AssertionError when it refuses */
    public static String ip(String... arguments) {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        Ran ran = ran(command);
        assertThat(ran.exit()).as(() -> String.join(" ", command) + ": " + ran.said()).isZero();
        return ran.said();
    }

    private static Ran ran(List<String> command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return new Ran(process.waitFor(), said);
        } catch (IOException unrunnable) {
            throw new UncheckedIOException(unrunnable);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void close() {
        script("down");
    }
}
