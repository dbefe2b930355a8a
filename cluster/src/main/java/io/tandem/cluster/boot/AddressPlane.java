package io.tandem.cluster.boot;

import io.tandem.cluster.address.BookSettings;
import io.tandem.cluster.address.AddressView;
import io.tandem.cluster.address.Place;
import io.tandem.cluster.address.actor.Leases;
import io.tandem.cluster.address.actor.Owners;
import io.tandem.cluster.address.actor.OwnerAllocation;
import io.tandem.cluster.address.actor.ServiceAddresses;
import io.tandem.cluster.boot.config.ServiceAddress;
import io.tandem.cluster.boot.config.TandemConfig;
import io.tandem.ops.metrics.TandemMetrics;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.sharding.ShardCoordinator.ShardAllocationStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How this node comes to its service addresses: alone it has its one from the start; in a cluster it has those that it is
 * granted, for as long as it is.
 */
final class AddressPlane {
    private static final Logger LOG = LoggerFactory.getLogger("io.tandem.addresses");
    /** Before a node calls itself started, its own addresses are to be at work, here or elsewhere. */
    private static final Duration FIRST = Duration.ofSeconds(30);
    private static final long LOOK_MILLIS = 50;

    private final TandemConfig.Cluster cluster;
    private final Leases leases;
    private final AddressHook hook;
    private final Takeovers takeovers = new Takeovers();
    private final Owners owners = new Owners();
    private Optional<ServiceAddresses> addresses = Optional.empty();

    /**
     * @param leases who may speak for the addresses that it has
     * @param left how long this node may act yet, if the others do not hear it any more
     */
    AddressPlane(TandemConfig.Cluster cluster, Leases leases, Supplier<Duration> left, TandemMetrics metrics) {
        this.leases = leases;
        this.cluster = cluster;
        this.hook = new AddressHook(cluster.hooks(), left, takeovers);
        takeovers.bindTo(metrics);
    }

    /** Before this node joins: takes from this machine what a process that was killed may have left on it. */
    void releaseLeftovers() {
        if (!cluster.alone()) {
            hook.releaseLeftovers(cluster.addresses());
        }
    }

    /** Says where calls live; empty where this node has all of them. */
    Optional<ShardAllocationStrategy> homes(ActorSystem<?> system) {
        return cluster.alone()
                ? Optional.empty()
                : Optional.of(new OwnerAllocation(owners, Cluster.get(system).selfAddress()));
    }

    /** In a cluster: takes part in the spread of addresses, and waits until those of this node are at work somewhere. */
    void join(ActorSystem<?> system, SipPlane sip, Unanswered unanswered) throws StartFailure {
        List<Place> places = cluster.addresses()
                .stream()
                .map(address -> new Place(address.id(), address.home()))
                .toList();
        addresses = Optional.of(ServiceAddresses.start(system, places, BookSettings.DEFAULT,
                new AddressKeeper(cluster, hook, takeovers, sip, unanswered), owners, leases));
        long end = System.nanoTime() + FIRST.toNanos();
        while (!cluster.own().stream().allMatch(this::settled)) {
            if (System.nanoTime() - end > 0) {
                LOG.warn("after {} s not all service addresses of this node are at work: {}", FIRST.toSeconds(),
                        owners.view().owners());
                return;
            }
            pause();
        }
    }

    private boolean settled(ServiceAddress address) {
        return owners.view().owner(address.id()).filter(owner -> owner.settled()).isPresent();
    }

    private static void pause() throws StartFailure {
        try {
            Thread.sleep(LOOK_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StartFailure("interrupted at start", interrupted);
        }
    }

    /** Who has what; of a node without a cluster nothing. */
    AddressView view() {
        return owners.view();
    }

    /** Is told of each change of that, on whatever thread brings it: it must not wait. */
    void watch(Runnable watcher) {
        owners.watch(watcher);
    }

    void unwatch(Runnable watcher) {
        owners.unwatch(watcher);
    }

    /** Whether this node has that address at work, or is told that another has: one that nobody hears is told nothing. */
    boolean atWork(char address) {
        return leases.own().getAsBoolean() && view().owner(address).filter(AddressView.Owner::settled).isPresent();
    }

    /** The addresses of the cluster, for whoever wants to see or move them; empty on a node that has no other. */
    Optional<ServiceAddresses> addresses() {
        return addresses;
    }

    /** Gives up what this node still has. Waits, not for ever. */
    void giveAllUp(Duration atMost) {
        addresses.ifPresent(ours -> {
            try {
                ours.giveAllUp().toCompletableFuture().get(atMost.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException late) {
                LOG.error("not all service addresses could be given up in {} s", atMost.toSeconds());
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            } catch (java.util.concurrent.ExecutionException bug) {
                LOG.error("service addresses could not be given up", bug);
            }
        });
    }

    /**
     * What a node that stops does first: while there are others its addresses move to them, with their calls. One that the
     * cluster goes on without has no say any more, and closes them at once. Waits, not for ever.
     */
    void leave(ActorSystem<?> system, SipPlane sip, Duration atMost) {
        if (addresses.isEmpty()) {
            return;
        }
        Optional<CoordinatedShutdown.Reason> why = CoordinatedShutdown.get(system).getShutdownReason();
        if (why.equals(Optional.of(CoordinatedShutdown.clusterDowningReason()))) {
            LOG.warn("the cluster goes on without this node: its service addresses are closed");
            giveAllUp(atMost);
            return;
        }
        addresses.get().drain(cluster.host() + ":" + cluster.port());
        long end = System.nanoTime() + atMost.toNanos();
        try {
            while (!sip.atWork().isEmpty() && othersCanTake(system) && System.nanoTime() - end < 0) {
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean othersCanTake(ActorSystem<?> system) {
        Cluster member = Cluster.get(system);
        for (Member other : member.state().getMembers()) {
            if (other.status().equals(MemberStatus.up())
                    && !other.uniqueAddress().equals(member.selfUniqueAddress())
                    && owners.view().draining(other.address().hostPort().replaceFirst(".*@", "")).isEmpty()) {
                return true;
            }
        }
        return false;
    }
}
