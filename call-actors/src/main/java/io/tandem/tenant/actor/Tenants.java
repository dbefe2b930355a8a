package io.tandem.tenant.actor;

import io.tandem.port.CustomerDirectory;
import io.tandem.port.NumberDirectory;
import io.tandem.tenant.Account;
import io.tandem.tenant.AccountRules;
import io.tandem.tenant.AccountSettings;
import io.tandem.tenant.NumberSettings;
import io.tandem.tenant.TenantInput;
import io.tandem.tenant.TenantReply;
import io.tandem.tenant.TenantReply.AccountFound;
import io.tandem.tenant.TenantReply.Refusal;
import io.tandem.tenant.TenantReply.Refused;
import io.tandem.tenant.actor.NumberBlockActor.Changed;
import io.tandem.tenant.actor.NumberBlockActor.Contents;
import io.tandem.tenant.number.PhoneNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.pubsub.Topic;
import org.apache.pekko.cluster.sharding.typed.ClusterShardingSettings;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;

/**
 * The tenants as the rest of the node sees them. Every operation answers with a value: what cannot be asked is
 * {@link Refusal#UNAVAILABLE}, what is too much {@link Refusal#BUSY}; no stage fails. Safe from any thread.
 */
public final class Tenants {
    /** A list asks each of its accounts. */
    public static final int ACCOUNTS_PER_PAGE = 100;
    public static final int NUMBERS_PER_PAGE = 1000;

    private final ClusterSharding sharding;
    private final TenantsSettings settings;
    private final CachedNumberDirectory directory;
    private final CachedCustomers customers = new CachedCustomers();
    private final AtomicInteger underWay = new AtomicInteger();

    private Tenants(ClusterSharding sharding, TenantsSettings settings) {
        this.sharding = sharding;
        this.settings = settings;
        this.directory = new CachedNumberDirectory(this::readBlock, settings.directory(), System::nanoTime);
    }

    /** Starts the three kinds of entity and this node's directory; once for each node, after the cluster extension. */
    public static Tenants start(ActorSystem<?> system) {
        return start(system, TenantsSettings.DEFAULT);
    }

    public static Tenants start(ActorSystem<?> system, TenantsSettings settings) {
        ClusterSharding sharding = ClusterSharding.get(system);
        Neighbours neighbours = new ShardedNeighbours(sharding);
        Tenants tenants = new Tenants(sharding, settings);
        ActorRef<Topic.Command<Changed>> topic = system.systemActorOf(
                Topic.create(Changed.class, "tandem-number-changes"), "number-changes", Props.empty());
        ActorRef<Changed> feed = system.systemActorOf(tenants.feed(), "number-directory", Props.empty());
        topic.tell(Topic.subscribe(feed));
        ClusterShardingSettings bounded = bounded(system, settings.entities());
        sharding.init(Entity.of(TenantActor.TYPE,
                entity -> TenantActor.create(entity.getEntityId(), neighbours, settings.tenant()))
                .withSettings(
                        bounded));
        sharding.init(Entity.of(NumberBlockActor.TYPE,
                entity -> NumberBlockActor.create(Long.parseLong(entity.getEntityId()), neighbours,
                        change -> topic.tell(Topic.publish(change))))
                .withSettings(bounded));
        ActorRef<Topic.Command<CustomerFeed.Changed>> customers = system.systemActorOf(
                Topic.create(CustomerFeed.Changed.class, "tandem-customer-changes"), "customer-changes", Props.empty());
        sharding.init(Entity.of(AccountIndexActor.TYPE,
                _ -> AccountIndexActor.create(neighbours, settings.index(),
                        change -> customers.tell(Topic.publish(change)))));
        ActorRef<CustomerFeed.Command> copy = system.systemActorOf(CustomerFeed.into(tenants.customers, neighbours),
                "customer-directory", Props.empty());
        customers.tell(Topic.subscribe(copy.narrow()));
        return tenants;
    }

    /** Calls to numbers that nobody has wake blocks as well: how many are awake is bounded, not only for how long. */
    private static ClusterShardingSettings bounded(ActorSystem<?> system, int entities) {
        ClusterShardingSettings settings = ClusterShardingSettings.create(system);
        return settings.withPassivationStrategy(settings.passivationStrategySettings()
                .withActiveEntityLimit(
                        entities)
                .withLeastRecentlyUsedReplacement());
    }

    /** Who holds a number, for the call path of this node. */
    public NumberDirectory directory() {
        return directory;
    }

    /** The customers of Direct Routing, for the call path of this node. */
    public CustomerDirectory customers() {
        return customers;
    }

