package io.tandem.elin.actor;

import io.tandem.elin.CallBackTable;
import io.tandem.elin.CallBackTable.Kept;
import io.tandem.elin.CallBackTable.Row;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.RetentionCriteria;

/** A part of the table of call-backs: the shell around {@link CallBackTable}. Entity id: the last digit of its numbers. */
final class CallBackActor extends EventSourcedBehavior<CallBackActor.Command, Kept, CallBackTable> {
    static final EntityTypeKey<Command> TYPE = EntityTypeKey.create(Command.class, "CallBacks");
    static final List<String> PARTS = List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    private static final int SNAPSHOT_EVERY = 200;

    sealed interface Command extends CallBackMessage {}

    /** Acknowledged once it is stored, also where it was before. */
    record Keep(Row row, ActorRef<Done> replyTo) implements Command {}

    record Done(String elin) implements CallBackMessage {}

    record Read(ActorRef<CallBackFeed.Command> replyTo) implements Command {}

    /** What is known of one number. */
    record Find(String elin, ActorRef<Found> replyTo) implements Command {}

    record Found(List<Row> rows) implements CallBackMessage {}

    private final String part;
    private final InstantSource clock;
    private final Consumer<CallBackFeed.Told> copies;

    private CallBackActor(String part, InstantSource clock, Consumer<CallBackFeed.Told> copies) {
        super(PersistenceId.of(TYPE.name(), part),
                SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(10), 0.2));
        this.part = part;
        this.clock = clock;
        this.copies = copies;
    }

    /** @param copies told of each row that is stored */
    static Behavior<Command> create(String part, InstantSource clock, Consumer<CallBackFeed.Told> copies) {
        return new CallBackActor(part, clock, copies);
    }

    static String partOf(String elin) {
        return elin.substring(elin.length() - 1);
    }

    @Override
    public CallBackTable emptyState() {
        return CallBackTable.EMPTY;
    }

    @Override
    public CommandHandler<Command, Kept, CallBackTable> commandHandler() {
        return this::onCommand;
    }

    @Override
    public EventHandler<CallBackTable, Kept> eventHandler() {
        return CallBackTable::apply;
    }

    /** Events are for the time until the next snapshot only: nobody asks who was called back long ago. */
    @Override
    public RetentionCriteria retentionCriteria() {
        return RetentionCriteria.snapshotEvery(SNAPSHOT_EVERY, 1).withDeleteEventsOnSnapshot();
    }

    private Effect<Kept, CallBackTable> onCommand(CallBackTable table, Command command) {
        return switch (command) {
            case Keep(Row row, ActorRef<Done> replyTo) -> {
                List<Kept> events = table.keep(row, clock.millis()).stream().toList();
                yield Effect().persist(events).thenRun(_ -> {
                    events.forEach(kept -> copies.accept(new CallBackFeed.Told(kept.row())));
                    replyTo.tell(new Done(row.elin()));
                });
            }
            case Read(ActorRef<CallBackFeed.Command> replyTo) -> {
                replyTo.tell(new CallBackFeed.Part(part, table.counting(clock.millis())));
                yield Effect().none();
            }
            case Find(String elin, ActorRef<Found> replyTo) -> {
                replyTo.tell(new Found(table.rows().containsKey(elin) ? List.of(table.rows().get(elin)) : List.of()));
                yield Effect().none();
            }
        };
    }
}
