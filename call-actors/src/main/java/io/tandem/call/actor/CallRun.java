package io.tandem.call.actor;

import io.tandem.call.CallEffect;
import io.tandem.call.CallEnvironment;
import io.tandem.call.CallEvent;
import io.tandem.call.CallInput;
import io.tandem.call.CallKeys;
import io.tandem.call.CallState;
import io.tandem.call.CallTimer;
import io.tandem.call.CallView;
import io.tandem.call.CallViews;
import io.tandem.call.Decision;
import io.tandem.call.Rewriting;
import io.tandem.call.Story;
import io.tandem.leg.Leg;
import io.tandem.media.session.ProtectEnd;
import io.tandem.media.session.SessionStats;
import io.tandem.port.CallId;
import io.tandem.port.CustomerDirectory;
import io.tandem.port.NumberDirectory.Lookup;
import io.tandem.port.Service;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/** The volatile half of a call's actor: its state between the milestones, its story, and the hands that carry out. */
final class CallRun {
    private final CallId id;
    private final CallPorts ports;
    private final TimerScheduler<CallActor.Command> timers;
    private final ActorRef<CallActor.Command> self;
    private final BiConsumer<CallId, CallInput> calls;
    private final CallEnvironment environment;
    private final CallReports reports;
    private final ArrayDeque<CallInput> inputs = new ArrayDeque<>(2);
    private CallState state = new CallState.Idle();
    private Story story;
    private Optional<SessionStats> lastStats = Optional.empty();
    private boolean finished;

    /** @param calls the way to the other calls */
    CallRun(CallId id, CallPorts ports, TimerScheduler<CallActor.Command> timers, ActorRef<CallActor.Command> self,
            BiConsumer<CallId, CallInput> calls) {
        this.id = id;
        this.ports = ports;
        this.timers = timers;
        this.self = self;
        this.calls = calls;
        this.environment = new CallEnvironment(id, ports.settings(), ports.router(), ports.advertised(),
                ports.load().full(), new CallKeys(id, ports.secret()));
        this.reports = new CallReports(ports.listener(), ports.load(), ports.settings().logged());
        ports.load().actorStarted();
    }

    /** A call that talked when its node died takes its media up before anything else. */
    void recovered(CallRecord record) {
        state = record.state();
        Instant start = switch (state) {
            case CallState.Talking talking -> talking.facts().startedAt();
            case CallState.Ended ended -> ended.facts().startedAt();
            case CallState.Idle _,
                    CallState.Routing _,
                    CallState.Targeting _,
                    CallState.Preparing _,
                    CallState.Inviting _,
                    CallState.Redirecting _,
                    CallState.Releasing _ ->
                    ports.clock().instant();
        };
        story = new Story(start);
        story.recall(record.story());
        if (CallActor.isUp(state)) {
            inputs.add(new CallInput.Resumed());
        }
    }

    /** Whether the call's address is still this node's to speak for. */
    boolean mayAct() {
        return ports.load().mayAct();
    }

    /** Counts what peers say. @param far whether it came in on another node */
    void heard(CallInput input, boolean far) {
        if (input.isMessage()) {
            ports.load().heard(far);
        }
    }

    void accept(CallInput input) {
        inputs.add(input);
    }

    boolean hasInput() {
        return !inputs.isEmpty();
    }

    CallInput nextInput() {
        return inputs.poll();
    }

    Decision decide(CallInput input) {
        Instant now = ports.clock().instant();
        Decision decision = Rewriting.decide(environment, state, input, now);
        if (!(decision.next() instanceof CallState.Idle)) {
            tell(input, decision.next(), now);
            for (CallEffect effect : decision.effects()) {
                story.told(effect, now);
            }
        }
        return decision;
    }

    private void tell(CallInput input, CallState next, Instant now) {
        if (input instanceof CallInput.InviteReceived invite && next instanceof CallState.Talking talking) {
            int leg = talking.transfer().flatMap(transfer -> transfer.legs().findFirst()).map(Leg::number).orElse(0);
            story.joined(leg, invite, now);
        } else {
            story.told(input, now);
        }
    }

    /** The decision's events with the story up to them. */
    List<CallEvent> told(Decision decision) {
        List<CallEvent> events = new ArrayList<>(decision.events().size());
        for (CallEvent event : decision.events()) {
            events.add(event.told(story.drain(), figures()));
        }
        return events;
    }

    void carryOut(Decision decision) {
        state = decision.next();
        for (CallEffect effect : decision.effects()) {
            carryOut(effect);
        }
        for (CallEvent event : decision.events()) {
            reports.journaled(event, lastStats);
        }
    }

    /** Inputs that carrying out has brought while the journal was busy: they take their turn as messages. */
    void handBackInputs() {
        while (hasInput()) {
            self.tell(new CallActor.Own(nextInput()));
        }
    }

