package io.tandem.cluster.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Network namespaces for nodes, made by {@code ops/lib/namespaces.sh} and taken away again, which wants root. */
final class Namespaces implements AutoCloseable {
    /** What the addresses of all begin with. */
    static final String NETWORK = "10.77.0.";
    private final String prefix;
    private final int nodes;

    private Namespaces(String prefix, int nodes) {
        this.prefix = prefix;
        this.nodes = nodes;
    }

    /** Where they are not allowed the test is aborted, and says so. What only has to be installed fails it. */
    static Namespaces up(int nodes) {
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

    /** What their names begin with. */
    String prefix() {
        return prefix;
    }

    /** That command in the namespace of those who talk to the nodes. */
    List<String> beside(List<String> command) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", prefix + "peer"));
        all.addAll(command);
        return all;
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
    static String ip(String... arguments) {
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
