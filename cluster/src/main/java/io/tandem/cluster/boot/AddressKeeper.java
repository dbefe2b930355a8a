package io.tandem.cluster.boot;

import io.tandem.cluster.address.actor.AddressFailure;
import io.tandem.cluster.address.actor.AddressWork;
import io.tandem.cluster.boot.config.ServiceAddress;
import io.tandem.cluster.boot.config.TandemConfig;
import io.tandem.cluster.journal.cassandra.DatabaseException;
import io.tandem.port.CallId;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts service addresses to work on this node: the machine's address, media, calls, then listeners; and back. */
final class AddressKeeper implements AddressWork {
    private static final Logger LOG = LoggerFactory.getLogger("io.tandem.addresses");
    /** A node that is just dying, or a system that has just been given the address, may need a moment. */
    private static final Duration BIND_PATIENCE = Duration.ofSeconds(5);
    /** For the final responses to INVITEs that came in as the last ones. */
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(2);
    /** Longer than a node may take to let go of its shards. */
    private static final Duration SHARD_PATIENCE = Duration.ofSeconds(8);
    private static final long BIND_AGAIN_MILLIS = 100;
    /** The list of calls is read while their shards are on the way: neither waits for the other. */
    private static final Executor READERS = task -> Thread.ofVirtual().name("calls-up").start(task);

    private final Map<Character, ServiceAddress> known;
    private final String self;
    private final AddressHook hook;
    private final SipPlane sip;
    private final Unanswered unanswered;
    private final Duration setUpPatience;
    private final Takeovers takeovers;

    /** @param takeovers what hook counts too */
    AddressKeeper(TandemConfig.Cluster cluster, AddressHook hook, Takeovers takeovers, SipPlane sip,
            Unanswered unanswered) {
        this.known = cluster.addresses().stream().collect(Collectors.toMap(ServiceAddress::id, Function.identity()));
        this.self = cluster.host() + ":" + cluster.port();
        this.hook = hook;
        this.takeovers = takeovers;
        this.sip = sip;
        this.unanswered = unanswered;
        this.setUpPatience = cluster.drain().setUp();
    }

    @Override
    public void takeUp(char id) throws AddressFailure {
        ServiceAddress address = known.get(id);
        if (address == null) {
            throw new AddressFailure("there is no service address " + id + " in this node's configuration");
        }
        long start = System.nanoTime();
        LOG.info("taking up service address {} ({}{})", id, address.media(),
                address.home().equals(self) ? ", at home here" : ", at home on " + address.home());
        try {
            hook.acquire(address);
            awaitAddress(address);
            sip.add(address);
            bind(id);
            CompletableFuture<List<CallId>> up = CompletableFuture.supplyAsync(() -> sip.up(id), READERS);
            if (!sip.gatherShards(id, SHARD_PATIENCE)) {
                LOG.warn(
                        "service address {}: another node still has some of its shards after {} s; their calls come late",
                        id, SHARD_PATIENCE.toSeconds());
            }
            long gathered = System.nanoTime();
            SipPlane.Woken woken = sip.wake(id, read(up));
            sip.open(id, false);
            Duration time = Duration.ofNanos(System.nanoTime() - start);
            takeovers.taken(time, woken.back(), woken.up());
            LOG.info(
                    "service address {} is at work here after {} ms ({} until its shards were here): {} of {} calls go on",
                    id, time.toMillis(), Duration.ofNanos(gathered - start).toMillis(), woken.back(), woken.up());
        } catch (StartFailure refused) {
            undo(address);
            throw new AddressFailure(refused.getMessage(), refused);
        } catch (DatabaseException unreadable) {
            undo(address);
            throw new AddressFailure(unreadable.getMessage(), unreadable);
        } catch (AddressFailure | RuntimeException failure) {
            undo(address);
            throw failure;
        }
    }

    /** What was thrown at reading is thrown here. */
    private static List<CallId> read(CompletableFuture<List<CallId>> up) {
        try {
            return up.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failed;
        }
    }

    private void undo(ServiceAddress address) {
        takeovers.failed();
        sip.remove(address.id());
        hook.release(address);
    }

    /** Media of calls that are up is bound first, so the address has to be there first. */
    private static void awaitAddress(ServiceAddress address) throws AddressFailure {
        InetAddress media = InetAddress.ofLiteral(address.media());
        long end = System.nanoTime() + BIND_PATIENCE.toNanos();
        while (true) {
            try (DatagramSocket probe = new DatagramSocket(null)) {
                probe.bind(new InetSocketAddress(media, 0));
                return;
            } catch (IOException notOurs) {
                if (System.nanoTime() - end > 0) {
                    throw new AddressFailure("this machine does not have " + address.media() + ": "
                            + notOurs.getMessage() + " (tandem.cluster.hooks.acquire is to see to that)", notOurs);
                }
                pause();
            }
        }
    }

    /** Before its calls are back, which takes seconds: whoever calls meanwhile, or hangs up, is heard then without asking again. */
    private void bind(char id) throws AddressFailure {
        long end = System.nanoTime() + BIND_PATIENCE.toNanos();
        while (true) {
            try {
                sip.bind(id);
                return;
            } catch (StartFailure taken) {
                if (System.nanoTime() - end > 0) {
                    throw new AddressFailure(taken.getMessage(), taken);
                }
                pause();
            }
        }
    }

    private static void pause() throws AddressFailure {
        try {
            Thread.sleep(BIND_AGAIN_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AddressFailure("interrupted", interrupted);
        }
    }

    @Override
    public void giveUp(char id, boolean orderly) {
        ServiceAddress address = known.get(id);
        LOG.info("giving up service address {} ({}) with {} calls", id, address.media(), calls(id));
        if (orderly) {
            sip.refuseCalls(id);
            // On a node that is drained they have had that time on all addresses since it began.
            long began = sip.refusing().orElse(System.nanoTime());
            unanswered.await(call -> call.serviceAddress() == id, began + setUpPatience.toNanos());
            unanswered.end(call -> call.serviceAddress() == id);
            sip.fallSilent(id, LAST_ANSWERS, unanswered.calls()::stopping);
        }
        sip.remove(id);
        hook.release(address);
        if (!orderly) { // else their shards follow the address; taken up here again they are to begin anew
            unanswered.letGo(id);
        }
        takeovers.given();
        LOG.info("service address {} is given up: nothing of it is left here", id);
    }

    @Override
    public int calls(char id) {
        return sip.callsOn(id);
    }
}
