package io.tandem.call.actor;

import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.ShardRegion.CurrentShardRegionState;
import org.apache.pekko.cluster.sharding.typed.GetShardRegionState;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;

/** Keeps the node's {@link CallIds} in the shards that this node hosts. */
public final class LocalShards {
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    sealed interface Command {}

    private enum Tick implements Command {
        INSTANCE
    }

    private record State(CurrentShardRegionState state) implements Command {}

    private LocalShards() {}

    /** A behaviour that looks every {@link #INTERVAL} which shards are here. */
    public static Behavior<?> watching(CallIds ids) {
        return Behaviors.<Command>setup(context -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(Tick.INSTANCE, INTERVAL);
            ActorRef<CurrentShardRegionState> states = context.messageAdapter(CurrentShardRegionState.class,
                    State::new);
            return Behaviors.receiveMessage(command -> switch (command) {
                case Tick _ -> {
                    ClusterSharding.get(context.getSystem())
                            .shardState()
                            .tell(
                                    new GetShardRegionState(Calls.key(), states));
                    yield Behaviors.same();
                }
                case State(CurrentShardRegionState state) -> {
                    List<String> shards = state.getShards().stream().map(shard -> shard.shardId()).toList();
                    ids.hosted(shards);
                    yield Behaviors.same();
                }
            });
        }));
    }
}
