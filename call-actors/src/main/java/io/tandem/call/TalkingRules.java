package io.tandem.call;

import io.tandem.call.CallView.EndCause;
import io.tandem.interworking.Causes;
import io.tandem.leg.Leg;
import io.tandem.leg.Legs;
import io.tandem.leg.Outgoing;
import io.tandem.media.sdp.SessionDescription;
import io.tandem.media.session.MediaEnd;
import io.tandem.media.session.OpenResult;
import io.tandem.port.CallId;
import io.tandem.sip.dialog.Dialog;
import io.tandem.sip.dialog.DialogId;
import io.tandem.sip.dialog.DialogRequestVerdict;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Both sides talk, until one says goodbye. What happens inside the call is decided by dialog, not by source (TRAP-1). */
record TalkingRules(CallEnvironment env, CallState.Talking state, Instant now) {

    Decision on(CallInput input) {
        return switch (input) {
            case CallInput.RequestReceived received -> request(received);
            case CallInput.AckReceived(SipRequest ack) -> payAck(ack);
            case CallInput.AckMissing _ ->
                    hangUp(408, Causes.RECOVERY_ON_TIMER_EXPIRY, "the answer was never acknowledged");
            case CallInput.HangUp(String reason) -> hangUp(200, Causes.NORMAL_CLEARING, reason);
            // After the actor alone broke, the media session is still there (it runs beside the call).
            case CallInput.MediaAnswered(OpenResult.Refused refused) when refused
                    .reason() != OpenResult.Reason.ALREADY_OPEN ->
                    hangUp(503, 41, "media did not come back: " + refused.reason() + ", " + refused.detail());
            case CallInput.Resumed _ -> CallRules.resume(state);
            case CallInput.ResponseReceived received when GoneRules.isAnswer(received) ->
                    furtherAnswer(received.response(), received);
            case CallInput.StrayAnswerReceived stray -> lateAnswer(stray);
            case CallInput.ResponseReceived _,
                    CallInput.MediaAnswered _,
                    CallInput.InviteReceived _,
                    CallInput.CancelReceived _,
                    CallInput.TransactionTimedOut _,
                    CallInput.TransportFailed _,
                    CallInput.NumberFound _,
                    CallInput.TargetsFound _,
                    CallInput.TimerExpired _,
                    CallInput.JournalFailed _,
                    CallInput.Stopping _ ->
                    Decision.ignore(state);
        };
    }

    private Decision request(CallInput.RequestReceived received) {
        Optional<Leg.Confirmed> leg = legOf(received.request());
        if (leg.isEmpty()) {
            return Decision.of(state, EarlyRequests.refuse(env, received));
        }
        return switch (leg.get().dialog().receive(received.request())) {
            case DialogRequestVerdict.OutOfOrder _ ->
                    Decision.of(state, EarlyRequests.answer(env, received, DialogRequestVerdict.OutOfOrder.STATUS));
            case DialogRequestVerdict.InOrder(Dialog newer) -> inDialog(leg.get().with(newer), received);
        };
    }

    private Decision inDialog(Leg.Confirmed leg, CallInput.RequestReceived received) {
        SipMethod method = received.request().method();
        if (method.equals(SipMethod.BYE)) {
            return goodbye(leg, received);
        }
        // RFC 3261 §14.2: a re-INVITE that we cannot follow is refused, and the session stays as it was.
        int status = method.equals(SipMethod.OPTIONS)
                ? 200
                : method.equals(SipMethod.INVITE) ? 488 : method.known() ? 405 : 501;
        return Decision.of(replaced(leg), EarlyRequests.answer(env, received, status));
    }

    private Decision goodbye(Leg.Confirmed leg, CallInput.RequestReceived received) {
        boolean byCaller = leg.number() == state.caller().number();
        Leg.Confirmed other = byCaller ? state.callee() : state.caller();
        Optional<String> reason = received.request().headers().first(HeaderName.REASON);
        Outgoing<Leg.Closing> bye = Legs.bye(other, reason);
        List<CallEffect> effects = new ArrayList<>();
        effects.add(EarlyRequests.accept(env, received));
        effects.addAll(emptyAck());
        effects.add(send(bye));
        EndCause cause = new EndCause(byCaller ? "caller" : "callee", 200, Causes.NORMAL_CLEARING, "normal clearing");
        Leg closed = leg.closed();
        return release(cause, byCaller ? closed : bye.leg(), byCaller ? bye.leg() : closed, effects);
    }

