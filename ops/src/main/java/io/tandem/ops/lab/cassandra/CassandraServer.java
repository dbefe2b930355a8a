package io.tandem.ops.lab.cassandra;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Cassandra server as a process of its own. Its heap is 512 MB, all of it less than 1 GB. One thread. */
public final class CassandraServer implements AutoCloseable {
    private static final String HEAP = "512m";
    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final int LOOK_MILLIS = 100;
    private static final String UNNAMED = "=ALL-UNNAMED";
    private static final List<String> EXPORTS = List.of("java.base/jdk.internal.misc", "java.base/java.lang.ref",
            "java.base/java.lang.reflect", "java.management.rmi/com.sun.jmx.remote.internal.rmi",
            "java.rmi/sun.rmi.registry", "java.rmi/sun.rmi.server", "java.sql/java.sql", "jdk.unsupported/sun.misc",
            "jdk.compiler/com.sun.tools.javac.file");
    private static final List<String> OPENS = List.of("java.base/java.lang.module", "java.base/jdk.internal.loader",
            "java.base/jdk.internal.ref", "java.base/jdk.internal.reflect", "java.base/jdk.internal.math",
            "java.base/jdk.internal.module", "java.base/jdk.internal.util.jar", "java.base/sun.nio.ch",
            "java.base/java.io", "java.base/java.lang", "java.base/java.lang.reflect", "java.base/java.util",
            "java.base/java.util.concurrent", "java.base/java.util.concurrent.atomic", "java.base/java.nio",
            "jdk.management/com.sun.management.internal", "java.rmi/sun.rmi.transport.tcp");

    private final ServerSettings settings;
    private Process process;

    private CassandraServer(ServerSettings settings) {
        this.settings = settings;
    }

    /**
     * Starts a server and returns when clients can connect.
     *
     * @throws IOException that says what is missing, or where the server's log is
     */
    public static CassandraServer start(ServerSettings settings) throws IOException {
        CassandraServer server = new CassandraServer(settings);
        ServerFiles.write(settings);
        server.start();
        return server;
    }

    /** Starts it again on the same files, after {@link #kill} or {@link #close}. */
    public void start() throws IOException {
        process = new ProcessBuilder(command()).directory(settings.directory().toFile())
                .redirectErrorStream(true)
                .redirectOutput(
                        settings.directory().resolve("server.out").toFile())
                .start();
        try {
            awaitReady();
        } catch (IOException notReady) {
            kill();
            throw notReady;
        }
    }

    private List<String> command() throws IOException {
        Path directory = settings.directory().toAbsolutePath();
        String classPath = ServerJars.classPath();
        List<String> command = new ArrayList<>();
        command.add(ServerJdk.java().toString());
        command.addAll(List.of("-Xms" + HEAP, "-Xmx" + HEAP, "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError",
                "-javaagent:" + ServerJars.jar(classPath, "jamm"), "-Djdk.attach.allowAttachSelf=true",
                "-Djava.net.preferIPv4Stack=true", "-Dcassandra.config=file:" + directory.resolve(ServerFiles.YAML),
                "-Dcassandra.storagedir=" + directory, "-Dcassandra-foreground=yes",
                "-Dcassandra.skip_wait_for_gossip_to_settle=0", "-Dcassandra.ring_delay_ms=1000",
                "-Dcassandra.superuser_setup_delay_ms=0",
                "-Dlogback.configurationFile=" + directory.resolve(ServerFiles.LOGGING)));
        EXPORTS.forEach(exported -> command.addAll(List.of("--add-exports", exported + UNNAMED)));
        OPENS.forEach(opened -> command.addAll(List.of("--add-opens", opened + UNNAMED)));
        command.addAll(List.of("-cp", classPath, "org.apache.cassandra.service.CassandraDaemon"));
        return command;
    }

    private void awaitReady() throws IOException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!isListening()) {
            if (ended(LOOK_MILLIS)) {
                throw new IOException("Cassandra ended with %d; its log is %s and server.out beside it"
                        .formatted(process.exitValue(), log()));
            }
            if (System.nanoTime() - deadline > 0) {
                throw new IOException("Cassandra takes longer than %s to start; its log is %s"
                        .formatted(START_LIMIT, log()));
            }
        }
    }

    private boolean isListening() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(settings.address(), settings.port()), LOOK_MILLIS);
            return process.isAlive();
        } catch (IOException notYet) {
            return false;
        }
    }

    private boolean ended(long millis) throws InterruptedIOException {
        try {
            return process.waitFor(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while Cassandra started");
        }
    }

    /** Where it writes what it does. */
    public Path log() {
        return settings.directory().resolve(ServerFiles.LOG);
    }

    public ServerSettings settings() {
        return settings;
    }

    public long pid() {
        return process.pid();
    }

    /** Waits until the process has ended, by itself or by a signal; its exit code. */
    public int awaitEnd() throws InterruptedException {
        return process.waitFor();
    }

    /** kill -9: it gets no chance to do anything more. */
    public void kill() throws IOException {
        process.destroyForcibly();
        ended(STOP_LIMIT.toMillis());
    }

    /** SIGSTOP: connections stay, nothing is answered. */
    public void freeze() throws IOException {
        signal("STOP");
    }

    /** SIGCONT. */
    public void thaw() throws IOException {
        signal("CONT");
    }

    private void signal(String name) throws IOException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        try {
            if (kill.waitFor() != 0) {
                throw new IOException("Cassandra could not be sent SIG" + name);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    /** Stops it in order, or else kills it. */
    @Override
    public void close() throws IOException {
        process.destroy();
        if (!ended(STOP_LIMIT.toMillis())) {
            kill();
        }
    }
}
