package io.tandem.tenant.actor;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.tandem.tenant.Decision;
import io.tandem.tenant.Subject;
import io.tandem.tenant.Tenant;
import io.tandem.tenant.TenantEffect;
import io.tandem.tenant.TenantEvent;
import io.tandem.tenant.TenantInput;
import io.tandem.tenant.TenantLimits;
import io.tandem.tenant.TenantReply;
import io.tandem.tenant.TenantReply.Refusal;
import io.tandem.tenant.TenantReply.Refused;
import io.tandem.tenant.TenantState;
import java.time.Duration;
import java.util.Optional;
import org.apache.pekko.actor.NoSerializationVerificationNeeded;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.SnapshotAdapter;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.RetentionCriteria;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;

/** One account: the shell around {@link Tenant}. Entity id: the account's name. */
public final class TenantActor
        extends
            EventSourcedBehavior<TenantActor.Command, TenantEvent, TenantState> {
    public static final EntityTypeKey<Command> TYPE = EntityTypeKey.create(Command.class, "Tenant");
    /** A snapshot holds all numbers: too many of them cost more than the events that they spare. */
    private static final int SNAPSHOT_EVERY = 2000;
    static final Duration RETRY_EVERY = Duration.ofSeconds(2);

    public sealed interface Command extends TenantMessage {}

    /** A client's request; exactly one reply comes, unless the node dies. */
    public record Request(
            @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "request") @JsonSubTypes({
                    @Type(value = TenantInput.PutAccount.class, name = "put-account"),
                    @Type(value = TenantInput.GetAccount.class, name = "get-account"),
                    @Type(value = TenantInput.DeleteAccount.class, name = "delete-account"),
                    @Type(value = TenantInput.PutNumber.class, name = "put-number"),
                    @Type(value = TenantInput.GetNumber.class, name = "get-number"),
                    @Type(value = TenantInput.DeleteNumber.class, name = "delete-number"),
                    @Type(value = TenantInput.ListNumbers.class, name = "list-numbers")}) TenantInput.Request request,
            ActorRef<TenantReply> replyTo) implements Command {}

    /** What a block or the index has to say. */
    public record Heard(
            @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "heard") @JsonSubTypes({
                    @Type(value = TenantInput.BlockAnswered.class, name = "block-answered"),
                    @Type(value = TenantInput.IndexAnswered.class, name = "index-answered"),
                    @Type(value = TenantInput.HoldDoubted.class, name = "hold-doubted")}) TenantInput input)
            implements
                Command {}

    private enum Retry implements Command, NoSerializationVerificationNeeded {
        NOW
    }

    private final String account;
    private final Neighbours neighbours;
    private final TenantLimits limits;
    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final WaitingRequests waiting = new WaitingRequests();

    private TenantActor(String account, Neighbours neighbours, TenantLimits limits, ActorContext<Command> context,
            TimerScheduler<Command> timers) {
        super(PersistenceId.of(TYPE.name(), account),
                SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(10), 0.2));
        this.account = account;
        this.neighbours = neighbours;
        this.limits = limits;
        this.context = context;
        this.timers = timers;
    }

    static Behavior<Command> create(String account, Neighbours neighbours, TenantLimits limits) {
        return Behaviors.setup(context -> Behaviors.withTimers(
                timers -> new TenantActor(account, neighbours, limits, context, timers)));
    }

    @Override
    public TenantState emptyState() {
        return TenantState.NONE;
    }

    @Override
    public CommandHandler<Command, TenantEvent, TenantState> commandHandler() {
        return this::onCommand;
    }

    @Override
    public EventHandler<TenantState, TenantEvent> eventHandler() {
        return Tenant::apply;
    }

    @Override
    public SignalHandler<TenantState> signalHandler() {
        return newSignalHandlerBuilder().onSignal(RecoveryCompleted.instance(), this::resume).build();
    }

    @Override
    public RetentionCriteria retentionCriteria() {
        return RetentionCriteria.snapshotEvery(SNAPSHOT_EVERY, 2);
    }

    @Override
    public SnapshotAdapter<TenantState> snapshotAdapter() {
        return new TenantSnapshot.Adapter();
    }

    private Effect<TenantEvent, TenantState> onCommand(TenantState state, Command command) {
        return switch (command) {
            case Request request -> onRequest(state, request);
            case Heard(var input) -> carryOut(Tenant.decide(account, state, input, limits), Optional.empty());
            case Retry _ -> {
                resume(state);
                yield Effect().none();
            }
        };
    }

    private Effect<TenantEvent, TenantState> onRequest(TenantState state, Request request) {
        Optional<Subject> change = Tenant.waitsFor(state, request.request());
        if (change.isPresent()) {
            if (!waiting.queue(change.get(), request)) {
                request.replyTo().tell(Refused.of(Refusal.BUSY));
            }
            return Effect().none();
        }
        Decision decision = Tenant.decide(account, state, request.request(), limits);
        boolean answered = decision.effects().stream().anyMatch(TenantEffect.Reply.class::isInstance);
        if (!answered && !waiting.join(Tenant.subject(request.request()), request.replyTo())) {
            request.replyTo().tell(Refused.of(Refusal.BUSY));
            return Effect().none();
        }
        return carryOut(decision, Optional.of(request.replyTo()));
    }

    private Effect<TenantEvent, TenantState> carryOut(Decision decision, Optional<ActorRef<TenantReply>> asker) {
        return Effect().persist(decision.events()).thenRun(_ -> {
            for (TenantEffect effect : decision.effects()) {
                run(effect, asker);
            }
        });
    }

    /** Repeats the unanswered orders; after a crash they may never have left. */
    private void resume(TenantState state) {
        for (TenantEffect effect : Tenant.resume(account, state)) {
            run(effect, Optional.empty());
        }
    }

    private void run(TenantEffect effect, Optional<ActorRef<TenantReply>> asker) {
        switch (effect) {
            case TenantEffect.Reply(var reply) -> asker.ifPresent(replyTo -> replyTo.tell(reply));
            case TenantEffect.Settle(var subject, var reply) ->
                    waiting.settle(subject, reply).forEach(context.getSelf()::tell);
            case TenantEffect.ListAccount(var settings, var revision) -> order(() -> neighbours.tellIndex(
                    new AccountIndexActor.ListAccount(account, settings.serviceDetails(), revision)));
            case TenantEffect.StrikeAccount(var revision) ->
                    order(() -> neighbours.tellIndex(new AccountIndexActor.StrikeAccount(account, revision)));
            case TenantEffect.ClaimNumber(var number, var assignment, var revision) ->
                    order(() -> neighbours.tellBlock(number.block(),
                            new NumberBlockActor.Claim(number, assignment, revision)));
            case TenantEffect.ReleaseNumber(var number, var revision) -> order(() -> neighbours.tellBlock(
                    number.block(), new NumberBlockActor.Release(number, account, revision)));
        }
    }

    /** What is ordered is ordered again, until {@link Tenant#resume} has nothing to say. */
    private void order(Runnable order) {
        order.run();
        if (!timers.isTimerActive(Retry.NOW)) {
            timers.startSingleTimer(Retry.NOW, Retry.NOW, RETRY_EVERY);
        }
    }
}
