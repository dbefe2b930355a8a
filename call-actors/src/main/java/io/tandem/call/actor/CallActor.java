package io.tandem.call.actor;

import io.tandem.call.CallEffect;
import io.tandem.call.CallEvent;
import io.tandem.call.CallInput;
import io.tandem.call.CallState;
import io.tandem.call.CallView;
import io.tandem.call.Decision;
import io.tandem.port.CallId;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.NoSerializationVerificationNeeded;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.persistence.typed.EventRejectedException;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.SnapshotSelectionCriteria;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.Recovery;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;

/**
 * One call. Inputs go to the rules; what they decide is journaled, then carried out. What is not journaled (ringing,
 * routing) lives in {@link CallRun} and dies with the node: the caller's network tries again (design §3).
 */
public final class CallActor extends EventSourcedBehavior<CallActor.Command, CallEvent, CallRecord> {
    /** Entity type and first part of the persistence id. */
    public static final String TYPE = "Call";
    /** Journal tag of the event from which on a call has to be woken after a restart. */
    public static final String TAG_UP = "call-up";
    /** Journal tag of the event that ends that. */
    public static final String TAG_OVER = "call-over";
    /** Journal tag of an answer that must not be refused, whatever the journal can do for it (F-140). */
    public static final String TAG_EMERGENCY = "call-emergency";
    private static final Set<String> UP = Set.of(TAG_UP);
    private static final Set<String> UP_IN_EMERGENCY = Set.of(TAG_UP, TAG_EMERGENCY);

    public sealed interface Command {}

    /** Something happened to the call. @param far whether another node has told it */
    record Input(CallInput input, boolean far) implements Command {
        Input(CallInput input) {
            this(input, false);
        }
    }

    /** Whom the number that the call looks for stands for, where that had to be asked. */
    record Found(CallEffect.FindNumber find, Optional<String> callBack)
            implements
                Command,
                NoSerializationVerificationNeeded {}

    /** Something that the call's own node alone knows of: it never leaves it, and has no form on the wire. */
    record Own(CallInput input) implements Command, NoSerializationVerificationNeeded {}

    /** What are you? */
    record View(ActorRef<Viewed> replyTo) implements Command {}

    /** The answer to that. @param call empty from a call that never was */
    record Viewed(Optional<CallView> call) {}

    /** The shard wants the actor gone. */
    enum Stop implements Command {
        INSTANCE
    }

    /** Another node may have the call by now: the actor goes without a word. Never leaves the node of its sender. */
    enum LetGo implements Command, NoSerializationVerificationNeeded {
        NOW
    }

    /** Look whether the call may act again. */
    private enum Again implements Command, NoSerializationVerificationNeeded {
        LOOK
    }

    /** A node that has come out of a long pause hears within this whether its calls are still its own. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final ActorContext<Command> context;
    private final ActorRef<ClusterSharding.ShardCommand> shard;
    private final TimerScheduler<Command> timers;
    private final CallRun run;
    private Optional<CallInput> beingJournaled = Optional.empty();
    private boolean waiting;

    static Behavior<Command> create(CallId id, CallPorts ports, ActorRef<ClusterSharding.ShardCommand> shard) {
        Behavior<Command> call = Behaviors.setup(context -> Behaviors.withTimers(timers -> new CallActor(context,
                timers, id, ports, shard)));
        // An answer that cannot be made durable ends the call (stopped); that comes by the hundred, and the journal says why.
        return Behaviors.supervise(call)
                .onFailure(EventRejectedException.class,
                        SupervisorStrategy.stop().withLoggingEnabled(false));
    }

    private CallActor(ActorContext<Command> context, TimerScheduler<Command> timers, CallId id, CallPorts ports,
            ActorRef<ClusterSharding.ShardCommand> shard) {
        super(PersistenceId.of(TYPE, id.value()));
        this.context = context;
        this.shard = shard;
        this.timers = timers;
        this.run = new CallRun(id, ports, timers, context.getSelf(), this::tell);
    }

    /** Another call, found by its id as the edge finds it. */
    private void tell(CallId call, CallInput input) {
        ClusterSharding.get(context.getSystem()).entityRefFor(Calls.key(), call.value()).tell(new Input(input));
    }