    private void carryOut(CallEffect effect) {
        switch (effect) {
            case CallEffect.Respond respond -> ports.edge().respond(respond.transaction(), respond.response());
            case CallEffect.SendRequest send ->
                    ports.edge().request(id, send.transaction(), send.request(), send.flow());
            case CallEffect.SendAck ack -> ports.edge().ack(ack.invite(), ack.ack(), ack.flow());
            case CallEffect.Cancel cancel -> ports.edge().cancel(cancel.invite(), cancel.extra());
            case CallEffect.FindNumber find -> find(find);
            case CallEffect.KeepCallBack(String elin, String caller) -> ports.callBacks().keep(elin, caller);
            case CallEffect.FindTargets(String group) ->
                    inputs.add(new CallInput.TargetsFound(ports.targets().of(group)));
            case CallEffect.TellCall tell -> calls.accept(tell.call(), tell.input());
            case CallEffect.RestTarget rest -> ports.targets().rest(rest.target(), rest.howLong());
            case CallEffect.Tried tried -> reports.tried(tried);
            case CallEffect.CallerWithoutNumber caller -> reports.callerWithoutNumber(caller);
            case CallEffect.Transferred transferred -> reports.transferred(transferred);
            case CallEffect.OpenMedia open ->
                    inputs.add(new CallInput.MediaAnswered(ports.media().open(open.order())));
            case CallEffect.Describe describe -> ports.media().describeRemote(describe.order());
            case CallEffect.Protect(ProtectEnd order) -> ports.media().protect(order);
            case CallEffect.CloseMedia _ -> lastStats = ports.media().close(id.value());
            case CallEffect.WatchMedia(boolean expected) -> watchMedia(expected);
            case CallEffect.OneWay oneWay -> reports.oneWay(oneWay);
            case CallEffect.StartTimer start -> timers.startSingleTimer(start.timer(),
                    new CallActor.Own(new CallInput.TimerExpired(start.timer())), start.delay());
            case CallEffect.StopTimer(CallTimer timer) -> timers.cancel(timer);
            case CallEffect.Note _ -> {
            }
            case CallEffect.Reached reached -> reports.reached(reached.milestone(), state, ports.clock().instant());
            case CallEffect.Finish _ -> finished = true;
        }
    }

    private void watchMedia(boolean expected) {
        if (expected) {
            ports.media()
                    .watch(id.value(), silence -> self.tell(new CallActor.Own(new CallInput.MediaSilent(silence))));
        } else {
            ports.media().rest(id.value());
        }
    }

    private void find(CallEffect.FindNumber find) {
        if (find.place() && !ports.callBacks().ready()) {
            ports.callBacks()
                    .find(find.number())
                    .whenComplete((caller, failure) -> self.tell(new CallActor.Found(find,
                            failure == null ? caller : Optional.empty())));
            return;
        }
        find(find, find.place() ? ports.callBacks().callerOf(find.number()) : Optional.empty());
    }

    /** @param callBack the caller for whom the number stands, who is then looked up in its stead */
    void find(CallEffect.FindNumber find, Optional<String> callBack) {
        String number = callBack.orElse(find.number());
        Optional<Lookup> cached = ports.numbers().cached(number);
        if (cached.isPresent()) {
            inputs.add(found(find, cached.get(), callBack));
            return;
        }
        ports.numbers()
                .find(number)
                .whenComplete((lookup, failure) -> self.tell(new CallActor.Own(found(find, failure == null
                        ? lookup
                        : new Lookup.Unavailable(number, failure.toString()), callBack))));
    }

    /** With the customer of Direct Routing that it is about, if it is about one. */
    private CallInput found(CallEffect.FindNumber find, Lookup lookup, Optional<String> callBack) {
        boolean held = lookup instanceof Lookup.Held(_, _, Service service, _) && service == Service.DIRECT_ROUTING;
        if (!held && find.customer().isEmpty()) {
            return new CallInput.NumberFound(lookup, Optional.empty(), callBack);
        }
        CustomerDirectory customers = ports.customers();
        if (!customers.ready()) {
            return new CallInput.NumberFound(new Lookup.Unavailable(find.number(), "customers are not read yet"));
        }
        return new CallInput.NumberFound(lookup, find.customer().isPresent()
                ? customers.ofLabel(find.customer().get())
                : customers.ofAccount(((Lookup.Held) lookup).account()), callBack);
    }

    /** The actor goes: peers that ring for the call are told, because nobody will come back to them. */
    void abandoned() {
        switch (state) {
            case CallState.Routing _,
                    CallState.Targeting _,
                    CallState.Preparing _,
                    CallState.Inviting _,
                    CallState.Redirecting _,
                    CallState.Talking _ -> {
                Decision decision = decide(new CallInput.Stopping("the node stops"));
                carryOut(new Decision(decision.next(), List.of(), decision.effects()));
            }
            case CallState.Idle _,
                    CallState.Releasing _,
                    CallState.Ended _ -> {
            }
        }
    }

    /** The journal has failed with this input's events: what they would have led to is not done; say so to the peers. */
    void undone(CallInput input) {
        Decision decision = decide(new CallInput.JournalFailed("event not journaled", input));
        carryOut(new Decision(decision.next(), List.of(), decision.effects()));
    }

    void left() {
        reports.left(id, state);
        ports.load().actorStopped();
    }

    boolean isOver() {
        return finished || state instanceof CallState.Idle || state instanceof CallState.Ended;
    }

    Optional<CallView> view() {
        return CallViews.of(state, story, figures());
    }

    /** The media figures: live ones while the session is open, then its last ones, then those of the record. */
    private Optional<SessionStats> figures() {
        return ports.media()
                .stats(id.value())
                .or(() -> lastStats)
                .or(
                        () -> state instanceof CallState.Ended ended ? ended.stats() : Optional.empty());
    }
}
