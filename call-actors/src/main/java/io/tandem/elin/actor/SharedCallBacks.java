package io.tandem.elin.actor;

import io.tandem.elin.CallBackTable.Row;
import io.tandem.port.CallBacks;
import io.tandem.tenant.number.PhoneNumber;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.pubsub.Topic;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The call-backs of the cluster as this node knows and makes them. Safe from any thread; reading takes no lock. */
public final class SharedCallBacks implements CallBacks {
    private static final Logger LOG = LoggerFactory.getLogger(SharedCallBacks.class);
    private static final int TRIES = 5;
    /** Being told to their parts at a time; what is beyond stays on this node. */
    private static final int MOST_UNDER_WAY = 1_000;

    /** Asks the parts, wherever they live. */
    interface Parts {
        CompletionStage<CallBackActor.Done> keep(Row row);

        CompletionStage<CallBackActor.Found> find(String elin);
    }

    private final ConcurrentHashMap<String, Row> rows = new ConcurrentHashMap<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private final LongAdder unshared = new LongAdder();
    private final Parts parts;
    private final Duration window;
    private final InstantSource clock;
    private volatile boolean ready;

    SharedCallBacks(Parts parts, Duration window, InstantSource clock) {
        this.parts = parts;
        this.window = window;
        this.clock = clock;
    }

    /**
     * Starts the parts of the table that live here, and this node's copy; once for each node, after the cluster extension.
     *
     * @param window how long a place's number leads to a caller
     * @param timeout how long a part may take to answer
     */
    public static SharedCallBacks start(ActorSystem<?> system, Duration window, Duration timeout) {
        ClusterSharding sharding = ClusterSharding.get(system);
        InstantSource clock = InstantSource.system();
        ActorRef<Topic.Command<CallBackFeed.Told>> topic = system.systemActorOf(
                Topic.create(CallBackFeed.Told.class, "tandem-call-backs"), "call-back-changes", Props.empty());
        sharding.init(Entity.of(CallBackActor.TYPE, entity -> CallBackActor.create(entity.getEntityId(), clock,
                told -> topic.tell(Topic.publish(told)))));
        SharedCallBacks shared = new SharedCallBacks(new Sharded(sharding, timeout), window, clock);
        ActorRef<CallBackFeed.Command> feed = system.systemActorOf(CallBackFeed.into(shared,
                (part, asker) -> sharding.entityRefFor(CallBackActor.TYPE, part).tell(new CallBackActor.Read(asker))),
                "call-backs", Props.empty());
        topic.tell(Topic.subscribe(feed.narrow()));
        return shared;
    }

    @Override
    public void keep(String elin, String caller) {
        Row row = new Row(elin, caller, clock.millis() + window.toMillis());
        heard(row);
        if (underWay.incrementAndGet() > MOST_UNDER_WAY) {
            underWay.decrementAndGet();
            lost(row, "too many at a time");
        } else {
            share(row, TRIES);
        }
    }

    private void share(Row row, int tries) {
        parts.keep(row).whenComplete((_, failure) -> {
            if (failure != null && tries > 1) {
                share(row, tries - 1);
                return;
            }
            underWay.decrementAndGet();
            if (failure != null) {
                lost(row, failure.getMessage());
            }
        });
    }

    private void lost(Row row, String why) {
        unshared.increment();
        LOG.warn("the call-back of place {} is known to this node alone: {}", PhoneNumber.mask(row.elin()), why);
    }

    @Override
    public Optional<String> callerOf(String elin) {
        return caller(rows.get(elin));
    }

    private Optional<String> caller(Row row) {
        return row == null || !row.counts(clock.millis()) ? Optional.empty() : Optional.of(row.caller());
    }

    @Override
    public CompletionStage<Optional<String>> find(String elin) {
        Optional<String> known = callerOf(elin);
        if (known.isPresent() || !PhoneNumber.isCanonical(elin)) {
            return CompletableFuture.completedStage(known);
        }
        return parts.find(elin).handle((found, _) -> {
            List<Row> told = found == null ? List.of() : found.rows();
            told.forEach(this::heard);
            return callerOf(elin);
        });
    }

    @Override
    public boolean ready() {
        return ready;
    }

    /** How many rows could not be told to the other nodes. */
    public long unshared() {
        return unshared.sum();
    }

    /** How many rows are on their way to their parts. */
    public int underWay() {
        return underWay.get();
    }

    /** How many rows this node knows. */
    public int size() {
        return rows.size();
    }

    void heard(Row row) {
        rows.merge(row.elin(), row, Row::or);
    }

    void forgetOver() {
        long now = clock.millis();
        rows.values().removeIf(row -> !row.counts(now));
    }

    void becomeReady() {
        ready = true;
    }

    /** By sharding. */
    private record Sharded(ClusterSharding sharding, Duration timeout) implements Parts {
        @Override
        public CompletionStage<CallBackActor.Done> keep(Row row) {
            return sharding.entityRefFor(CallBackActor.TYPE, CallBackActor.partOf(row.elin()))
                    .ask(replyTo -> new CallBackActor.Keep(row, replyTo), timeout);
        }

        @Override
        public CompletionStage<CallBackActor.Found> find(String elin) {
            return sharding.entityRefFor(CallBackActor.TYPE, CallBackActor.partOf(elin))
                    .ask(replyTo -> new CallBackActor.Find(elin, replyTo), timeout);
        }
    }
}
