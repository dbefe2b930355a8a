package io.tandem.elin.actor;

import io.tandem.elin.CallBackTable.Row;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.pekko.actor.NoSerializationVerificationNeeded;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/** Keeps a node's copy of the call-backs current. One for each node. */
final class CallBackFeed extends AbstractBehavior<CallBackFeed.Command> {
    private static final Duration AGAIN_AFTER = Duration.ofSeconds(60);
    /** A part that has not answered by then is asked once more. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    sealed interface Command extends CallBackMessage {}

    /** A row is stored. */
    record Told(Row row) implements Command {}

    /** All that a part knows. */
    record Part(String part, List<Row> rows) implements Command {}

    record Ask(boolean again) implements Command, NoSerializationVerificationNeeded {}

    private final TimerScheduler<Command> timers;
    private final SharedCallBacks copy;
    private final BiConsumer<String, ActorRef<Command>> parts;
    private final Set<String> owing = new HashSet<>(CallBackActor.PARTS);

    private CallBackFeed(ActorContext<Command> context, TimerScheduler<Command> timers, SharedCallBacks copy,
            BiConsumer<String, ActorRef<Command>> parts) {
        super(context);
        this.timers = timers;
        this.copy = copy;
        this.parts = parts;
        ask();
    }

    /** @param parts asks the part of that name for all that it knows */
    static Behavior<Command> into(SharedCallBacks copy, BiConsumer<String, ActorRef<Command>> parts) {
        return Behaviors.setup(context -> Behaviors.withTimers(
                timers -> new CallBackFeed(context, timers, copy, parts)));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder().onMessage(Told.class, told -> {
            copy.heard(told.row());
            return this;
        }).onMessage(Part.class, part -> {
            part.rows().forEach(copy::heard);
            take(part.part());
            return this;
        }).onMessage(Ask.class, ask -> {
            if (ask.again()) {
                owing.addAll(CallBackActor.PARTS);
                copy.forgetOver();
            }
            ask();
            return this;
        }).build();
    }

    private void ask() {
        owing.forEach(part -> parts.accept(part, getContext().getSelf()));
        timers.startSingleTimer(new Ask(false), PATIENCE);
    }

    private void take(String part) {
        if (owing.remove(part) && owing.isEmpty()) {
            copy.becomeReady();
            timers.startSingleTimer(new Ask(true), AGAIN_AFTER);
        }
    }
}