    private Decision hangUp(int status, int q850, String why) {
        Optional<String> reason = Optional.of(Causes.q850Reason(q850, why));
        Outgoing<Leg.Closing> toCaller = Legs.bye(state.caller(), reason);
        Outgoing<Leg.Closing> toCallee = Legs.bye(state.callee(), reason);
        List<CallEffect> effects = new ArrayList<>(emptyAck());
        effects.add(send(toCaller));
        effects.add(send(toCallee));
        effects.add(new CallEffect.Note("ended by the gateway: " + why));
        return release(new EndCause("gateway", status, q850, why), toCaller.leg(), toCallee.leg(), effects);
    }

    private Decision release(EndCause cause, Leg caller, Leg callee, List<CallEffect> first) {
        CallState.Releasing releasing = new CallState.Releasing(state.facts(), Optional.of(state.answeredAt()), now,
                cause, caller, Optional.of(callee), Optional.of(state.media()));
        return Endings.release(env, releasing, first);
    }

    /** The caller's ACK carries its answer to the called side's offer: pass it on in the ACK that we owe. */
    private Decision payAck(SipRequest ack) {
        if (state.owedAck().isEmpty() || ack.toTag().map(CallId::legOfTag).orElse(-1) != state.caller().number()) {
            return Decision.ignore(state);
        }
        Optional<SessionDescription> answer = Sessions.described(ack);
        if (answer.isEmpty()) {
            return hangUp(488, Causes.INTERWORKING, "the caller's ACK carries no answer to the offer");
        }
        CallState.OwedAck owed = state.owedAck().get();
        byte[] sdp = Sessions.answerForCallee(env.id(), owed.offer(), answer.get(), state.media());
        CallMedia media = state.media().withCaller(Sessions.remote(env.id(), MediaEnd.CALLER, answer.get()));
        CallState.Talking talking = new CallState.Talking(state.facts(), state.answeredAt(), state.caller(),
                state.callee(), media, Optional.empty());
        List<CallEffect> effects = new ArrayList<>();
        media.caller().ifPresent(remote -> effects.add(new CallEffect.Describe(remote)));
        SipRequest paid = Legs.ack(state.callee(), inviteCSeq()).body(Sessions.SDP, sdp).build();
        effects.add(new CallEffect.SendAck(state.callee().number(), owed.invite(), paid, Legs.nextHop(state.callee())));
        return Decision.of(talking, effects);
    }

    /** A 2xx has to be acknowledged before it can be ended, even where the answer it waits for will not come. */
    private List<CallEffect> emptyAck() {
        return state.owedAck()
                .<List<CallEffect>>map(owed -> List.of(new CallEffect.SendAck(state.callee().number(),
                        owed.invite(), Legs.ack(state.callee(), inviteCSeq()).build(), Legs.nextHop(state.callee()))))
                .orElse(
                        List.of());
    }

    /** Our INVITE opened the dialog and nothing of ours followed it yet: its CSeq number is the dialog's. */
    private long inviteCSeq() {
        return state.callee().dialog().localCSeq();
    }

    private Decision furtherAnswer(SipResponse response, CallInput.ResponseReceived received) {
        if (isCallees(response)) {
            return Decision.ignore(state);
        }
        return Decision.of(state, StrayAnswers.end(env, response, received.flow()));
    }

    /** After a restart the called side may still repeat its answer: its ACK got lost with the old process. */
    private Decision lateAnswer(CallInput.StrayAnswerReceived stray) {
        if (!isCallees(stray.response())) {
            return Decision.of(state, StrayAnswers.end(env, stray));
        }
        long cseq = stray.response().cseq().number();
        return Decision.of(state, new CallEffect.SendAck(state.callee().number(),
                Legs.inviteTransaction(state.callee(), cseq), Legs.ack(state.callee(), cseq).build(),
                Legs.nextHop(state.callee())));
    }

    private boolean isCallees(SipResponse response) {
        return DialogId.ofReceived(response).equals(state.callee().dialog().id());
    }

    private Optional<Leg.Confirmed> legOf(SipRequest request) {
        DialogId dialog = DialogId.ofReceived(request);
        if (dialog.equals(state.caller().dialog().id())) {
            return Optional.of(state.caller());
        }
        return dialog.equals(state.callee().dialog().id()) ? Optional.of(state.callee()) : Optional.empty();
    }

    private CallState.Talking replaced(Leg.Confirmed leg) {
        return leg.number() == state.caller().number()
                ? state.with(leg, state.callee())
                : state.with(state.caller(), leg);
    }

    private static CallEffect send(Outgoing<Leg.Closing> bye) {
        return new CallEffect.SendRequest(bye.leg().number(), bye.transaction(), bye.request(), bye.flow());
    }
}
