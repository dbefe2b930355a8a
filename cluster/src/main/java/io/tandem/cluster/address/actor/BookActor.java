package io.tandem.cluster.address.actor;

import io.tandem.cluster.address.AddressBook;
import io.tandem.cluster.address.BookDecision;
import io.tandem.cluster.address.BookInput;
import io.tandem.cluster.address.BookInput.Standing;
import io.tandem.cluster.address.BookOrder;
import io.tandem.cluster.address.BookRules;
import io.tandem.cluster.address.BookSettings;
import io.tandem.cluster.address.NodeRun;
import io.tandem.cluster.address.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.ClusterEvent.CurrentClusterState;
import org.apache.pekko.cluster.ClusterEvent.MemberEvent;
import org.apache.pekko.cluster.ClusterEvent.MemberRemoved;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.UniqueAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one that grants service addresses: a cluster singleton. What it knows it is told by the agents, also when it has just
 * come up in the place of one that died, so it needs no store and waits for none.
 */
final class BookActor extends AbstractBehavior<BookActor.Command> {
    private static final Logger LOG = LoggerFactory.getLogger("io.tandem.addresses");
    private static final Duration TICK = Duration.ofMillis(500);
    private static final Duration LOOK = Duration.ofMillis(50);
    /** What may come before the members are known; more is said again. */
    private static final int SAID_BEFORE = 1_000;
    /** Those that may have an address; one that is down has lost it when it is removed. */
    private static final Set<MemberStatus> MEMBERS = Set.of(MemberStatus.up(), MemberStatus.leaving(),
            MemberStatus.exiting(), MemberStatus.down());

    sealed interface Command {}

    private record Said(AddressMessage message) implements Command {}

    /** The members, as events find them that come after it. */
    private record Began(CurrentClusterState state) implements Command {}

    private record Membership(MemberEvent event) implements Command {}

    private record Tick() implements Command {}

    /** Look whether one that was removed may still act. */
    private enum Look implements Command {
        NOW
    }

    private final BookSettings settings;
    private final ActorRef<AddressMessage> self;
    private final Map<UniqueAddress, BookInput.Member> members = new HashMap<>();
    private final Supplier<Set<UniqueAddress>> mayAct;
    private Set<UniqueAddress> undead = Set.of();
    private AddressBook book;
    private long told;

    /** @param mayAct nodes that may act for addresses still, whether they are members or not */
    static Behavior<AddressMessage> behavior(List<Place> places, BookSettings settings,
            Supplier<Set<UniqueAddress>> mayAct) {
        return Behaviors.setup(context -> {
            ActorRef<Command> book = context.spawn(Behaviors.setup(
                    inner -> beginning(inner, state -> Behaviors.withTimers(timers -> {
                        timers.startTimerWithFixedDelay(new Tick(), TICK);
                        timers.startTimerWithFixedDelay(Look.NOW, LOOK);
                        return new BookActor(inner, context.getSelf(), places, settings, mayAct, state);
                    }))), "book");
            context.watch(book);
            return Behaviors.receive(AddressMessage.class).onMessage(AddressMessage.class, message -> {
                book.tell(new Said(message));
                return Behaviors.same();
            }).build();
        });
    }

    /**
     * Begins when it is told who is a member, which all further events follow on. What {@code cluster.state()} says may be
     * older than they are: a node read there whose removal nobody tells any more would be a member for ever.
     */
    private static Behavior<Command> beginning(ActorContext<Command> context,
            Function<CurrentClusterState, Behavior<Command>> with) {
        ActorRef<Object> events = context.messageAdapter(Object.class, event -> switch (event) {
            case CurrentClusterState state -> new Began(state);
            case MemberEvent change -> new Membership(change);
            default -> throw new IllegalArgumentException("not subscribed to: " + event);
        });
        org.apache.pekko.cluster.Cluster.get(context.getSystem())
                .subscribe(Adapter.toClassic(events), ClusterEvent.initialStateAsSnapshot(), MemberEvent.class);
        return Behaviors.withStash(SAID_BEFORE, before -> Behaviors.receive(Command.class)
                .onMessage(Began.class, began -> before.unstashAll(with.apply(began.state())))
                .onMessage(Said.class, _ -> !before.isFull(), said -> {
                    before.stash(said);
                    return Behaviors.same();
                })
                .build());
    }

