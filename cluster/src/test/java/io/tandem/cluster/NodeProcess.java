package io.tandem.cluster;

import static org.awaitility.Awaitility.await;

import io.tandem.cluster.cli.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A node in a process of its own, as {@code tandem run} starts it, on the class path of the test: to be killed and
 * started again. Its configuration, data and log are files of one folder.
 */
public final class NodeProcess implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final int BEHIND_THE_OTHERS = 10;
    private final HttpClient http = HttpClient.newHttpClient();
    private final NodePlan plan;
    private final Path folder;
    private final String host;
    private final List<String> before;
    private Process process;
    /** Where the log of this start begins. */
    private long begun;

    private NodeProcess(NodePlan plan, Path folder) {
        this(plan, folder, NodeHosts.LOOPBACK, 0);
    }

    private NodeProcess(NodePlan plan, Path folder, NodeHosts hosts, int node) {
        this.plan = plan;
        this.folder = folder;
        this.host = hosts.node(node);
        this.before = hosts.command(node);
    }

    /**
     * Starts a node with room for that many calls on ports that are free. Between our look and its start another program
     * of the machine may take one of them: then it starts on others, twice at most.
     */
    public static NodeProcess startOnFreePorts(int calls, String extra, Path folder) throws IOException {
        return startOnFreePorts(calls, extra, folder, plan -> plan);
    }

    /** The same with a plan that is changed before it is used. */
    public static NodeProcess startOnFreePorts(int calls, String extra, Path folder, UnaryOperator<NodePlan> change)
            throws IOException {
        for (int again = 2;; again--) {
            NodeProcess node = new NodeProcess(change.apply(NodePlan.onFreePorts(calls).with(extra)), folder);
            Files.writeString(folder.resolve("tandem.conf"), node.plan.hocon());
            try {
                node.start();
                return node;
            } catch (AssertionError failure) {
                boolean taken = node.log().contains("free port") || node.log().contains("already in use");
                Files.delete(folder.resolve("node.log"));
                if (again == 0 || !taken) {
                    throw failure;
                }
            }
        }
    }

    /** Starts a node and waits until it says that it is ready. */
    public static NodeProcess start(NodePlan plan, Path folder) throws IOException {
        return start(plan, folder, NodeHosts.LOOPBACK, 0);
    }

    /** The same where that one of the hosts is. */
    public static NodeProcess start(NodePlan plan, Path folder, NodeHosts hosts, int index) throws IOException {
        NodeProcess node = new NodeProcess(plan, folder, hosts, index);
        Files.writeString(folder.resolve("tandem.conf"), plan.hocon());
        node.start();
        return node;
    }

    /** Starts the node again on the same data, after {@link #kill} or {@link #stop}. */
    public void start() throws IOException {
        start(0);
    }

    /**
     * The same on a machine that nodes share with each other and the database: while the node starts and warms itself up, which costs
     * no other machine anything where each has its own, it yields to all of them.
     */
    public void startBehindTheOthers() throws IOException {
        start(BEHIND_THE_OTHERS);
    }

    private void start(int niceness) throws IOException {
        List<String> command = new ArrayList<>(before);
        if (niceness > 0) {
            command.addAll(List.of("nice", "-n", Integer.toString(niceness)));
        }
        begun = Files.exists(logFile()) ? Files.size(logFile()) : 0;
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC", "-Xmx320m", "-Dlogback.configurationFile=logback.xml", "-cp",
                System.getProperty("java.class.path"), Main.class.getName(),
                "run", "--config", folder.resolve("tandem.conf").toString(), "--data",
                folder.resolve("data").toString()));
        process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()))
                .start();
        try {
            if (niceness > 0) {
                awaitWarm();
                catchUp(niceness);
            }
            awaitReady();
            catchUp(niceness); // what was begun meanwhile
        } catch (ConditionTimeoutException notReady) {
            String threads = threads();
            process.destroyForcibly();
            throw new AssertionError("the node was not ready in time:\n" + log() + threads, notReady);
        } catch (AssertionError | RuntimeException notReady) {
            process.destroyForcibly();
            throw notReady;
        }
    }

    /** What the process does now, as {@code jcmd} says it. */
    private String threads() throws IOException {
        Process dump = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(process.pid()), "Thread.print").redirectErrorStream(true).start();
        return new String(dump.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private Path logFile() {
        return folder.resolve("node.log");
    }

    private void awaitWarm() {
        await("node is warm").atMost(START_LIMIT).pollInterval(Duration.ofMillis(100)).until(() -> {
            if (!process.isAlive()) {
                throw new AssertionError("the node ended with " + process.exitValue() + ":\n" + log());
            }
            try (FileChannel log = FileChannel.open(logFile())) {
                ByteBuffer since = ByteBuffer.allocate((int) Math.min(log.size() - begun, 1 << 20));
                log.read(since, begun);
                return new String(since.array(), StandardCharsets.UTF_8).contains("warmed up by");
            }
        });
    }

    /** Threads that have a niceness of their own keep it. */
    private void catchUp(int niceness) throws IOException {
        if (niceness == 0) {
            return;
        }
        List<String> command = new ArrayList<>(List.of("renice", "-n", "0", "-p"));
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(process.pid()), "task"))) {
            threads.filter(thread -> niceness(thread) == niceness)
                    .forEach(thread -> command.add(thread.getFileName().toString()));
        }
        Process renice = new ProcessBuilder(command).redirectErrorStream(true).start();
        renice.getInputStream().readAllBytes(); // a thread that has ended meanwhile
    }

    private static int niceness(Path thread) {
        try {
            String stat = Files.readString(thread.resolve("stat"));
            return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[16]);
        } catch (IOException ended) {
            return 0;
        }
    }

    private void awaitReady() {
        await("node is ready").atMost(START_LIMIT).pollInterval(Duration.ofMillis(100)).until(() -> {
            if (!process.isAlive()) {
                throw new AssertionError("the node ended with " + process.exitValue() + ":\n" + log());
            }
            return ready();
        });
    }

    private boolean ready() {
        try {
            return get("/ops/health/ready").statusCode() == 200;
        } catch (UncheckedIOException notListeningYet) {
            return false;
        }
    }

    /** A GET on the ops port. */
    public HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(ops(path)).timeout(Duration.ofSeconds(10)).build());
    }

    /** An order without a body on the ops port. */
    public HttpResponse<String> order(String method, String path) {
        return send(HttpRequest.newBuilder(ops(path))
                .timeout(Duration.ofSeconds(10))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build());
    }

    /** An account, as the provisioning port has it. */
    public HttpResponse<String> account(String name) {
        return send(HttpRequest.newBuilder(provisioning("/accounts/" + name)).timeout(Duration.ofSeconds(10)).build());
    }

    /** A GET on the provisioning port. */
    public HttpResponse<String> getProvisioned(String path) {
        return send(HttpRequest.newBuilder(provisioning(path)).timeout(Duration.ofSeconds(10)).build());
    }

    /** A PUT of JSON on the provisioning port. */
    public HttpResponse<String> put(String path, String json) {
        return send(HttpRequest.newBuilder(provisioning(path))
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type",
                        "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(json))
                .build());
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** An address on the provisioning port. */
    public URI provisioning(String path) {
        return URI.create("http://" + host + ":" + plan.provisioningPort() + path);
    }

    /** An address on the ops port. */
    public URI ops(String path) {
        return URI.create("http://" + host + ":" + plan.opsPort() + path);
    }

    public NodePlan plan() {
        return plan;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** kill -9: the process gets no chance to do anything more. */
    public void kill() {
        process.destroyForcibly();
        await("node is dead").atMost(STOP_LIMIT).until(() -> !process.isAlive());
    }

    /** SIGSTOP: it does nothing, and its sockets stay. */
    public void freeze() throws IOException {
        signal("STOP");
    }

    /** SIGCONT. */
    public void thaw() throws IOException {
        signal("CONT");
    }

    private void signal(String name) throws IOException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start();
        try {
            if (kill.waitFor() != 0) {
                throw new IOException("no SIG" + name + " for " + process.pid());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** SIGTERM. Returns the exit code. */
    public int stop() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("the node does not stop:\n" + log());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return process.exitValue();
    }

    /** What the node has logged, over all its starts. */
    public String log() {
        try {
            return Files.readString(folder.resolve("node.log"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
        http.close();
    }
}
