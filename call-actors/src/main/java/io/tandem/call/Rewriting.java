package io.tandem.call;

import io.tandem.interworking.rules.MessageRules;
import io.tandem.interworking.rules.MessageRules.Applied;
import io.tandem.interworking.rules.TrunkRules;
import io.tandem.port.CallId;
import io.tandem.port.PeerGroup;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The operator's rules on the messages of a call (F-22): on those of a trunk before the call reads them, on those for a
 * trunk when the call has written them. What the edge says of its own (100, CANCEL, the ACK to a refusal) is not here.
 * Costs nothing where no trunk has rules.
 */
public final class Rewriting {
    private final Router router;

    private Rewriting(Router router) {
        this.router = router;
    }

    /** What {@link CallRules} decide of the input as the rules leave it, its orders as the rules leave them. */
    public static Decision decide(CallEnvironment env, CallState state, CallInput input, Instant now) {
        if (!env.router().rewrites()) {
            return CallRules.decide(env, state, input, now);
        }
        Rewriting rewriting = new Rewriting(env.router());
        Read read = rewriting.read(state, input);
        return rewriting.written(CallRules.decide(env, state, read.input(), now)).after(read.notes());
    }

    /** @param notes what rules have done to it, for the timeline; to come before what the call decides */
    private record Read(CallInput input, List<CallEffect> notes) {}

    private record Result<M extends SipMessage>(M message, List<CallEffect> notes) {}

    /** The input as the call shall read it. */
    private Read read(CallState state, CallInput input) {
        return switch (input) {
            case CallInput.InviteReceived in -> {
                Result<SipRequest> read = inbound(Optional.of(in.peerGroup()), in.invite());
                yield new Read(new CallInput.InviteReceived(in.transaction(), read.message(), in.flow(),
                        in.peerGroup(), in.peer()), read.notes());
            }
            case CallInput.RequestReceived in -> {
                Result<SipRequest> read = inbound(group(state, leg(in.request().toTag())), in.request());
                yield new Read(new CallInput.RequestReceived(in.transaction(), read.message(), in.flow()),
                        read.notes());
            }
            case CallInput.AckReceived(SipRequest ack) -> {
                Result<SipRequest> read = inbound(group(state, leg(ack.toTag())), ack);
                yield new Read(new CallInput.AckReceived(read.message()), read.notes());
            }
            case CallInput.CancelReceived in -> {
                Result<SipRequest> read = inbound(group(state, leg(in.cancel().toTag())), in.cancel());
                yield new Read(new CallInput.CancelReceived(in.invite(), read.message()), read.notes());
            }
            case CallInput.ResponseReceived in -> {
                Result<SipResponse> read = inbound(group(state, leg(in.response().fromTag())), in.response());
                yield new Read(new CallInput.ResponseReceived(in.transaction(), read.message(), in.flow()),
                        read.notes());
            }
            case CallInput.StrayAnswerReceived in -> {
                Result<SipResponse> read = inbound(group(state, leg(in.response().fromTag())), in.response());
                yield new Read(new CallInput.StrayAnswerReceived(read.message(), in.flow()), read.notes());
            }
            case CallInput.JournalFailed(String reason, CallInput undone) -> // noted when it came
                    new Read(new CallInput.JournalFailed(reason, read(state, undone).input()), List.of());
            case CallInput.TransactionTimedOut _,
                    CallInput.TransportFailed _,
                    CallInput.AckMissing _,
                    CallInput.NumberFound _,
                    CallInput.FarSideAsked _,
                    CallInput.FarSideFound _,
                    CallInput.FarSideReturned _,
                    CallInput.MediaSilent _,
                    CallInput.TargetsFound _,
                    CallInput.MediaAnswered _,
                    CallInput.TimerExpired _,
                    CallInput.HangUp _,
                    CallInput.Stopping _,
                    CallInput.Resumed _ ->
                    new Read(input, List.of());
        };
    }

    /** The decision with its messages as their trunks shall get them; behind each that a rule has changed, a note of it. */
    private Decision written(Decision decision) {
        List<CallEffect> effects = new ArrayList<>(decision.effects().size() + 2);
        for (CallEffect effect : decision.effects()) {
            write(decision.next(), effect, effects);
        }
        return new Decision(decision.next(), decision.events(), effects);
    }

