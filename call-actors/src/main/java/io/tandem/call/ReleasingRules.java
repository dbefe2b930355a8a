package io.tandem.call;

import io.tandem.interworking.Causes;
import io.tandem.leg.Leg;
import io.tandem.leg.Legs;
import io.tandem.leg.Outgoing;
import io.tandem.media.session.OpenResult;
import io.tandem.sip.dialog.DialogId;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.transaction.ClientTransactionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One side has ended it; the other is being told. Ends when both legs are closed, or when that takes too long. */
record ReleasingRules(CallEnvironment env, CallState.Releasing state, Instant now) {

    Decision on(CallInput input) {
        return switch (input) {
            case CallInput.ResponseReceived received -> response(received);
            case CallInput.TransactionTimedOut(ClientTransactionId transaction) -> silent(transaction);
            case CallInput.TransportFailed(ClientTransactionId transaction, _, _) -> silent(transaction);
            case CallInput.RequestReceived received -> request(received);
            case CallInput.StrayAnswerReceived stray -> Decision.of(state,
                    StrayAnswers.end(env, state, state.facts(), stray.response(), stray.flow()));
            case CallInput.TimerExpired(CallTimer timer) -> switch (timer) {
                case RELEASE -> endNow("a side did not say goodbye in time");
                case NO_ANSWER, PROGRESS, PROVISIONAL, CHECK, GLARE, SESSION, OTHER_CALL, LEAVE ->
                        Decision.ignore(state);
            };
            case CallInput.Stopping _ -> endNow("the node stops before a side has said goodbye");
            case CallInput.MediaAnswered(OpenResult.Opened _) -> Decision.of(state, new CallEffect.CloseMedia());
            case CallInput.MediaAnswered(OpenResult.Refused _),
                    CallInput.InviteReceived _,
                    CallInput.AckReceived _,
                    CallInput.CancelReceived _,
                    CallInput.AckMissing _,
                    CallInput.NumberFound _,
                    CallInput.TargetsFound _,
                    CallInput.JournalFailed _,
                    CallInput.HangUp _,
                    CallInput.FarSideAsked _,
                    CallInput.FarSideFound _,
                    CallInput.FarSideReturned _,
                    CallInput.MediaSilent _,
                    CallInput.Resumed _ ->
                    Decision.ignore(state);
        };
    }

    private Decision response(CallInput.ResponseReceived received) {
        SipResponse response = received.response();
        if (isHeldFor(received.transaction())) {
            return response.finalResponse() ? goodbye() : Decision.ignore(state);
        }
        Optional<Leg> leg = waitingFor(received.transaction());
        if (leg.isEmpty()) {
            return GoneRules.isAnswer(received)
                    ? Decision.of(state, StrayAnswers.end(env, state, state.facts(), response, received.flow()))
                    : Decision.ignore(state);
        }
        if (!response.finalResponse()) {
            return Decision.ignore(state);
        }
        if (leg.get() instanceof Leg.Asking asking && response.success()) {
            return answeredTooLate(asking, received);
        }
        return closed(leg.get(), List.of());
    }

    /** The answer crossed our CANCEL (RFC 3261 §9.1): acknowledge it and say goodbye. */
    private Decision answeredTooLate(Leg.Asking asking, CallInput.ResponseReceived received) {
        Optional<Leg.Confirmed> confirmed = Legs.late(asking, received.response());
        if (confirmed.isEmpty()) {
            return closed(asking, List.of());
        }
        Leg.Confirmed leg = confirmed.get();
        Outgoing<Leg.Closing> bye = Legs.bye(leg, List.of(Causes.q850Reason(Causes.NORMAL_CLEARING, "")));
        return Decision.of(replaced(bye.leg()),
                new CallEffect.SendAck(leg.number(), asking.transaction(),
                        Legs.ack(leg, received.response().cseq().number()).build(), Legs.nextHop(leg)),
                new CallEffect.SendRequest(leg.number(), bye.transaction(), bye.request(), bye.flow()),
                new CallEffect.Note("answered after the CANCEL: acknowledged and ended"));
    }

    private boolean isHeldFor(ClientTransactionId word) {
        return state.held().filter(bye -> bye.word().equals(word)).isPresent();
    }

    /** What was to be said before it has been heard, or will never be. */
    private Decision goodbye() {
        return Endings.proceed(state.holding(Optional.empty()), List.of(state.held().orElseThrow().bye()));
    }

    private Decision silent(ClientTransactionId transaction) {
        if (isHeldFor(transaction)) {
            return goodbye();
        }
        return waitingFor(transaction).map(leg -> closed(leg, List.of())).orElse(Decision.ignore(state));
    }

    /** BYE glare: both hung up at once; the peer's BYE gets its 200 and its leg needs no answer to ours (TRAP-2). */
    private Decision request(CallInput.RequestReceived received) {
        DialogId dialog = DialogId.ofReceived(received.request());
        if (!received.request().method().equals(SipMethod.BYE)) {
            return Decision.of(state, EarlyRequests.refuse(env, received));
        }
        boolean held = state.held().filter(bye -> bye.isIn(dialog)).isPresent();
        CallState.Releasing heard = held ? state.holding(Optional.empty()) : state; // ours is not needed any more
        for (Leg leg : legs()) {
            if (leg instanceof Leg.Closing closing && closing.dialog().id().equals(dialog)) {
                return new ReleasingRules(env, heard, now).closed(leg, List.of(EarlyRequests.accept(env, received)));
            }
        }
        return held
                ? Endings.proceed(heard, List.of(EarlyRequests.accept(env, received)))
                : Decision.of(state, EarlyRequests.refuse(env, received));
    }

    private Decision endNow(String why) {
        CallState.Releasing over = new CallState.Releasing(state.facts(), state.answeredAt(), state.releasedAt(),
                state.cause(), state.caller().closed(), state.callee().map(Leg::closed), state.media());
        List<CallEffect> last = new ArrayList<>();
        state.held().ifPresent(bye -> last.add(bye.bye()));
        last.add(new CallEffect.Note(why));
        return Endings.proceed(over, last);
    }

    private Decision closed(Leg leg, List<CallEffect> effects) {
        return Endings.proceed(replaced(leg.closed()), effects);
    }

    private CallState.Releasing replaced(Leg leg) {
        boolean caller = leg.number() == state.caller().number();
        return new CallState.Releasing(state.facts(), state.answeredAt(), state.releasedAt(), state.cause(),
                caller ? leg : state.caller(), caller ? state.callee() : Optional.of(leg), state.media(), state.held());
    }

    private List<Leg> legs() {
        List<Leg> legs = new ArrayList<>(2);
        legs.add(state.caller());
        state.callee().ifPresent(legs::add);
        return legs;
    }

    private Optional<Leg> waitingFor(ClientTransactionId transaction) {
        for (Leg leg : legs()) {
            boolean waits = switch (leg) {
                case Leg.Closing closing -> closing.bye().equals(transaction);
                case Leg.Asking asking -> asking.transaction().equals(transaction);
                case Leg.Asked _,
                    Leg.Early _,
                    Leg.Confirmed _,
                    Leg.Closed _ -> false;
            };
            if (waits) {
                return Optional.of(leg);
            }
        }
        return Optional.empty();
    }
}
