package io.tandem.sim;

import io.tandem.call.CallEffect;
import io.tandem.call.CallEvent;
import io.tandem.call.CallInput;
import io.tandem.call.CallRules;
import io.tandem.call.CallState;
import io.tandem.call.CallTimer;
import io.tandem.call.Decision;
import io.tandem.media.session.OpenResult;
import io.tandem.media.session.SessionWatch;
import io.tandem.port.CallId;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A call in the node's memory, as its actor runs it: decides, journals, then carries out. */
final class RunningCall {
    private final Gateway gateway;
    private final CallId id;
    private final ArrayDeque<CallInput> inputs = new ArrayDeque<>();
    private final Map<CallTimer, Integer> timers = new EnumMap<>(CallTimer.class);
    private CallState state = new CallState.Idle();
    private int timersStarted;
    private boolean working;
    private boolean finished;
    private Optional<CallInput> beingJournaled = Optional.empty();

    /** Of the journal, where that knows it: a call that talked takes up its media before anything else. */
    RunningCall(Gateway gateway, CallId id, List<CallEvent> journaled) {
        this.gateway = gateway;
        this.id = id;
        for (CallEvent event : journaled) {
            state = CallRules.apply(event);
        }
        if (state instanceof CallState.Talking) {
            inputs.add(new CallInput.Resumed());
        }
    }

    CallId id() {
        return id;
    }

    CallState state() {
        return state;
    }

    boolean finished() {
        return finished;
    }

    boolean timersRun() {
        return !timers.isEmpty();
    }

    void accept(CallInput input) {
        inputs.add(input);
        work();
    }

    void work() {
        if (working) {
            return; // what carrying out brings takes its turn
        }
        working = true;
        while (beingJournaled.isEmpty() && !inputs.isEmpty()) {
            CallInput input = inputs.poll();
            Decision decision = decide(input);
            if (decision.events().isEmpty()) {
                carryOut(decision);
            } else {
                journal(input, decision);
            }
        }
        working = false;
        if (beingJournaled.isEmpty() && isOver()) {
            gateway.forget(this);
        }
    }

    private Decision decide(CallInput input) {
        gateway.world().ladder().told(id, state, input);
        return CallRules.decide(gateway.environment(id), state, input, gateway.world().time().instant());
    }

    private boolean isOver() {
        return finished || state instanceof CallState.Idle || state instanceof CallState.Ended;
    }

    /** The write takes its time; the process may die before it is done, or between it and what follows from it. */
    private void journal(CallInput input, Decision decision) {
        beingJournaled = Optional.of(input);
        int half = gateway.world().plan().around().journalMillis() / 2;
        after(half, () -> {
            if (gateway.fails()) {
                stopped();
                gateway.broken(this);
                return;
            }
            decision.events().forEach(event -> gateway.journaled(this, event, decision.next()));
            after(half, () -> {
                beingJournaled = Optional.empty();
                carryOut(decision);
                work();
            });
        });
    }

    /** The actor stops: what it could not journal is undone, and what waits for it is told so. */
    private void stopped() {
        withoutEvents(new CallInput.JournalFailed("by the seed", beingJournaled.orElseThrow()));
        switch (state) {
            case CallState.Routing _,
                    CallState.Targeting _,
                    CallState.Preparing _,
                    CallState.Inviting _,
                    CallState.Redirecting _,
                    CallState.Talking _ ->
                    withoutEvents(new CallInput.Stopping("the node stops"));
            case CallState.Idle _,
                    CallState.Releasing _,
                    CallState.Ended _ -> {
            }
        }
    }

    private void withoutEvents(CallInput input) {
        carryOut(decide(input));
    }

    private void carryOut(Decision decision) {
        if (state instanceof CallState.Talking talked && !(decision.next() instanceof CallState.Talking)) {
            gateway.world().witness().stoppedTalking(id, talked);
        }
        state = decision.next();
        for (CallEffect effect : decision.effects()) {
            carryOut(effect);
        }
    }

    private void carryOut(CallEffect effect) {
        switch (effect) {
            case CallEffect.Respond respond -> gateway.respond(respond.transaction(), respond.response());
            case CallEffect.SendRequest send -> gateway.layer()
                    .request(send.transaction(), send.request(), send.flow(), id.value(), gateway.now());
            case CallEffect.SendAck ack -> gateway.layer().ack(ack.ack(), ack.flow(), ack.invite(), gateway.now());
            case CallEffect.Cancel cancel -> gateway.layer().cancel(cancel.invite(), cancel.extra(), gateway.now());
            case CallEffect.FindNumber _ -> findNumber();
            case CallEffect.FindTargets(String trunk) -> inputs.add(new CallInput.TargetsFound(
                    gateway.targets(id, trunk, state instanceof CallState.Talking)));
            case CallEffect.OpenMedia open -> openMedia(open);
            case CallEffect.WatchMedia(boolean expected) -> watchMedia(expected);
            case CallEffect.CloseMedia _ -> gateway.media().close(id.value());
            case CallEffect.StartTimer start -> startTimer(start);
            case CallEffect.StopTimer(CallTimer timer) -> timers.remove(timer);
            case CallEffect.Note(String what) -> gateway.world().ladder().noted(what);
            case CallEffect.Finish _ -> finished = true;
            case CallEffect.TellCall tell -> gateway.after(1, () -> gateway.tell(tell.call(), tell.input()));
            case CallEffect.KeepCallBack _,
                    CallEffect.RestTarget _,
                    CallEffect.Tried _,
                    CallEffect.CallerWithoutNumber _,
                    CallEffect.Transferred _,
                    CallEffect.OneWay _,
                    CallEffect.Describe _,
                    CallEffect.Protect _,
                    CallEffect.Reached _ ->
                    {
                    }
        }
    }

    private void findNumber() {
        Plan.Surroundings around = gateway.world().plan().around();
        CallInput found = new CallInput.NumberFound(around.lookup());
        if (around.lookupMillis() == 0) { // the cache knows it
            inputs.add(found);
        } else {
            after(around.lookupMillis(), () -> accept(found));
        }
    }

    private void openMedia(CallEffect.OpenMedia open) {
        OpenResult result = gateway.media().open(open.order());
        int millis = gateway.world().plan().around().mediaMillis();
        CallInput answered = new CallInput.MediaAnswered(result);
        if (millis == 0) {
            inputs.add(answered);
        } else {
            gateway.after(millis, () -> gateway.tell(id, answered));
        }
    }

    private void watchMedia(boolean expected) {
        gateway.media().rest(id.value());
        if (expected) {
            SessionWatch watch = gateway.media()
                    .watch(id.value(), silence -> accept(new CallInput.MediaSilent(silence)));
            after(MediaPlane.LOOK_MILLIS, () -> lookAtMedia(watch));
        }
    }

    private void lookAtMedia(SessionWatch watch) {
        if (gateway.media().look(id.value(), watch)) {
            after(MediaPlane.LOOK_MILLIS, () -> lookAtMedia(watch));
        }
    }

    private void startTimer(CallEffect.StartTimer start) {
        int number = ++timersStarted;
        timers.put(start.timer(), number);
        after(start.delay().toMillis(), () -> {
            if (timers.remove(start.timer(), number)) {
                accept(new CallInput.TimerExpired(start.timer()));
            }
        });
    }

    /** Unless the call or its process is gone by then. */
    private void after(long millis, Runnable what) {
        gateway.after(millis, () -> {
            if (gateway.runs(this)) {
                what.run();
            }
        });
    }
}
