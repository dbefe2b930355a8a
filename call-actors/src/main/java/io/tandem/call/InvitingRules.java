package io.tandem.call;

import io.tandem.call.CallEffect.Milestone;
import io.tandem.call.CallView.EndCause;
import io.tandem.interworking.Causes;
import io.tandem.interworking.Reasons;
import io.tandem.interworking.RelayedResponse;
import io.tandem.leg.Leg;
import io.tandem.leg.Legs;
import io.tandem.media.sdp.SessionDescription;
import io.tandem.media.session.OpenResult;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.Headers;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.transaction.ClientTransactionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The called party has our INVITE: what it says is passed on, until one side decides. */
record InvitingRules(CallEnvironment env, CallState.Inviting state, Instant now) {

    Decision on(CallInput input) {
        return switch (input) {
            case CallInput.ResponseReceived received when received.transaction().equals(state.callee().transaction()) ->
                    onResponse(received);
            case CallInput.TransactionTimedOut timeout when timeout.transaction()
                    .equals(
                            state.callee().transaction()) ->
                    hunting().silent();
            case CallInput.TransportFailed failed when failed.transaction().equals(state.callee().transaction()) ->
                    hunting().unsent(failed);
            case CallInput.CancelReceived cancel -> abandon(cancel.cancel().headers(), List.of());
            case CallInput.TimerExpired(CallTimer timer) -> switch (timer) {
                case NO_ANSWER -> hunting().unansweredHelp()
                        .orElseGet(() -> giveUp(480, Causes.NO_ANSWER, "no answer"));
                case PROGRESS -> ownProgress();
                case PROVISIONAL -> new ProgressRules(env, state, now).again()
                        .orElseGet(() -> giveUp(504, Causes.RECOVERY_ON_TIMER_EXPIRY,
                                ProgressRules.NEVER_ACKNOWLEDGED));
                case RELEASE, CHECK, GLARE, SESSION, OTHER_CALL, LEAVE -> Decision.ignore(state);
            };
            case CallInput.Stopping(String reason) -> giveUp(503, Causes.q850OfStatus(503), reason);
            case CallInput.HangUp(String reason) -> giveUp(480, Causes.NORMAL_CLEARING, reason);
            case CallInput.RequestReceived received -> early(received);
            case CallInput.StrayAnswerReceived stray -> Decision.of(state, StrayAnswers.end(env, stray));
            case CallInput.JournalFailed failed -> undurable(failed);
            case CallInput.ResponseReceived received when earlyDialogs().waitingFor(received.transaction())
                    .isPresent() ->
                    earlyDialogs().answered(received);
            case CallInput.TransactionTimedOut(ClientTransactionId sent) when earlyDialogs().waitingFor(sent)
                    .isPresent() ->
                    earlyDialogs().unanswered(sent, 408);
            case CallInput.TransportFailed failed when earlyDialogs().waitingFor(failed.transaction()).isPresent() ->
                    earlyDialogs().unanswered(failed.transaction(), 500);
            // An earlier attempt that was given up answers after all.
            case CallInput.ResponseReceived received when GoneRules.isAnswer(received) ->
                    Decision.of(state, StrayAnswers.end(env, received.response(), received.flow()));
            case CallInput.MediaAnswered(OpenResult.Opened _),
                    CallInput.MediaAnswered(OpenResult.Refused _),
                    CallInput.InviteReceived _,
                    CallInput.AckReceived _,
                    CallInput.ResponseReceived _,
                    CallInput.TransactionTimedOut _,
                    CallInput.TransportFailed _,
                    CallInput.AckMissing _,
                    CallInput.NumberFound _,
                    CallInput.TargetsFound _,
                    CallInput.FarSideAsked _,
                    CallInput.FarSideFound _,
                    CallInput.FarSideReturned _,
                    CallInput.MediaSilent _,
                    CallInput.Resumed _ ->
                    Decision.ignore(state);
        };
    }

    private Decision onResponse(CallInput.ResponseReceived received) {
        SipResponse response = received.response();
        if (response.provisional()) {
            return new ForkRules(env, state, now).provisional(response);
        }
        if (response.success()) {
            return answered(received);
        }
        return hunting().refused(response);
    }

    /** The first answer is the call's; another fork's is ended, also while the first has to wait. */
    private Decision answered(CallInput.ResponseReceived received) {
        if (state.early().held().isPresent()) {
            return Decision.of(state.with(state.early().without(received.response())),
                    StrayAnswers.end(env, received.response(), received.flow()));
        }
        return state.early().answerHasToWait()
                ? Decision.of(state.with(state.early().holding(received)))
                : new AnswerRules(env, state, now).answered(received);
    }

