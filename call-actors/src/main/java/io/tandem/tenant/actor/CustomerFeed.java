package io.tandem.tenant.actor;

import io.tandem.port.CustomerDirectory.Customer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.NoSerializationVerificationNeeded;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Keeps a node's {@link CachedCustomers} current: it hears of changes as they happen, and asks the index every few
 * seconds whether there is more, since a message may be lost and routing is to follow in under 10 s. One for each node.
 */
final class CustomerFeed extends AbstractBehavior<CustomerFeed.Command> {
    private static final int PAGE = 500;
    private static final Duration AGAIN_AFTER = Duration.ofSeconds(5);
    /** An index that has not answered by then is asked from the start. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    sealed interface Command extends TenantMessage {}

    /** An account has become that customer, or is none any more. */
    record Changed(String account, Optional<Customer> customer) implements Command {}

    /**
     * @param more whether others follow
     * @param version of the index; 0 from a build that did not say it
     * @param unchanged the asker has them all
     */
    record Page(int skip, List<Customer> customers, boolean more, long version, boolean unchanged) implements Command {}

    record Ask() implements Command, NoSerializationVerificationNeeded {}

    private final TimerScheduler<Command> timers;
    private final CachedCustomers copy;
    private final Neighbours neighbours;
    private final List<Customer> read = new ArrayList<>();
    private final Set<String> changed = new HashSet<>();
    private int next;
    private long known;
    private long reading;

    private CustomerFeed(ActorContext<Command> context, TimerScheduler<Command> timers, CachedCustomers copy,
            Neighbours neighbours) {
        super(context);
        this.timers = timers;
        this.copy = copy;
        this.neighbours = neighbours;
        begin();
    }

    static Behavior<Command> into(CachedCustomers copy, Neighbours neighbours) {
        return Behaviors.setup(context -> Behaviors.withTimers(
                timers -> new CustomerFeed(context, timers, copy, neighbours)));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder().onMessage(Changed.class, change -> {
            changed.add(change.account());
            copy.set(change.account(), change.customer());
            return this;
        }).onMessage(Page.class, page -> {
            take(page);
            return this;
        }).onMessage(Ask.class, _ -> {
            begin();
            return this;
        }).build();
    }

    private void begin() {
        read.clear();
        changed.clear();
        ask(0);
    }

    private void ask(int skip) {
        next = skip;
        neighbours.tellIndex(new AccountIndexActor.ReadCustomers(skip, PAGE, skip == 0 ? known : 0,
                getContext().getSelf()));
        timers.startSingleTimer(new Ask(), PATIENCE);
    }

    private void take(Page page) {
        if (page.skip() != next) {
            return; // of a round that was given up
        }
        if (page.unchanged()) {
            rest();
            return;
        }
        if (page.skip() == 0) {
            reading = page.version();
        }
        for (Customer customer : page.customers()) {
            if (!changed.contains(customer.account())) { // what is newer has been heard
                copy.set(customer.account(), Optional.of(customer));
            }
        }
        read.addAll(page.customers());
        if (page.more()) {
            ask(page.skip() + PAGE);
            return;
        }
        if (changed.isEmpty() && page.version() == reading) { // else pages may have shifted; the next round reads all again
            copy.only(read);
            known = reading;
        }
        copy.becomeReady();
        rest();
    }

    private void rest() {
        next = -1;
        timers.startSingleTimer(new Ask(), AGAIN_AFTER);
    }
}
