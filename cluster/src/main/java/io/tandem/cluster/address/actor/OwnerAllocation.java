package io.tandem.cluster.address.actor;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Address;
import org.apache.pekko.cluster.sharding.ShardCoordinator;
import scala.collection.immutable.IndexedSeq;
import scala.concurrent.Future;
import scala.jdk.javaapi.FutureConverters;

/**
 * Where shards of calls live: on the node that has their service address, the first character of their name. One whose
 * address nobody has waits until somebody has it.
 */
public final class OwnerAllocation extends ShardCoordinator.AbstractShardAllocationStrategy {
    /** Then whoever asks has to ask again, and does. */
    private static final long PATIENCE_MILLIS = 2_000;

    private final Owners owners;
    private final Address self;

    /** @param self this node's address: its own region has none in its path */
    public OwnerAllocation(Owners owners, Address self) {
        this.owners = owners;
        this.self = self;
    }

    @Override
    public Future<ActorRef> allocateShard(ActorRef requester, String shard, Map<ActorRef, IndexedSeq<String>> regions) {
        CompletableFuture<ActorRef> found = new CompletableFuture<>();
        Runnable look = () -> home(shard, regions).ifPresent(found::complete);
        owners.watch(look);
        look.run();
        found.orTimeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS).whenComplete((_, _) -> owners.unwatch(look));
        return FutureConverters.asScala(found);
    }

    /**
     * What has been handed over while calls were on it. Not what a dead node had: nobody is there to let go of it, and the
     * coordinator, which hears of its death by itself, would wait for that for a minute.
     */
    @Override
    public Future<Set<String>> rebalance(Map<ActorRef, IndexedSeq<String>> regions, Set<String> inProgress) {
        Set<String> wrong = new HashSet<>();
        Set<String> alive = owners.view().nodes();
        regions.forEach((region, shards) -> scala.jdk.javaapi.CollectionConverters.asJava(shards).forEach(shard -> {
            Optional<ActorRef> home = home(shard, regions);
            if (alive.contains(at(region)) && home.isPresent() && !home.get().equals(region)
                    && !inProgress.contains(shard)) {
                wrong.add(shard);
            }
        }));
        return FutureConverters.asScala(CompletableFuture.completedFuture(wrong));
    }

    private Optional<ActorRef> home(String shard, Map<ActorRef, IndexedSeq<String>> regions) {
        return owners.of(shard.charAt(0))
                .flatMap(node -> regions.keySet().stream().filter(region -> node.at().equals(at(region))).findFirst());
    }

    private String at(ActorRef region) {
        Address address = region.path().address();
        return Nodes.at(address.hasLocalScope() ? self : address);
    }
}