    private EarlyDialogRules earlyDialogs() {
        return new EarlyDialogRules(env, state, now);
    }

    private HuntingRules hunting() {
        return new HuntingRules(env, state, now);
    }

    /** Nothing has come of the called side yet: the caller hears from us, so that it does not re-route (TSP-122). */
    private Decision ownProgress() {
        if (state.relayed() > 100) {
            return Decision.ignore(state);
        }
        SipResponse progress = RelayedResponse.ownProgress(state.caller().invite(), state.caller().localTag(),
                state.caller().path().contact(), env.settings().product());
        return new ProgressRules(env, state, now).tell(progress);
    }

    private Decision giveUp(int status, int q850, String why) {
        EndCause cause = new EndCause("gateway", status, q850, why);
        SipResponse response = Refusals.response(env, state.caller(), status);
        Headers reason = Headers.builder().add(HeaderName.REASON, Causes.q850Reason(q850, why)).build();
        return takeBack(cause, reason, List.of(respond(response)), List.of(new CallEffect.Note("given up: " + why)));
    }

    /** The caller gives up: 487 to it, CANCEL to the called side, which may have answered already (§9.1). */
    private Decision abandon(Headers said, List<CallEffect> first) {
        EndCause cause = new EndCause("caller", 487, Reasons.q850(said).orElse(Causes.NORMAL_CLEARING),
                "cancelled by the caller");
        SipResponse terminated = Refusals.response(env, state.caller(), 487);
        Headers reason = Headers.builder().copy(said, HeaderName.REASON).build();
        List<CallEffect> effects = new ArrayList<>(first);
        effects.add(respond(terminated));
        return takeBack(cause, reason, effects, List.of());
    }

    /** The called side is cancelled; an answer that it has given already, and that waits, is ended instead. */
    private Decision takeBack(EndCause cause, Headers reason, List<CallEffect> first, List<CallEffect> last) {
        List<CallEffect> effects = new ArrayList<>(first);
        Optional<CallInput.ResponseReceived> held = state.early().held();
        held.ifPresentOrElse(answer -> effects.addAll(StrayAnswers.end(env, answer.response(), answer.flow())),
                () -> effects.add(cancel(reason)));
        effects.add(cancelled(cause));
        effects.addAll(last);
        return release(cause, held.isPresent() ? state.callee().closed() : state.callee().cancel(), effects);
    }

    private Decision early(CallInput.RequestReceived received) {
        return EarlyRequests.isGoodbye(state.caller(), received.request())
                ? abandon(received.request().headers(), List.of(EarlyRequests.accept(env, received)))
                : earlyDialogs().asked(received);
    }

    /** The answer cannot be kept, so it is not given: better no call than one that dies with its node (design §4). */
    private Decision undurable(CallInput.JournalFailed failed) {
        EndCause cause = new EndCause("gateway", 503, Causes.q850OfStatus(503), "journal: " + failed.reason());
        List<CallEffect> effects = new ArrayList<>();
        effects.add(respond(Refusals.response(env, state.caller(), 503)));
        effects.add(cancelled(cause));
        if (failed.undone() instanceof CallInput.ResponseReceived answer && GoneRules.isAnswer(answer)) {
            effects.addAll(StrayAnswers.end(env, answer.response(), answer.flow()));
            return release(cause, state.callee().closed(), effects);
        }
        if (failed.undone() instanceof CallInput.RequestReceived prack && state.early().held().isPresent()) {
            effects.addFirst(EarlyRequests.accept(env, prack)); // it was what the answer had waited for
            effects.addAll(
                    StrayAnswers.end(env, state.early().held().get().response(), state.early().held().get().flow()));
        } else {
            effects.add(cancel(Headers.builder().build()));
        }
        return release(cause, state.callee().closed(), effects);
    }

    private Decision release(EndCause cause, Leg callee, List<CallEffect> first) {
        CallState.Releasing releasing = new CallState.Releasing(state.facts(), Optional.empty(), now, cause,
                state.caller().closed(), Optional.of(callee), Optional.of(state.media()));
        List<CallEffect> effects = new ArrayList<>(first);
        effects.addAll(new ProgressRules(env, state, now).close(487));
        return Endings.release(env, releasing, effects);
    }

    private CallEffect respond(SipResponse response) {
        return new CallEffect.Respond(0, state.caller().transaction(), response);
    }

    private CallEffect cancel(Headers extra) {
        return new CallEffect.Cancel(state.callee().number(), state.callee().transaction(), extra);
    }

    private CallEffect cancelled(EndCause cause) {
        return new CallEffect.Tried(state.callee().path().peerGroup(), new Attempt(state.callee().number(),
                state.callee().path().peer(), Attempt.Outcome.CANCELLED, cause.status(), cause.reason()));
    }
}