    private void write(CallState next, CallEffect effect, List<CallEffect> into) {
        List<CallEffect> notes = switch (effect) {
            case CallEffect.Respond out -> {
                Result<SipResponse> written = outbound(group(next, out.leg()), out.response());
                into.add(new CallEffect.Respond(out.leg(), out.transaction(), written.message()));
                yield written.notes();
            }
            case CallEffect.SendRequest out -> {
                Result<SipRequest> written = outbound(group(next, out.leg()), out.request());
                into.add(new CallEffect.SendRequest(out.leg(), out.transaction(), written.message(), out.flow()));
                yield written.notes();
            }
            case CallEffect.SendAck out -> {
                Result<SipRequest> written = outbound(group(next, out.leg()), out.ack());
                into.add(new CallEffect.SendAck(out.leg(), out.invite(), written.message(), out.flow()));
                yield written.notes();
            }
            case CallEffect.Cancel _,
                    CallEffect.FindNumber _,
                    CallEffect.KeepCallBack _,
                    CallEffect.FindTargets _,
                    CallEffect.RestTarget _,
                    CallEffect.TellCall _,
                    CallEffect.Tried _,
                    CallEffect.CallerWithoutNumber _,
                    CallEffect.Transferred _,
                    CallEffect.OpenMedia _,
                    CallEffect.Describe _,
                    CallEffect.Protect _,
                    CallEffect.CloseMedia _,
                    CallEffect.WatchMedia _,
                    CallEffect.OneWay _,
                    CallEffect.StartTimer _,
                    CallEffect.StopTimer _,
                    CallEffect.Note _,
                    CallEffect.Reached _,
                    CallEffect.Finish _ -> {
                into.add(effect);
                yield List.of();
            }
        };
        into.addAll(notes);
    }

    private <M extends SipMessage> Result<M> inbound(Optional<String> group, M message) {
        return applied("inbound", group, group.map(this::rules).orElse(TrunkRules.NONE).inbound(), message);
    }

    private <M extends SipMessage> Result<M> outbound(Optional<String> group, M message) {
        return applied("outbound", group, group.map(this::rules).orElse(TrunkRules.NONE).outbound(), message);
    }

    private TrunkRules rules(String group) {
        return router.group(group).map(PeerGroup::rules).orElse(TrunkRules.NONE);
    }

    @SuppressWarnings("unchecked") // rules make no request of a response
    private static <M extends SipMessage> Result<M> applied(String direction, Optional<String> group,
            MessageRules rules, M message) {
        if (rules.rules().isEmpty()) {
            return new Result<>(message, List.of());
        }
        MessageRules.Outcome outcome = rules.apply(message);
        List<CallEffect> notes = new ArrayList<>(outcome.applied().size());
        for (Applied applied : outcome.applied()) {
            if (!applied.changes().isEmpty()) {
                notes.add(new CallEffect.Note(direction + " rule \"" + applied.rule() + "\" of " + group.orElse("")
                        + ": " + applied.words()));
            }
        }
        return new Result<>((M) outcome.message(), notes);
    }

    /** Ours stands in From or To; a CANCEL of the first INVITE has none. */
    static int leg(Optional<String> ourTag) {
        return Math.max(0, ourTag.map(CallId::legOfTag).orElse(0));
    }

    /** The trunk of a leg: its own, of a call that is up; before that 0 is the caller. */
    static Optional<String> group(CallState state, int leg) {
        return state.sides()
                .filter(known -> known.number() == leg)
                .map(known -> known.path().peerGroup())
                .findFirst()
                .or(() -> byFacts(state, leg));
    }

    private static Optional<String> byFacts(CallState state, int leg) {
        return facts(state).flatMap(facts -> leg == 0 ? Optional.of(facts.inboundGroup()) : facts.outboundGroup());
    }

    static Optional<CallFacts> facts(CallState state) {
        return switch (state) {
            case CallState.Idle _ -> Optional.empty();
            case CallState.Unasked unasked -> Optional.of(unasked.facts());
            case CallState.Inviting inviting -> Optional.of(inviting.facts());
            case CallState.Redirecting redirecting -> Optional.of(redirecting.asking().facts());
            case CallState.Talking talking -> Optional.of(talking.facts());
            case CallState.Releasing releasing -> Optional.of(releasing.facts());
            case CallState.Ended ended -> Optional.of(ended.facts());
        };
    }
}
