package io.tandem.sip.transaction;

import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.transaction.ServerInput.AckReceived;
import io.tandem.sip.transaction.ServerInput.CancelReceived;
import io.tandem.sip.transaction.ServerInput.Repeated;
import io.tandem.sip.transaction.ServerInput.Respond;
import io.tandem.sip.transaction.ServerInput.TimerFired;
import io.tandem.sip.transaction.ServerAction.CountAnswerDropped;
import io.tandem.sip.transaction.ServerAction.CountUnanswered;
import io.tandem.sip.transaction.TransactionAction.Repeat;
import io.tandem.sip.transaction.TransactionAction.Start;
import io.tandem.sip.transaction.TransactionAction.Terminate;
import io.tandem.sip.transaction.TransactionAction.Transmit;

/** A request that came in, other than INVITE, ACK and CANCEL (RFC 3261 §17.2.2). */
final class NonInviteServerTransaction {

    sealed interface State extends ServerState {}

    /** Not answered. */
    record Trying() implements State {}

    /** Answered provisionally. */
    record Proceeding(SipResponse last) implements State {}

    /** Answered; kept is the answer as it went out. */
    record Completed(byte[] answer, SipMethod method) implements State {}

    record Terminated() implements State {}

    private static final Trying TRYING = new Trying();
    private static final Terminated TERMINATED = new Terminated();

    private NonInviteServerTransaction() {}

    /** Waits for the user; after 64·T1 the client has given up, and an answer would be noise (RFC 4320 §4.2). */
    static ServerStep start(Timing timing, long nowNanos) {
        return ServerStep.of(TRYING, new Start(Timer.UNANSWERED, nowNanos + timing.timeoutNanos()));
    }

    static ServerStep decide(State state, ServerInput input, Timing timing, long nowNanos) {
        return switch (state) {
            case Trying trying -> beforeAnswer(trying, ServerStep.stay(trying), input, timing, nowNanos);
            case Proceeding proceeding -> beforeAnswer(proceeding,
                    ServerStep.of(proceeding, new Transmit(proceeding.last(), true)), input, timing, nowNanos);
            case Completed completed -> whileCompleted(completed, input);
            case Terminated terminated -> ServerStep.stay(terminated);
        };
    }

    private static ServerStep beforeAnswer(State state, ServerStep whenRepeated, ServerInput input,
            Timing timing, long now) {
        return switch (input) {
            case Repeated _ -> whenRepeated;
            case Respond(var response) -> respond(response, timing, now);
            case TimerFired(var timer) when timer == Timer.UNANSWERED ->
                    ServerStep.of(TERMINATED, Terminate.INSTANCE, CountUnanswered.INSTANCE);
            case TimerFired _ -> ServerStep.stay(state);
            case AckReceived _ -> ServerStep.stay(state);
            case CancelReceived _ -> ServerStep.stay(state); // §9.2: no effect on anything but an INVITE
        };
    }

    private static ServerStep respond(SipResponse response, Timing timing, long now) {
        Transmit transmit = new Transmit(response, false);
        if (response.provisional()) {
            return ServerStep.of(new Proceeding(response), transmit);
        }
        if (timing.reliable()) { // Timer J is 0
            return ServerStep.of(TERMINATED, transmit, Terminate.INSTANCE);
        }
        return ServerStep.of(new Completed(response.toBytes(), response.cseq().method()),
                new Start(Timer.J, now + timing.timeoutNanos()), transmit);
    }

    private static ServerStep whileCompleted(Completed completed, ServerInput input) {
        return switch (input) {
            case Repeated _ -> ServerStep.of(completed, new Repeat(completed.answer(), completed.method()));
            case TimerFired(var timer) when timer == Timer.J -> ServerStep.of(TERMINATED, Terminate.INSTANCE);
            case TimerFired _ -> ServerStep.stay(completed);
            case Respond _ -> ServerStep.of(completed, CountAnswerDropped.INSTANCE);
            case AckReceived _ -> ServerStep.stay(completed);
            case CancelReceived _ -> ServerStep.stay(completed);
        };
    }
}