    private BookActor(ActorContext<Command> context, ActorRef<AddressMessage> self, List<Place> places,
            BookSettings settings, Supplier<Set<UniqueAddress>> mayAct, CurrentClusterState state) {
        super(context);
        this.mayAct = mayAct;
        this.settings = settings;
        this.self = self;
        book = AddressBook.open(places, System.currentTimeMillis(), nowMillis());
        LOG.info("this node keeps the book of service addresses");
        state.getMembers().forEach(this::note);
        membership();
        tellAll();
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder().onMessage(Said.class, said -> {
            said(said.message());
            return this;
        }).onMessage(Membership.class, change -> {
            membership(change.event());
            return this;
        }).onMessage(Look.class, _ -> {
            if (!undead.equals(undead())) {
                membership();
            }
            return this;
        }).onMessage(Tick.class, _ -> {
            on(new BookInput.Tick());
            tellAll();
            return this;
        }).build();
    }

    private static long nowMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    private void said(AddressMessage message) {
        switch (message) {
            case AddressMessage.Reported(BookInput.Report report) -> on(report);
            case AddressMessage.Acquired(NodeRun node, char address, long epoch) ->
                    on(new BookInput.Acquired(node, address, epoch));
            case AddressMessage.Refused(NodeRun node, char address, long epoch, String why) ->
                    on(new BookInput.Refused(node, address, epoch, why));
            case AddressMessage.Released(NodeRun node, char address, long epoch) ->
                    on(new BookInput.Released(node, address, epoch));
            case AddressMessage.HandBack(char address) -> on(new BookInput.HandBack(address));
            case AddressMessage.Drain(String at) -> on(new BookInput.Drain(at, System.currentTimeMillis()));
            case AddressMessage.Undrain(String at) -> on(new BookInput.Undrain(at));
            case AddressMessage.ToAgent astray -> LOG.debug("astray: {}", astray);
        }
    }

    private void membership(MemberEvent event) {
        if (event instanceof MemberRemoved) {
            members.remove(event.member().uniqueAddress());
        } else {
            note(event.member());
        }
        Set<NodeRun> before = book.members().keySet();
        membership();
        if (!before.containsAll(book.members().keySet())) { // a new one is to say what it has
            tellAll();
        }
    }

    private void membership() {
        List<BookInput.Member> all = new ArrayList<>(members.values());
        undead = undead();
        undead.forEach(node -> all.add(new BookInput.Member(Nodes.run(node), Standing.DOWN)));
        on(new BookInput.Members(all));
    }

    /** Removed, but they may not know it yet: what they have is theirs until that is sure. */
    private Set<UniqueAddress> undead() {
        Set<UniqueAddress> all = new HashSet<>(mayAct.get());
        all.removeAll(members.keySet());
        return all;
    }

    private void note(Member member) {
        MemberStatus status = member.status();
        Standing standing = status.equals(MemberStatus.up())
                ? Standing.UP
                : status.equals(MemberStatus.down()) ? Standing.DOWN : Standing.LEAVING;
        if (MEMBERS.contains(status)) {
            members.put(member.uniqueAddress(), new BookInput.Member(Nodes.run(member.uniqueAddress()), standing));
        }
    }

    private void on(BookInput input) {
        BookDecision decision = BookRules.decide(settings, book, input, nowMillis());
        book = decision.book();
        if (book.version() != told) { // before the orders: who is told to take calls up finds their shards' way here
            tellAll();
        }
        for (BookOrder order : decision.orders()) {
            switch (order) {
                case BookOrder.Own(NodeRun node, char address, long epoch) ->
                        agent(node).tell(new AddressMessage.Own(address, epoch, self));
                case BookOrder.Release(NodeRun node, char address, long epoch) ->
                        agent(node).tell(new AddressMessage.Release(address, epoch, self));
                case BookOrder.Say(String text) -> LOG.info("{}", text);
            }
        }
    }

    /** Now and then again: a member that has just come up, or missed it, hears it then, and reports. */
    private void tellAll() {
        told = book.version();
        AddressMessage.Told news = new AddressMessage.Told(book.view(), self);
        book.members().keySet().forEach(node -> agent(node).tell(news));
    }

    private ActorRef<AddressMessage> agent(NodeRun node) {
        return Nodes.agent(getContext().getSystem(), node.at());
    }
}
