package io.tandem.cluster.journal;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.pattern.StatusReply;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.RetentionCriteria;

/** An event-sourced actor that keeps what it is told, to see what the journal makes of it. */
final class Ledger extends EventSourcedBehavior<Ledger.Command, Ledger.Entry, Ledger.State> {
    /** What it is asked. */
    sealed interface Command {}

    /** Keep these texts as one atomic write; those that start with "call-" are also tagged so. */
    record Keep(List<String> texts, ActorRef<StatusReply<Done>> replyTo) implements Command {}

    record Read(ActorRef<State> replyTo) implements Command {}

    record Stop() implements Command {}

    /** What it keeps. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    @JsonSubTypes(@JsonSubTypes.Type(value = Kept.class, name = "kept"))
    sealed interface Entry {}

    record Kept(String text) implements Entry {}

    /** What it has kept; {@code applied} counts the events it took since its start, replayed or new. */
    record State(List<String> texts, long sequenceNr, int applied) {}

    private final ActorContext<Command> context;
    private final RetentionCriteria retention;
    private int applied;

    static Behavior<Command> of(PersistenceId id) {
        return Behaviors.setup(context -> new Ledger(context, id, RetentionCriteria.disabled()));
    }

    /** Takes a snapshot each {@code every} events and deletes the events before it. */
    static Behavior<Command> withSnapshots(PersistenceId id, int every) {
        return Behaviors.setup(context -> new Ledger(context, id,
                RetentionCriteria.snapshotEvery(every, 1).withDeleteEventsOnSnapshot()));
    }

    private Ledger(ActorContext<Command> context, PersistenceId id, RetentionCriteria retention) {
        super(id);
        this.context = context;
        this.retention = retention;
    }

    @Override
    public State emptyState() {
        return new State(List.of(), 0, 0);
    }

    @Override
    public RetentionCriteria retentionCriteria() {
        return retention;
    }

    @Override
    public Set<String> tagsFor(Entry event) {
        return event instanceof Kept(var text) && text.startsWith("call-") ? Set.of(text) : Set.of();
    }

    @Override
    public CommandHandler<Command, Entry, State> commandHandler() {
        return (state, command) -> switch (command) {
            case Keep(var texts, var replyTo) ->
                    Effect().persist(texts.stream().<Entry>map(Kept::new).toList())
                            .thenRun(
                                    _ -> replyTo.tell(StatusReply.ack()));
            case Read(var replyTo) -> Effect().none()
                    .thenRun(
                            _ -> replyTo.tell(new State(state.texts(), lastSequenceNumber(context), applied)));
            case Stop _ -> Effect().stop();
        };
    }

    @Override
    public EventHandler<State, Entry> eventHandler() {
        return (state, event) -> switch (event) {
            case Kept(var text) -> {
                applied++;
                List<String> texts = new ArrayList<>(state.texts());
                texts.add(text);
                yield new State(texts, 0, 0);
            }
        };
    }
}