    @Override
    public CallRecord emptyState() {
        return CallRecord.NONE;
    }

    @Override
    public CommandHandler<Command, CallEvent, CallRecord> commandHandler() {
        return this::onCommand;
    }

    @Override
    public EventHandler<CallRecord, CallEvent> eventHandler() {
        return CallRecord::with;
    }

    /** A call has two events as a rule: a snapshot would be a third, and looking for one a third of what a call costs. */
    @Override
    public Recovery recovery() {
        return Recovery.withSnapshotSelectionCriteria(SnapshotSelectionCriteria.none());
    }

    @Override
    public Set<String> tagsFor(CallEvent event) {
        return switch (event) {
            case CallEvent.CallAnswered answered -> answered.facts().emergency() ? UP_IN_EMERGENCY : UP;
            case CallEvent.SessionChanged _ -> Set.of(); // it is up already
            case CallEvent.CallEnded _ -> Set.of(TAG_OVER);
        };
    }

    @Override
    public SignalHandler<CallRecord> signalHandler() {
        return newSignalHandlerBuilder().onSignal(RecoveryCompleted.instance(), run::recovered)
                .onSignal(
                        PostStop.instance(), _ -> stopped())
                .build();
    }

    private Effect<CallEvent, CallRecord> onCommand(CallRecord record, Command command) {
        boolean inTurn = !waiting || command instanceof Again;
        if (!(inTurn && run.mayAct()) && !(command instanceof Stop || command instanceof LetGo)) {
            return waitToAct(command);
        }
        return switch (command) {
            case Input(CallInput input, boolean far) -> {
                run.heard(input, far);
                yield onInput(input);
            }
            case Own(CallInput input) -> onInput(input);
            case Found(CallEffect.FindNumber find, Optional<String> callBack) -> {
                run.find(find, callBack);
                yield work();
            }
            case View(ActorRef<Viewed> replyTo) -> {
                Effect<CallEvent, CallRecord> effect = work(); // a call that comes back takes up its media first
                replyTo.tell(new Viewed(run.view()));
                yield effect;
            }
            case Stop _,
                    LetGo _ -> Effect().stop();
            case Again _ -> {
                waiting = false;
                yield Effect().none().thenUnstashAll();
            }
        };
    }

    /** Another node may have the call by now, and have written what became of it: nothing is done, journaled or sent. */
    private Effect<CallEvent, CallRecord> waitToAct(Command command) {
        if (!waiting || command instanceof Again) {
            waiting = true;
            timers.startSingleTimer(Again.LOOK, Again.LOOK, LOOK_AGAIN);
        }
        return command instanceof Again ? Effect().none() : Effect().stash();
    }

    private Effect<CallEvent, CallRecord> onInput(CallInput input) {
        run.accept(input);
        return work();
    }

    /** Works off what is to be decided, up to the next thing to journal. */
    private Effect<CallEvent, CallRecord> work() {
        while (run.hasInput()) {
            CallInput input = run.nextInput();
            Decision decision = run.decide(input);
            if (!decision.events().isEmpty()) {
                return journal(input, decision);
            }
            run.carryOut(decision);
        }
        return forgetIfOver();
    }

    private Effect<CallEvent, CallRecord> journal(CallInput input, Decision decision) {
        beingJournaled = Optional.of(input);
        return Effect().persist(run.told(decision)).thenRun(_ -> {
            beingJournaled = Optional.empty();
            run.carryOut(decision);
            run.handBackInputs();
            if (run.isOver()) {
                passivate();
            }
        });
    }

    private Effect<CallEvent, CallRecord> forgetIfOver() {
        if (run.isOver()) {
            passivate();
        }
        return Effect().none();
    }

    /** By the shard's leave: what arrives meanwhile wakes the call again and gets its 481 (TRAP-2). */
    private void passivate() {
        shard.tell(new ClusterSharding.Passivate<>(context.getSelf()));
    }

    private void stopped() {
        beingJournaled.ifPresent(run::undone);
        run.abandoned();
        run.left();
    }

    /** Whether a recovered call has to be kept awake. */
    static boolean isUp(CallState state) {
        return state instanceof CallState.Talking;
    }
}
