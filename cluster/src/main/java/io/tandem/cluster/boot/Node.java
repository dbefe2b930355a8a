package io.tandem.cluster.boot;

import io.tandem.cluster.boot.config.TandemConfig;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A node of the gateway, running. */
public final class Node {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);
    /** Longer than an orderly stop takes when each of its phases waits for its limit. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);
    private final ActorSystem<Void> system;
    private final DataDirectory data;

    private Node(ActorSystem<Void> system, DataDirectory data) {
        this.system = system;
        this.data = data;
    }

    /** Starts a node and returns when it is ready for calls. What was started is stopped again when that fails. */
    public static Node start(TandemConfig config) throws StartFailure {
        DataDirectory data = DataDirectory.open(config.dataDirectory());
        try {
            Node node = new Node(ActorSystem.create(Behaviors.empty(), "tandem", config.system()), data);
            LOG.info("node is up, data in {}", data.path().toAbsolutePath());
            return node;
        } catch (RuntimeException refused) {
            data.close();
            throw new StartFailure("the node could not start", refused);
        }
    }

    /**
     * Stops in order: no new work, HTTP closed, calls and their shards down, journal last. Waits until it is done.
     *
     * @return whether everything stopped in time
     */
    public boolean stop() {
        LOG.info("stopping");
        CompletionStage<?> stopped = CoordinatedShutdown.get(system).runAll(CoordinatedShutdown.jvmExitReason());
        try {
            stopped.toCompletableFuture().get(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            LOG.info("stopped");
            return true;
        } catch (ExecutionException | TimeoutException unfinished) {
            LOG.error("did not stop in order", unfinished);
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            data.close();
        }
    }

    /** Waits until the node has stopped, by {@link #stop} or by itself (downed by its cluster). */
    public void awaitStopped() {
        system.getWhenTerminated().toCompletableFuture().join();
    }
}
