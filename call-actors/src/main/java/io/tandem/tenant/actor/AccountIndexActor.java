package io.tandem.tenant.actor;

import io.tandem.tenant.AccountIndex;
import io.tandem.tenant.AccountServices;
import io.tandem.tenant.SortedTree;
import io.tandem.tenant.TenantInput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.SnapshotAdapter;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.RetentionCriteria;

/** The list of all accounts: the shell around {@link AccountIndex}. One entity for the deployment. */
public final class AccountIndexActor
        extends
            EventSourcedBehavior<AccountIndexActor.Command, AccountIndex.Event, AccountIndex> {
    public static final EntityTypeKey<Command> TYPE = EntityTypeKey.create(Command.class, "AccountIndex");
    static final String ENTITY_ID = "accounts";
    private static final int SNAPSHOT_EVERY = 500;

    public sealed interface Command extends TenantMessage {}

    /** An account's order; the answer goes to the account. */
    public record ListAccount(String name, AccountServices services, long revision) implements Command {}

    /** Likewise. */
    public record StrikeAccount(String name, long revision) implements Command {}

    public record ReadNames(int skip, int top, ActorRef<Names> replyTo) implements Command {}

    /** @param more whether others follow */
    public record Names(List<String> names, boolean more) implements TenantMessage {}

    /** A part of the customers of Direct Routing. @param known the version that the asker has all of, 0 for none */
    public record ReadCustomers(int skip, int top, long known, ActorRef<CustomerFeed.Command> replyTo)
            implements
                Command {}

    private final ActorContext<Command> context;
    private final Neighbours neighbours;
    private final AccountIndex.Limits limits;
    private final Consumer<CustomerFeed.Changed> copies;

    private AccountIndexActor(ActorContext<Command> context, Neighbours neighbours, AccountIndex.Limits limits,
            Consumer<CustomerFeed.Changed> copies) {
        super(PersistenceId.of(TYPE.name(), ENTITY_ID),
                SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(10), 0.2));
        this.context = context;
        this.neighbours = neighbours;
        this.limits = limits;
        this.copies = copies;
    }

    /** @param copies told of each account that has become another customer, or none */
    static Behavior<Command> create(Neighbours neighbours, AccountIndex.Limits limits,
            Consumer<CustomerFeed.Changed> copies) {
        return Behaviors.setup(context -> new AccountIndexActor(context, neighbours, limits, copies));
    }

    @Override
    public AccountIndex emptyState() {
        return AccountIndex.EMPTY;
    }

    @Override
    public CommandHandler<Command, AccountIndex.Event, AccountIndex> commandHandler() {
        return this::onCommand;
    }

    @Override
    public EventHandler<AccountIndex, AccountIndex.Event> eventHandler() {
        return AccountIndex::apply;
    }

    @Override
    public RetentionCriteria retentionCriteria() {
        return RetentionCriteria.snapshotEvery(SNAPSHOT_EVERY, 2);
    }

    @Override
    public SnapshotAdapter<AccountIndex> snapshotAdapter() {
        return new Adapter();
    }

    private Effect<AccountIndex.Event, AccountIndex> onCommand(AccountIndex state, Command command) {
        return switch (command) {
            case ListAccount(var name, var services, var revision) ->
                    carryOut(state.list(name, services, revision, limits), name, revision);
            case StrikeAccount(var name, var revision) -> carryOut(state.strike(name, revision), name, revision);
            case ReadNames(var skip, var top, var replyTo) -> {
                replyTo.tell(new Names(state.names(skip, top), state.accounts().size() > (long) skip + top));
                yield Effect().none();
            }
            case ReadCustomers(var skip, var top, var known, var replyTo) -> {
                replyTo.tell(page(state, skip, top, known));
                yield Effect().none();
            }
        };
    }

    /** The number of events is the version: the same on whichever node the index lives. */
    private CustomerFeed.Page page(AccountIndex state, int skip, int top, long known) {
        long version = lastSequenceNumber(context);
        return version > 0 && version == known
                ? new CustomerFeed.Page(skip, List.of(), false, version, true)
                : new CustomerFeed.Page(skip, state.customers(skip, top),
                        state.accounts().size() > (long) skip + top, version, false);
    }

    private Effect<AccountIndex.Event, AccountIndex> carryOut(AccountIndex.Decision decision, String name,
            long revision) {
        List<AccountIndex.Event> events = decision.event().stream().toList();
        return Effect().persist(events).thenRun(after -> {
            if (!events.isEmpty()) {
                copies.accept(new CustomerFeed.Changed(name,
                        after.accounts().get(name).flatMap(entry -> entry.customer(name))));
            }
            neighbours.tellTenant(name,
                    new TenantActor.Heard(new TenantInput.IndexAnswered(revision, decision.verdict())));
        });
    }

    /** The index as the snapshot store keeps it: rows instead of a tree. */
    record Snapshot(List<Row> accounts) {
        record Row(String name, Optional<String> subdomain, Optional<String> tenantId, long revision,
                Optional<AccountIndex.Routing> routing) {}
    }

    /** Between the two forms. */
    static final class Adapter implements SnapshotAdapter<AccountIndex> {
        @Override
        public Object toJournal(AccountIndex index) {
            List<Snapshot.Row> rows = new ArrayList<>(index.accounts().size());
            index.accounts()
                    .forEach((name, entry) -> rows.add(
                            new Snapshot.Row(name, entry.subdomain(), entry.tenantId(), entry.revision(),
                                    entry.routing())));
            return new Snapshot(rows);
        }

        @Override
        public AccountIndex fromJournal(Object stored) {
            SortedTree<String, AccountIndex.Entry> accounts = SortedTree.empty();
            for (Snapshot.Row row : ((Snapshot) stored).accounts()) {
                accounts = accounts.with(row.name(),
                        new AccountIndex.Entry(row.subdomain(), row.tenantId(), row.revision(), row.routing()));
            }
            return new AccountIndex(accounts);
        }
    }
}
