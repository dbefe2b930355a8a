package io.tandem.tenant.actor;

import io.tandem.tenant.NumberAssignment;
import io.tandem.tenant.NumberBlock;
import io.tandem.tenant.NumberBlock.Verdict;
import io.tandem.tenant.TenantInput;
import io.tandem.tenant.number.PhoneNumber;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.RetentionCriteria;

/** A thousand consecutive numbers: the shell around {@link NumberBlock}. Entity id: {@link PhoneNumber#block}. */
public final class NumberBlockActor
        extends
            EventSourcedBehavior<NumberBlockActor.Command, NumberBlock.Event, NumberBlock> {
    public static final EntityTypeKey<Command> TYPE = EntityTypeKey.create(Command.class, "NumberBlock");
    private static final int SNAPSHOT_EVERY = 500;

    public sealed interface Command extends TenantMessage {}

    /** An account's order; the answer goes to the account, wherever it lives by then. */
    public record Claim(PhoneNumber number, NumberAssignment assignment, long revision) implements Command {}

    /** Likewise. */
    public record Release(PhoneNumber number, String account, long revision) implements Command {}

    /** @param knownVersion what the asker has, -1 for nothing */
    public record Read(long knownVersion, ActorRef<Contents> replyTo) implements Command {}

    /**
     * The numbers of a block.
     *
     * @param numbers empty also when {@code unchanged}, which means that the asker has them
     */
    public record Contents(long block, long version, boolean unchanged, List<Held> numbers) implements TenantMessage {

        /** @param place 0–999 */
        public record Held(int place, NumberAssignment assignment) {}
    }

    /**
     * A number has another holder, or none. Told to every node's cache, in order of {@code version}; may be lost.
     */
    public record Changed(long block, long version, int place, Optional<NumberAssignment> holder)
            implements
                TenantMessage {}

    private final long block;
    private final Neighbours neighbours;
    private final Consumer<Changed> caches;

    private NumberBlockActor(long block, Neighbours neighbours, Consumer<Changed> caches) {
        super(PersistenceId.of(TYPE.name(), Long.toString(block)),
                SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(10), 0.2));
        this.block = block;
        this.neighbours = neighbours;
        this.caches = caches;
    }

    static Behavior<Command> create(long block, Neighbours neighbours, Consumer<Changed> caches) {
        return new NumberBlockActor(block, neighbours, caches);
    }

    @Override
    public NumberBlock emptyState() {
        return NumberBlock.EMPTY;
    }

    @Override
    public CommandHandler<Command, NumberBlock.Event, NumberBlock> commandHandler() {
        return this::onCommand;
    }

    @Override
    public EventHandler<NumberBlock, NumberBlock.Event> eventHandler() {
        return NumberBlock::apply;
    }

    @Override
    public RetentionCriteria retentionCriteria() {
        return RetentionCriteria.snapshotEvery(SNAPSHOT_EVERY, 2);
    }

    private Effect<NumberBlock.Event, NumberBlock> onCommand(NumberBlock state, Command command) {
        return switch (command) {
            case Claim(var number, var assignment, var revision) -> carryOut(state.claim(number, assignment, revision),
                    number, assignment.account(), revision);
            case Release(var number, var account, var revision) ->
                    carryOut(state.release(number, account, revision), number, account, revision);
            case Read(var known, var replyTo) -> {
                replyTo.tell(contents(state, known));
                yield Effect().none();
            }
        };
    }

    private Effect<NumberBlock.Event, NumberBlock> carryOut(NumberBlock.Decision decision, PhoneNumber number,
            String account, long revision) {
        List<NumberBlock.Event> events = decision.event().stream().toList();
        return Effect().persist(events).thenRun(after -> {
            if (!events.isEmpty()) {
                caches.accept(new Changed(block, after.version(), number.suffix(), after.holder(number)));
            }
            neighbours.tellTenant(account,
                    new TenantActor.Heard(new TenantInput.BlockAnswered(number, revision, decision.verdict())));
            if (decision.verdict() == Verdict.HELD_ELSEWHERE) {
                after.holder(number)
                        .ifPresent(holder -> neighbours.tellTenant(holder.account(),
                                new TenantActor.Heard(new TenantInput.HoldDoubted(number))));
            }
        });
    }

    private Contents contents(NumberBlock state, long known) {
        if (known == state.version()) {
            return new Contents(block, known, true, List.of());
        }
        List<Contents.Held> numbers = state.held()
                .entrySet()
                .stream()
                .map(
                        held -> new Contents.Held(held.getKey(), held.getValue()))
                .toList();
        return new Contents(block, state.version(), false, numbers);
    }
}
