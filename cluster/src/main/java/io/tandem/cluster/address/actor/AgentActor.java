package io.tandem.cluster.address.actor;

import io.tandem.cluster.address.BookInput;
import io.tandem.cluster.address.NodeAddresses;
import io.tandem.cluster.address.NodeInput;
import io.tandem.cluster.address.NodeOrder;
import io.tandem.cluster.address.NodeRun;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.function.BooleanSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the book on one node: has addresses put to work and ended, and answers for them. */
final class AgentActor extends AbstractBehavior<AgentActor.Command> {
    private static final Logger LOG = LoggerFactory.getLogger("io.tandem.addresses");

    private static final Duration LOOK = Duration.ofMillis(100);
    /**
     * So many looks in a row find that the node may not act, before it gives all up: one that comes out of a pause hears
     * within the first of them that it may. Begun before the others may begin to give it up (Vigil.SILENT).
     */
    private static final int UNHEARD = 3;

    sealed interface Command {}

    private record Said(AddressMessage message) implements Command {}

    /** Something that was ordered here is done. */
    record Done(NodeInput input) implements Command {}

    /** The node has lost its place in the cluster, or goes. */
    record GiveAllUp(CompletableFuture<Void> done) implements Command {}

    /** Look whether the node may still act. */
    private enum Look implements Command {
        NOW
    }

    private final NodeRun node;
    private final AddressWork work;
    private final ExecutorService threads;
    private final Owners owners;
    private final BooleanSupplier mayAct;
    private final ActorRef<Command> self;
    private NodeAddresses addresses = NodeAddresses.NONE;
    private Optional<ActorRef<AddressMessage>> book = Optional.empty();
    private Optional<CompletableFuture<Void>> leaving = Optional.empty();
    private int unheard;

    /** @param threads what waits runs there @param mayAct whether the majority hears this node */
    static Behavior<AddressMessage> behavior(NodeRun node, AddressWork work, ExecutorService threads, Owners owners,
            BooleanSupplier mayAct, CompletableFuture<ActorRef<Command>> inside) {
        return Behaviors.setup(context -> {
            ActorRef<Command> agent = context.spawn(
                    Behaviors.setup(inner -> Behaviors.withTimers(timers -> {
                        timers.startTimerWithFixedDelay(Look.NOW, LOOK);
                        return new AgentActor(inner, node, work, threads, owners, mayAct);
                    })), "agent");
            inside.complete(agent);
            return Behaviors.receive(AddressMessage.class).onMessage(AddressMessage.class, message -> {
                agent.tell(new Said(message));
                return Behaviors.same();
            }).build();
        });
    }

    private AgentActor(ActorContext<Command> context, NodeRun node, AddressWork work, ExecutorService threads,
            Owners owners, BooleanSupplier mayAct) {
        super(context);
        this.self = context.getSelf();
        this.node = node;
        this.work = work;
        this.threads = threads;
        this.owners = owners;
        this.mayAct = mayAct;
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder().onMessage(Said.class, said -> {
            said(said.message());
            return this;
        }).onMessage(Done.class, done -> {
            on(done.input());
            return this;
        }).onMessage(Look.class, _ -> {
            look();
            return this;
        }).onMessage(GiveAllUp.class, order -> {
            leaving.ifPresentOrElse(first -> first.thenRun(() -> order.done().complete(null)),
                    () -> leaving = Optional.of(order.done()));
            on(new NodeInput.Fenced());
            return this;
        }).build();
    }

    /** Whoever is not heard loses its addresses in a moment, and nobody can tell it so: it goes first. */
    private void look() {
        unheard = mayAct.getAsBoolean() ? 0 : unheard + 1;
        if (unheard == UNHEARD && !addresses.held().isEmpty()) {
            LOG.warn("the majority of the cluster does not hear this node: its service addresses are closed");
        }
        if (unheard >= UNHEARD) {
            on(new NodeInput.Fenced());
        }
    }

    private void said(AddressMessage message) {
        switch (message) {
            case AddressMessage.Told(var view, var from) -> {
                owners.told(view);
                book = Optional.of(from);
                report();
            }
            case AddressMessage.Own(char address, long epoch, var from) -> {
                if (isOfLongAgo(from)) {
                    return;
                }
                if (leaving.isEmpty() && !mayAct.getAsBoolean()) {
                    return; // the order comes again, if it is still meant then
                }
                if (leaving.isEmpty()) {
                    on(new NodeInput.Own(address, epoch));
                } else {
                    from.tell(new AddressMessage.Refused(node, address, epoch, "the node stops"));
                }
            }
            case AddressMessage.Release(char address, long epoch, var from) -> {
                if (isOfLongAgo(from)) {
                    return;
                }
                on(new NodeInput.Release(address, epoch));
            }
            case AddressMessage.ToBook astray -> LOG.debug("astray: {}", astray);
        }
    }

    /** A book that has died may have left orders on their way; the one that came after it has asked what is here. */
    private boolean isOfLongAgo(ActorRef<AddressMessage> from) {
        return !book.equals(Optional.of(from));
    }

    private void report() {
        tell(new AddressMessage.Reported(
                new BookInput.Report(node, addresses.claims(work::calls), owners.view(),
                        addresses.lastEpoch())));
    }

    private void tell(AddressMessage message) {
        book.ifPresent(keeper -> keeper.tell(message));
    }

    private void on(NodeInput input) {
        NodeAddresses.Decision decision = addresses.decide(input);
        addresses = decision.next();
        for (NodeOrder order : decision.orders()) {
            switch (order) {
                case NodeOrder.TakeUp(char address, _) -> threads.execute(() -> takeUp(address));
                case NodeOrder.GiveUp(char address, boolean orderly) -> threads.execute(() -> giveUp(address, orderly));
                case NodeOrder.TellAcquired(char address, long epoch) ->
                        tell(new AddressMessage.Acquired(node, address, epoch));
                case NodeOrder.TellRefused(char address, long epoch, String why) ->
                        tell(new AddressMessage.Refused(node, address, epoch, why));
                case NodeOrder.TellReleased(char address, long epoch) ->
                        tell(new AddressMessage.Released(node, address, epoch));
            }
        }
        if (addresses.held().isEmpty()) {
            leaving.ifPresent(done -> done.complete(null));
        }
    }

    private void takeUp(char address) {
        NodeInput outcome;
        try {
            work.takeUp(address);
            outcome = new NodeInput.TakenUp(address);
        } catch (AddressFailure failure) {
            LOG.error("service address {} cannot be taken up: {}", address, failure.getMessage());
            outcome = new NodeInput.Failed(address, failure.getMessage());
        } catch (RuntimeException | Error bug) { // said all the same: the book would wait for it for ever
            LOG.error("service address {} cannot be taken up, which is a bug", address, bug);
            outcome = new NodeInput.Failed(address, bug.toString());
        }
        self.tell(new Done(outcome));
    }

    private void giveUp(char address, boolean orderly) {
        try {
            work.giveUp(address, orderly);
        } catch (RuntimeException | Error bug) {
            LOG.error("service address {} could not be given up in order, which is a bug", address, bug);
        }
        self.tell(new Done(new NodeInput.GivenUp(address)));
    }
}
