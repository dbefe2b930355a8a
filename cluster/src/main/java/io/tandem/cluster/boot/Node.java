package io.tandem.cluster.boot;

import io.tandem.call.actor.JournalSeal;
import io.tandem.cluster.address.actor.Leases;
import io.tandem.cluster.boot.config.ServiceAddress;
import io.tandem.cluster.boot.config.TandemConfig;
import io.tandem.cluster.edge.EdgeLoops;
import io.tandem.cluster.journal.CallJournal;
import io.tandem.cluster.member.DeadNodeWatch;
import io.tandem.cluster.member.NodeLease;
import io.tandem.ops.health.Health;
import io.tandem.ops.metrics.MetricsSettings;
import io.tandem.ops.metrics.TandemMetrics;
import io.tandem.ops.query.ActiveCalls;
import io.tandem.tenant.actor.Tenants;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.NOPLogger;
import scala.concurrent.ExecutionContext;

/** A node of the gateway, running: everything is put together here, by constructor and in the open. */
public final class Node {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);
    /** Longer than an orderly stop takes when each of its phases waits for its limit. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(120);
    /**
     * How long the calls of a node that stops may take to move to others, once those that were being set up are: in all
     * less than the phase of the stop.
     */
    private static final Duration HAND_OVER_LIMIT = Duration.ofSeconds(10);
    /** And how long it takes to close what is left: hooks have their own limit. */
    private static final Duration GIVE_UP_LIMIT = Duration.ofSeconds(8);
    private static final int LISTED_CALLS = 100_000;
    private static final String ANY_NUMBER = "+10000000000";

    private final ActorSystem<Void> system;
    private final DataDirectory data;
    private final EdgeLoops loops;
    private final Logger log;

    private Node(ActorSystem<Void> system, DataDirectory data, EdgeLoops loops, Logger log) {
        this.log = log;
        this.system = system;
        this.data = data;
        this.loops = loops;
    }

    /** Starts a node and returns when it is ready for calls. What was started is stopped again when that fails. */
    public static Node start(TandemConfig config) throws StartFailure {
        return start(config, LOG);
    }

    /** A node of this process's own, which no operator has to know of. */
    static Node startUnannounced(TandemConfig config) throws StartFailure {
        return start(config, NOPLogger.NOP_LOGGER);
    }

    private static Node start(TandemConfig config, Logger log) throws StartFailure {
        DataDirectory data = DataDirectory.open(config.dataDirectory());
        EdgeLoops loops = EdgeLoops.start(config.sip().loops(), EdgeLoops.Polling.best());
        Node node;
        try {
            node = new Node(system(config, loops), data, loops, log);
        } catch (RuntimeException refused) {
            loops.close();
            data.close();
            throw new StartFailure("the node could not start", refused);
        }
        try {
            node.assemble(config);
        } catch (StartFailure failure) {
            node.stop();
            throw failure;
        } catch (RuntimeException failure) {
            node.stop();
            throw new StartFailure("the node could not start", failure);
        }
        log.info("node is up, data in {}", data.path().toAbsolutePath());
        return node;
    }

    private static ActorSystem<Void> system(TandemConfig config, EdgeLoops loops) {
        return ActorSystem.create(Behaviors.empty(), "tandem",
                BootstrapSetup.create(config.system())
                        .withDefaultExecutionContext(
                                ExecutionContext.fromExecutor(loops.executor())));
    }

    private void assemble(TandemConfig config) throws StartFailure {
        TandemMetrics metrics = new TandemMetrics(new MetricsSettings(Map.of("node", config.cluster().host()),
                config.peerGroups(),
                config.sip().listeners().stream().map(TandemConfig.Listener::name).distinct().toList(),
                MetricsSettings.SHORT_CALL, Clock.systemUTC()));
        ActiveCalls active = new ActiveCalls(LISTED_CALLS);
        active.bindTo(metrics);
        TracePlane traces = TracePlane.start(config.trace(), metrics);
        CoordinatedShutdown.get(system)
                .addTask(CoordinatedShutdown.PhaseActorSystemTerminate(), "close-trace",
                        () -> blocking(traces::close));
        JournalSeal.get(system).use(SealKeys.open(config));
        CallJournal journal = JournalPlane.open(config, system);
        Readiness readiness = new Readiness(system);
        NodeLease lease = DeadNodeWatch.start(system);
        BooleanSupplier mayAct = config.cluster().alone() ? () -> true : lease::held;
        if (!config.cluster().alone() && config.warmUp().isPositive()) { // before it may be given calls of others
            warmUp(config);
        }
        AddressPlane addresses = new AddressPlane(config.cluster(), new Leases(mayAct, lease.others()::held),
                lease::left,
                metrics);
        addresses.releaseLeftovers();
        readiness.awaitMember(config.cluster().joining()); // what is sharded asks for its coordinator at once
        Tenants tenants = Tenants.start(system);
        SipPlane sip = SipPlane.start(system, config, loops, tenants, journal, metrics,
                traces.beside(new Listeners(metrics.calls(), active)), traces.tap(), addresses.homes(system),
                mayAct);
        Health health = readiness.health();
        NodeDrain drain = NodeDrain.start(config.cluster(), addresses, sip, metrics, health);
        Unanswered unanswered = new Unanswered(sip.calls(), active);
        HttpPlane http = HttpPlane.start(system, config.http(), tenants, sip.calls(), sip::trunks, health, metrics,
                active, traces.packets(), new OperatorDesk(system, sip.calls(), config.cluster(), addresses, drain));
        onStop(addresses, sip, http, unanswered, config.cluster().drain().setUp().plus(HAND_OVER_LIMIT));
        tenants.directory().find(ANY_NUMBER).toCompletableFuture().join(); // its shards have a home, before calls come
        if (config.cluster().alone()) {
            openAlone(config, sip);
        } else {
            addresses.join(system, sip, unanswered);
        }
        readiness.open();
    }

    private void openAlone(TandemConfig config, SipPlane sip) throws StartFailure {
        ServiceAddress address = config.cluster().addresses().getFirst();
        sip.add(address);
        int woken = sip.wake(address.id(), sip.up(address.id())).back();
        sip.reachShards(address.id());
        if (woken > 0) {
            log.info("{} calls of the last process are taken up again", woken);
        } else if (config.warmUp().isPositive()) { // calls that are up do not wait for it
            warmUp(config);
        }
        sip.open(address.id(), true);
        log.info("listeners are open");
    }

    private void warmUp(TandemConfig config) {
        WarmUp.run(config.sip().loops(), config.secured(), config.warmUp(), data.path().resolve("warm-up"));
    }

    /** The order of a stop: no new work first, the journal (the actor system's own) last. */
    private void onStop(AddressPlane addresses, SipPlane sip, HttpPlane http, Unanswered unanswered,
            Duration handOver) {
        CoordinatedShutdown shutdown = CoordinatedShutdown.get(system);
        shutdown.addTask(CoordinatedShutdown.PhaseBeforeServiceUnbind(), "hand-over-addresses",
                () -> blocking(() -> addresses.leave(system, sip, handOver)));
        shutdown.addTask(CoordinatedShutdown.PhaseServiceUnbind(), "refuse-calls", () -> blocking(sip::refuseCalls));
        shutdown.addTask(CoordinatedShutdown.PhaseServiceRequestsDone(), "close-http", http::stop);
        shutdown.addTask(CoordinatedShutdown.PhaseServiceStop(), "end-unanswered",
                () -> blocking(() -> unanswered.end(_ -> true)));
        // After the shards have stopped: until then calls have something to say.
        shutdown.addTask(CoordinatedShutdown.PhaseBeforeActorSystemTerminate(), "close-edge-and-relay",
                () -> blocking(() -> {
                    addresses.giveAllUp(GIVE_UP_LIMIT);
                    sip.close();
                }));
    }

    private static CompletionStage<Done> blocking(Runnable work) {
        return CompletableFuture.runAsync(work).thenApply(_ -> Done.getInstance());
    }

    /**
     * Stops in order: no new work, HTTP closed, calls and their shards down, journal last. Waits until it is done.
     *
     * @return whether everything stopped in time
     */
    public boolean stop() {
        log.info("stopping");
        CompletionStage<?> stopped = CoordinatedShutdown.get(system).runAll(CoordinatedShutdown.jvmExitReason());
        try {
            stopped.toCompletableFuture().get(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            log.info("stopped");
            return true;
        } catch (ExecutionException | TimeoutException unfinished) {
            LOG.error("did not stop in order", unfinished);
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            loops.close();
            data.close();
        }
    }

    /**
     * Has that done when the process is told to end. Not by a shutdown hook of the JVM's own: Pekko has one that closes the
     * ways to the other nodes, and waits only for those that it knows of; the calls could not be handed over any more.
     *
     * @return takes it back
     */
    public Runnable atExit(Runnable work) {
        Cancellable hook = CoordinatedShutdown.get(system).addCancellableJvmShutdownHook(() -> {
            work.run();
            return Done.getInstance();
        });
        return hook::cancel;
    }

    /** Waits until the node has stopped, by {@link #stop} or by itself (downed by its cluster). */
    public void awaitStopped() {
        system.getWhenTerminated().toCompletableFuture().join();
    }
}