    /** {@link TenantReply.AccountStored} or refused. */
    public CompletionStage<TenantReply> putAccount(AccountSettings account) {
        return AccountRules.isName(account.name())
                ? ask(account.name(), new TenantInput.PutAccount(account))
                : refused(new Refused(Refusal.MALFORMED, AccountRules.mistakes(account)));
    }

    /** {@link AccountFound} or refused. */
    public CompletionStage<TenantReply> getAccount(String name) {
        return ask(name, new TenantInput.GetAccount(false));
    }

    /** {@link TenantReply.AccountGone} or refused; with many numbers this may outlast the answer "unavailable". */
    public CompletionStage<TenantReply> deleteAccount(String name, boolean deleteNumbers) {
        return ask(name, new TenantInput.DeleteAccount(deleteNumbers));
    }

    /** {@link TenantReply.AccountPage}, by name, or refused. */
    public CompletionStage<TenantReply> listAccounts(int skip, int top) {
        return admitted(() -> sharding.entityRefFor(AccountIndexActor.TYPE,
                AccountIndexActor.ENTITY_ID).<AccountIndexActor
                        .Names>ask(
                                replyTo -> new AccountIndexActor.ReadNames(skip,
                                        Math.min(top, ACCOUNTS_PER_PAGE), replyTo),
                                settings.timeout())
                .thenCompose(this::page));
    }

    /** {@link TenantReply.NumberStored} or refused. */
    public CompletionStage<TenantReply> putNumber(String account, NumberSettings number) {
        return ask(account, new TenantInput.PutNumber(number));
    }

    /** {@link TenantReply.NumberFound} or refused. */
    public CompletionStage<TenantReply> getNumber(String account, PhoneNumber number) {
        return ask(account, new TenantInput.GetNumber(number));
    }

    /** {@link TenantReply.NumberGone} or refused. */
    public CompletionStage<TenantReply> deleteNumber(String account, PhoneNumber number) {
        return ask(account, new TenantInput.DeleteNumber(number));
    }

    /** {@link TenantReply.NumberPage}, in order, or refused. */
    public CompletionStage<TenantReply> listNumbers(String account, int skip, int top) {
        return ask(account, new TenantInput.ListNumbers(skip, Math.min(top, NUMBERS_PER_PAGE)));
    }

    private CompletionStage<TenantReply> ask(String account, TenantInput.Request request) {
        return AccountRules.isName(account)
                ? admitted(() -> tell(account, request))
                : refused(Refused.of(Refusal.NO_SUCH_ACCOUNT));
    }

    private CompletionStage<TenantReply> tell(String account, TenantInput.Request request) {
        return sharding.entityRefFor(TenantActor.TYPE, account)
                .ask(
                        replyTo -> new TenantActor.Request(request, replyTo), settings.timeout());
    }

    /** Runs the request unless too many are under way; a failure of it is an answer. */
    private CompletionStage<TenantReply> admitted(Supplier<CompletionStage<TenantReply>> request) {
        if (underWay.incrementAndGet() > settings.requests()) {
            underWay.decrementAndGet();
            return refused(Refused.of(Refusal.BUSY));
        }
        return request.get()
                .exceptionally(_ -> Refused.of(Refusal.UNAVAILABLE))
                .whenComplete(
                        (_, _) -> underWay.decrementAndGet());
    }

    private static CompletionStage<TenantReply> refused(Refused reason) {
        return CompletableFuture.completedStage(reason);
    }

    private CompletionStage<TenantReply> page(AccountIndexActor.Names names) {
        List<CompletableFuture<TenantReply>> replies = new ArrayList<>(names.names().size());
        for (String name : names.names()) {
            replies.add(tell(name, new TenantInput.GetAccount(true)).toCompletableFuture());
        }
        return CompletableFuture.allOf(replies.toArray(new CompletableFuture<?>[0])).thenApply(_ -> {
            List<Account> accounts = new ArrayList<>(replies.size());
            for (CompletableFuture<TenantReply> reply : replies) {
                if (reply.join() instanceof AccountFound(var account)) {
                    accounts.add(account);
                }
            }
            return new TenantReply.AccountPage(accounts, names.more());
        });
    }

    private CompletionStage<Contents> readBlock(long block, long knownVersion) {
        return sharding.entityRefFor(NumberBlockActor.TYPE, Long.toString(block))
                .ask(
                        replyTo -> new NumberBlockActor.Read(knownVersion, replyTo), settings.directory().timeout());
    }

    private Behavior<Changed> feed() {
        return Behaviors.receiveMessage(change -> {
            directory.changed(change);
            return Behaviors.same();
        });
    }
}
