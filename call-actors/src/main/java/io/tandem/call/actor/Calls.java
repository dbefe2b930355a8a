package io.tandem.call.actor;

import io.tandem.call.CallGateway;
import io.tandem.call.CallInput;
import io.tandem.call.CallView;
import io.tandem.port.CallId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.ShardCoordinator.ShardAllocationStrategy;
import org.apache.pekko.cluster.sharding.ShardRegion;
import org.apache.pekko.cluster.sharding.typed.ClusterShardingSettings;
import org.apache.pekko.cluster.sharding.typed.GetClusterShardingStats;
import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;
import org.apache.pekko.cluster.sharding.typed.ShardingMessageExtractor;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.pattern.Patterns;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The calls of the cluster, as this node reaches them. */
public final class Calls {
    /** Runs where the SIP event loops are, so that a message is worked off where it arrived. */
    private static final String DISPATCHER = "tandem.call-dispatcher";
    /** How often it is looked for shards in the wrong place, and for a place for those that have none. */
    private static final Duration MISPLACED = Duration.ofMillis(250);
    /** A node that does not let go of a shard within this is not waited for: its calls stop in milliseconds. */
    private static final Duration HAND_OFF = Duration.ofSeconds(5);
    private static final Duration ASK_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration STATS_TIMEOUT = Duration.ofMillis(500);
    private static final Logger LOG = LoggerFactory.getLogger(Calls.class);
    private static final EntityTypeKey<CallActor.Command> KEY = EntityTypeKey.create(CallActor.Command.class,
            CallActor.TYPE);

    private final ActorSystem<?> system;
    private final ActorRef<ShardingEnvelope<CallActor.Command>> region;
    private final CallIds ids;

    private Calls(ActorSystem<?> system, ActorRef<ShardingEnvelope<CallActor.Command>> region, CallIds ids) {
        this.system = system;
        this.region = region;
        this.ids = ids;
    }

    /** Starts the sharding of calls on a node that has all of them. */
    public static Calls start(ActorSystem<?> system, CallPlanes planes) {
        return start(system, planes, Optional.empty());
    }

    /** Starts the sharding of calls on this node. @param homes says where shards live; empty: anywhere */
    public static Calls start(ActorSystem<?> system, CallPlanes planes, Optional<ShardAllocationStrategy> homes) {
        Entity<CallActor.Command, ShardingEnvelope<CallActor.Command>> entity = Entity.of(KEY,
                context -> behavior(new CallId(context.getEntityId()), planes, context.getShard()))
                .withMessageExtractor(new ByCallId())
                .withStopMessage(
                        CallActor.Stop.INSTANCE)
                .withEntityProps(
                        Props.empty().withDispatcherFromConfig(DISPATCHER))
                .withSettings(
                        settings(system, homes.isPresent()));
        ClusterSharding sharding = ClusterSharding.get(system);
        return new Calls(system, sharding.init(homes.map(entity::withAllocationStrategy).orElse(entity)),
                new CallIds());
    }

    private static Behavior<CallActor.Command> behavior(CallId id, CallPlanes planes,
            ActorRef<ClusterSharding.ShardCommand> shard) {
        return planes.at(id.serviceAddress())
                .map(ports -> CallIds.isOfShard(id) ? shardIsHere() : CallActor.create(id, ports, shard))
                .orElseGet(() -> elsewhere(id));
    }

    /** Answers in the stead of a call, without a look into the journal. */
    private static Behavior<CallActor.Command> shardIsHere() {
        return Behaviors.receive(CallActor.Command.class).onMessage(CallActor.View.class, view -> {
            view.replyTo().tell(new CallActor.Viewed(Optional.empty()));
            return Behaviors.stopped();
        }).onMessage(CallActor.Stop.class, _ -> Behaviors.stopped()).build();
    }

    /** Its service address is on its way to or from another node: who wants something of the call asks again. */
    private static Behavior<CallActor.Command> elsewhere(CallId id) {
        return Behaviors.setup(context -> {
            LOG.debug("call {}: its service address is not at work here", id);
            return Behaviors.stopped();
        });
    }

    /**
     * Two people may talk for hours without a message: an idle call is not over, and only a call ends itself. Where calls
     * follow their service address, shards that are in the wrong place are not left there for long. Where they are follows
     * from who has the address, so the majority is enough to remember it: the usual three more are all nodes of a small
     * cluster, also the one that has just died.
     */
    private static ClusterShardingSettings settings(ActorSystem<?> system, boolean moving) {
        ClusterShardingSettings settings = ClusterShardingSettings.create(system).withNoPassivationStrategy();
        return moving
                ? settings.withTuningParameters(settings.tuningParameters()
                        .withRebalanceInterval(MISPLACED)
                        .withRetryInterval(MISPLACED)
                        .withCoordinatorStateWriteMajorityPlus(0)
                        .withCoordinatorStateReadMajorityPlus(0)
                        .withHandOffTimeout(HAND_OFF))
                : settings;
    }

    static EntityTypeKey<CallActor.Command> key() {
        return KEY;
    }

    /** The way of one service address's edge to the calls: new ones are on that address. */
    public CallGateway at(char address) {
        return new CallGateway() {
            @Override
            public CallId newCallId() {
                return ids.next(address);
            }

            @Override
            public void tell(CallId call, CallInput input) {
                Calls.this.tell(call, input);
            }
        };
    }

    /** Hands an input to a call, wherever it is. */
    public void tell(CallId call, CallInput input) {
        region.tell(new ShardingEnvelope<>(call.value(), new CallActor.Input(input)));
    }

