package io.tandem.ops.fleet;

import io.tandem.ops.query.ActiveCalls;
import io.tandem.ops.query.CallCursor;
import io.tandem.ops.query.CallFilter;
import io.tandem.port.CallSummary;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.pekko.actor.NoSerializationVerificationNeeded;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;

/** Answers for its node, and knows where the agents of the others are. */
final class FleetAgent {
    /** So many calls go in one message. */
    static final int CHUNK = 1_000;
    private static final ServiceKey<Command> KEY = ServiceKey.create(Command.class, "tandem-ops");

    sealed interface Command {}

    /** The first calls of this node behind that place. */
    record AskCalls(CallFilter filter, Optional<CallCursor> after, int top, ActorRef<Calls> replyTo)
            implements
                Command {}

    /** @param more whether calls follow */
    record Calls(List<CallSummary> calls, boolean more) {}

    private record Listed(Receptionist.Listing listing) implements Command, NoSerializationVerificationNeeded {}

    private FleetAgent() {}

    /** @param agents told where all agents are, whenever that changes */
    static Behavior<Command> of(ActiveCalls own, Consumer<Set<ActorRef<Command>>> agents) {
        return Behaviors.setup(context -> {
            ActorRef<Receptionist.Listing> listings = context.messageAdapter(Receptionist.Listing.class, Listed::new);
            context.getSystem().receptionist().tell(Receptionist.register(KEY, context.getSelf()));
            context.getSystem().receptionist().tell(Receptionist.subscribe(KEY, listings));
            return Behaviors.receiveMessage(command -> {
                switch (command) {
                    case AskCalls(var filter, var after, var top, var replyTo) -> {
                        ActiveCalls.Page page = own.page(filter, after, 0, Math.min(top, CHUNK));
                        replyTo.tell(new Calls(page.calls(), page.more()));
                    }
                    case Listed(Receptionist.Listing listing) ->
                            agents.accept(Set.copyOf(listing.getServiceInstances(KEY)));
                }
                return Behaviors.same();
            });
        });
    }
}
