package io.tandem.cluster.member;

import com.typesafe.config.ConfigFactory;
import io.tandem.cluster.NodePlan;
import io.tandem.cluster.boot.config.ConfigFile;
import io.tandem.cluster.boot.config.ConfigResult;
import io.tandem.cluster.boot.config.TandemConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.ClusterEvent.MemberEvent;
import org.apache.pekko.cluster.ClusterEvent.MemberRemoved;
import org.apache.pekko.cluster.ClusterEvent.MemberUp;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Subscribe;

/**
 * A process that is a member of a cluster and nothing else, by a node's own configuration. It says what it sees, each line
 * with the time in ms: {@code up ADDRESS}, {@code removed ADDRESS}, {@code lease held}, {@code lease over}, {@code ended}.
 */
public final class BareNode implements AutoCloseable {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final NodePlan plan;
    private final Path said;
    private final Process process;

    private BareNode(NodePlan plan, Path said, Process process) {
        this.plan = plan;
        this.said = said;
        this.process = process;
    }

    static BareNode start(NodePlan plan, Path folder) throws IOException {
        return start(plan, folder, "");
    }

    /** @param system settings of the actor system that are another build's */
    static BareNode start(NodePlan plan, Path folder, String system) throws IOException {
        Files.createDirectories(folder);
        Path file = Files.writeString(folder.resolve("tandem.conf"), plan.hocon());
        Path said = folder.resolve("said");
        return new BareNode(plan, said, new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC", "-Xmx128m",
                "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED",
                "-Dlogback.configurationFile=logback.xml",
                "-cp", System.getProperty("java.class.path"), BareNode.class.getName(), file.toString(), system)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(said.toFile()))
                .start());
    }

    /** The same node as a new process. */
    BareNode again(Path folder) throws IOException {
        return start(plan, folder);
    }

    /** The process itself. */
    public static void main(String[] args) {
        Path file = Path.of(args[0]);
        ConfigResult result = ConfigFile.read(file, Optional.of(file.resolveSibling("data")));
        if (!(result instanceof ConfigResult.Right(TandemConfig config))) {
            throw new IllegalArgumentException(((ConfigResult.Wrong) result).report());
        }
        ActorSystem<MemberEvent> system = ActorSystem.create(watching(), "tandem",
                ConfigFactory.parseString(args[1]).withFallback(config.system()));
        NodeLease lease = DeadNodeWatch.start(system);
        Formation.join(system, config.cluster().joining());
        system.getWhenTerminated().thenRun(() -> {
            say("ended");
            Runtime.getRuntime().halt(0);
        });
        boolean held = false;
        while (true) {
            if (lease.held() != held) {
                held = !held;
                say(held ? "lease held" : "lease over");
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private static Behavior<MemberEvent> watching() {
        return Behaviors.setup(context -> {
            Cluster.get(context.getSystem())
                    .subscriptions()
                    .tell(Subscribe.create(context.getSelf(), MemberEvent.class));
            return Behaviors.receiveMessage(event -> {
                if (event instanceof MemberUp) {
                    say("up " + event.member().address().hostPort());
                } else if (event instanceof MemberRemoved) {
                    say("removed " + event.member().address().hostPort());
                }
                return Behaviors.same();
            });
        });
    }

    private static void say(String what) {
        System.out.println(System.currentTimeMillis() + " " + what);
    }

    /** When it said that last, in ms; empty when it has not. */
    Optional<Long> when(String what) {
        return lines().stream()
                .filter(line -> line.endsWith(" " + what))
                .map(line -> Long.parseLong(line.substring(0, line.indexOf(' '))))
                .reduce((_, later) -> later);
    }

    List<String> lines() {
        try {
            return Files.readAllLines(said);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Its address in the cluster, as the others name it. */
    String address() {
        return "tandem@127.0.0.1:" + plan.clusterPort();
    }

    void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