    /**
     * What came of calls that were to be woken.
     *
     * @param up how many go on
     * @param silent those that did not answer in time; what is left was over, which nobody had been told yet
     */
    public record Woken(int up, List<CallId> silent) {}

    /**
     * Brings calls back that were up when their node died; done when each has taken up its media, or did not answer in
     * time. A call that cannot be read stops no other.
     */
    public CompletionStage<Woken> wake(List<CallId> calls) {
        return ask(calls).thenApply(answers -> new Woken(
                (int) answers.stream().filter(Answer::isUp).count(),
                IntStream.range(0, calls.size()).filter(i -> answers.get(i).isSilent()).mapToObj(calls::get).toList()));
    }

    /**
     * Asks something of every shard of a service address, so that each has its home and its first call need not wait for
     * one.
     *
     * @return how many of {@link CallId#SHARDS} have answered in time
     */
    public CompletionStage<Integer> reachShards(char address) {
        return ask(CallIds.inEachShard(address))
                .thenApply(answers -> (int) answers.stream().filter(answer -> !answer.isSilent()).count());
    }

    /** The shards of a service address that are on this node now; none where that is not known in time. */
    public CompletionStage<Set<String>> shardsHere(char address) {
        return Patterns.ask(Adapter.toClassic(region), ShardRegion.getRegionStatsInstance(), STATS_TIMEOUT)
                .thenApply(stats -> ((ShardRegion.ShardRegionStats) stats).getStats()
                        .keySet()
                        .stream()
                        .filter(shard -> shard.charAt(0) == address)
                        .collect(Collectors.toSet()))
                .exceptionally(_ -> Set.of());
    }

    /** Has each other shard of a service address find its home: one that lives nowhere is only put somewhere by a message. */
    public void reachShardsBut(char address, Set<String> known) {
        ActorRef<CallActor.Viewed> nobody = system.ignoreRef();
        CallIds.inEachShard(address)
                .stream()
                .filter(id -> !known.contains(CallId.shardOf(id.value())))
                .forEach(id -> region.tell(new ShardingEnvelope<>(id.value(), new CallActor.View(nobody))));
    }

    /** @param view absent where none came in time, of no call where it never was one */
    private record Answer(Optional<Optional<CallView>> view) {
        private boolean isSilent() {
            return view.isEmpty();
        }

        private boolean isUp() {
            return view.flatMap(call -> call).filter(call -> call.endedAt().isEmpty()).isPresent();
        }
    }

    private CompletionStage<List<Answer>> ask(List<CallId> calls) {
        List<CompletableFuture<Answer>> answers = calls.stream()
                .map(call -> view(call).thenApply(view -> new Answer(Optional.of(view)))
                        .exceptionally(_ -> new Answer(Optional.empty()))
                        .toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new))
                .thenApply(_ -> answers.stream().map(CompletableFuture::join).toList());
    }

    /** Tells a call that its node stops: one that is not answered yet ends, one that is stays for the next process. */
    public void stopping(CallId call) {
        tell(call, new CallInput.Stopping("the node stops"));
    }

    /** Ends a call from here. Unknown calls stay unknown. */
    public void hangUp(CallId call, String reason) {
        tell(call, new CallInput.HangUp(reason));
    }

    /**
     * Forgets a call of this node, which has lost the right to it: it may be another node's by now. One that was answered
     * stays in the journal, and can be woken here too.
     */
    public void letGo(CallId call) {
        region.tell(new ShardingEnvelope<>(call.value(), CallActor.LetGo.NOW));
    }

    /** What a call says of itself; of one that is over, its journal. Empty for one that never was. */
    public CompletionStage<Optional<CallView>> view(CallId call) {
        return AskPattern.ask(region,
                (ActorRef<CallActor.Viewed> replyTo) -> new ShardingEnvelope<>(call.value(),
                        new CallActor.View(replyTo)),
                ASK_TIMEOUT, system.scheduler()).thenApply(CallActor.Viewed::call);
    }

    /**
     * How many calls are in memory on each node, by its address and the shard; nodes that do not answer in time are left
     * out. Never fails.
     */
    public CompletionStage<Map<String, Map<String, Integer>>> byNode() {
        CompletionStage<ShardRegion.ClusterShardingStats> stats = AskPattern.ask(
                ClusterSharding.get(system).shardState(),
                replyTo -> new GetClusterShardingStats(KEY, ASK_TIMEOUT, replyTo), ASK_TIMEOUT.plusSeconds(1),
                system.scheduler());
        return stats.thenApply(Calls::counts).exceptionally(_ -> Map.of());
    }

    private static Map<String, Map<String, Integer>> counts(ShardRegion.ClusterShardingStats stats) {
        Map<String, Map<String, Integer>> nodes = new HashMap<>();
        stats.getRegions().forEach((address, region) -> {
            Map<String, Integer> shards = new HashMap<>();
            region.getStats().forEach((shard, calls) -> shards.put(shard, (Integer) calls));
            nodes.put(address.hostPort().substring(address.hostPort().indexOf('@') + 1), shards);
        });
        return nodes;
    }

    /** The shard is part of the call's id (design §2). */
    private static final class ByCallId
            extends
                ShardingMessageExtractor<ShardingEnvelope<CallActor.Command>, CallActor.Command> {
        @Override
        public String entityId(ShardingEnvelope<CallActor.Command> envelope) {
            return envelope.entityId();
        }

        @Override
        public String shardId(String entityId) {
            return CallId.shardOf(entityId);
        }

        @Override
        public CallActor.Command unwrapMessage(ShardingEnvelope<CallActor.Command> envelope) {
            return envelope.message();
        }
    }
}
