package io.tandem.cluster.journal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.typed.PersistenceId;

/** A process that writes as fast as it can and prints each acknowledgement, until somebody kills it. */
final class KilledWriter {
    private static final int ACTORS = 16;

    private KilledWriter() {}

    /** Arguments: data directory, entity type. Prints "persistence-id sequence-number" for each acknowledged event. */
    public static void main(String[] arguments) {
        ActorSystem.create(writers(arguments[1]), "killed", StoreConfig.in(Path.of(arguments[0])));
    }

    private static Behavior<Void> writers(String type) {
        return Behaviors.setup(context -> {
            for (int number = 0; number < ACTORS; number++) {
                context.spawnAnonymous(writer(PersistenceId.of(type, String.valueOf(number))));
            }
            return Behaviors.empty();
        });
    }

    private sealed interface Step {}

    private record Kept() implements Step {}

    private record Failed(Throwable cause) implements Step {}

    private static Behavior<Step> writer(PersistenceId id) {
        return Behaviors.setup(context -> {
            ActorRef<Ledger.Command> ledger = context.spawnAnonymous(Ledger.of(id));
            long[] sequenceNr = {1};
            keep(context, ledger, sequenceNr[0]);
            return Behaviors.receive(Step.class).onMessage(Kept.class, _ -> {
                System.out.println(id.id() + " " + sequenceNr[0]);
                keep(context, ledger, ++sequenceNr[0]);
                return Behaviors.same();
            }).onMessage(Failed.class, failed -> {
                throw new IllegalStateException(failed.cause());
            }).build();
        });
    }

    private static void keep(ActorContext<Step> context,
            ActorRef<Ledger.Command> ledger, long sequenceNr) {
        String text = sequenceNr == 1 ? Roster.CALL_UP : "event " + sequenceNr;
        context.askWithStatus(Done.class, ledger, Duration.ofSeconds(10),
                replyTo -> new Ledger.Keep(List.of(text), replyTo),
                (_, cause) -> cause == null ? new Kept() : new Failed(cause));
    }
}
