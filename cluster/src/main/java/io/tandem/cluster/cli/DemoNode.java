package io.tandem.cluster.cli;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A node as a process of its own, of this build and with this JVM's options. For one thread, but for {@link #close}. */
final class DemoNode implements AutoCloseable {
    private static final long START_LIMIT_NANOS = TimeUnit.MINUTES.toNanos(3);
    private static final long STOP_LIMIT_SECONDS = 40;
    private static final long LOOK_MILLIS = 100;

    private final String host;
    private final Path folder;
    private final OpsClient ops;
    private final Process process;

    private DemoNode(String host, Path folder, OpsClient ops, Process process) {
        this.host = host;
        this.folder = folder;
        this.ops = ops;
        this.process = process;
    }

    /** Begins it; {@link #awaitReady} says when it is there. @param folder its configuration, data and log */
    static DemoNode begin(String host, int opsPort, Path folder, String configuration) throws IOException {
        Files.createDirectories(folder);
        Path file = Files.writeString(folder.resolve("tandem.conf"), configuration);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean()
                .getInputArguments()
                .stream()
                .filter(option -> !option.startsWith("-agentlib") && !option.startsWith("-Dlogback"))
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName(), "run", "--config",
                file.toString(), "--data", folder.resolve("data").toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(folder.resolve("node.log").toFile())
                .start();
        return new DemoNode(host, folder, new OpsClient(URI.create("http://" + host + ":" + opsPort)), process);
    }

    /** @throws IOException when it ends or takes too long, with the last of what it said */
    void awaitReady() throws IOException {
        long end = System.nanoTime() + START_LIMIT_NANOS;
        while (!isReady()) {
            if (ended(LOOK_MILLIS)) {
                throw new IOException(
                        "the node on " + host + " ended with " + process.exitValue() + ": " + lastWords());
            }
            if (System.nanoTime() - end > 0) {
                throw new IOException("the node on " + host + " does not get ready: " + lastWords());
            }
        }
    }

    private boolean isReady() {
        try {
            ops.text("/ops/health/ready");
            return true;
        } catch (OpsClient.Unanswered notYet) {
            return false;
        }
    }

    private boolean ended(long millis) throws InterruptedIOException {
        try {
            return process.waitFor(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the node on " + host + " started");
        }
    }

    private String lastWords() throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve("node.log"));
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 10), lines.size()));
    }

    String host() {
        return host;
    }

    OpsClient ops() {
        return ops;
    }

    long pid() {
        return process.pid();
    }

    /** kill -9: it gets no chance to do anything more. */
    void kill() {
        process.destroyForcibly();
    }

    /** Stops it in order, or else kills it. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                kill();
                process.waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            kill();
        }
        ops.close();
    }
}
