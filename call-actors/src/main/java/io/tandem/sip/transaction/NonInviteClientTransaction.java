package io.tandem.sip.transaction;

import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.route.Flow;
import io.tandem.sip.transaction.ClientInput.AckOrdered;
import io.tandem.sip.transaction.ClientInput.CancelOrdered;
import io.tandem.sip.transaction.ClientInput.Received;
import io.tandem.sip.transaction.ClientInput.TimerFired;
import io.tandem.sip.transaction.ClientInput.TransportFailed;
import io.tandem.sip.transaction.ClientAction.PassResponse;
import io.tandem.sip.transaction.ClientAction.ReportTimeout;
import io.tandem.sip.transaction.ClientAction.ReportTransportError;
import io.tandem.sip.transaction.TransactionAction.Start;
import io.tandem.sip.transaction.TransactionAction.StopRepeating;
import io.tandem.sip.transaction.TransactionAction.Terminate;
import io.tandem.sip.transaction.TransactionAction.Transmit;

/** A request of ours other than INVITE and ACK (RFC 3261 §17.1.2). */
final class NonInviteClientTransaction {

    sealed interface State extends ClientState {}

    /** Nothing has come back. */
    record Trying(SipRequest request, long repeatNanos) implements State {}

    /** A provisional has come back. */
    record Proceeding(SipRequest request) implements State {}

    /** Answered; repetitions of the answer are absorbed. */
    record Completed() implements State {}

    record Terminated() implements State {}

    private static final Completed COMPLETED = new Completed();
    private static final Terminated TERMINATED = new Terminated();

    private NonInviteClientTransaction() {}

    /** Sends the request, its Via on top. Timer E starts at T1 on unreliable transports, Timer F at 64·T1 on all. */
    static ClientStep start(SipRequest request, Timing timing, long nowNanos) {
        Start timerF = new Start(Timer.F, nowNanos + timing.timeoutNanos());
        Trying trying = new Trying(request, timing.t1Nanos());
        Transmit transmit = new Transmit(request, false);
        return timing.reliable()
                ? ClientStep.of(trying, timerF, transmit)
                : ClientStep.of(trying, timerF, new Start(Timer.E, nowNanos + timing.t1Nanos()), transmit);
    }

    static ClientStep decide(State state, ClientInput input, Timing timing, long nowNanos) {
        return switch (state) {
            case Trying trying -> whileTrying(trying, input, timing, nowNanos);
            case Proceeding proceeding -> whileProceeding(proceeding, input, timing, nowNanos);
            case Completed completed -> whileCompleted(completed, input);
            case Terminated terminated -> ClientStep.stay(terminated);
        };
    }

    private static ClientStep whileTrying(Trying trying, ClientInput input, Timing timing, long now) {
        return switch (input) {
            case Received(var response, var flow) -> received(trying.request(), response, flow, timing, now);
            case TimerFired(var timer) when timer == Timer.E -> {
                long next = timing.doubled(trying.repeatNanos());
                yield ClientStep.of(new Trying(trying.request(), next), new Start(Timer.E, now + next),
                        new Transmit(trying.request(), true));
            }
            case TimerFired(var timer) -> timer == Timer.F ? timedOut() : ClientStep.stay(trying);
            case TransportFailed(var reason) -> failed(reason);
            case CancelOrdered _ -> ClientStep.stay(trying); // only an INVITE can be cancelled (§9.1)
            case AckOrdered _ -> ClientStep.stay(trying);
        };
    }

    private static ClientStep whileProceeding(Proceeding proceeding, ClientInput input, Timing timing,
            long now) {
        return switch (input) {
            case Received(var response, var flow) -> received(proceeding.request(), response, flow, timing, now);
            // §17.1.2.2: once a provisional has come, repetitions keep the interval T2.
            case TimerFired(var timer) when timer == Timer.E -> ClientStep.of(proceeding,
                    new Start(Timer.E, now + timing.t2Nanos()), new Transmit(proceeding.request(), true));
            case TimerFired(var timer) -> timer == Timer.F ? timedOut() : ClientStep.stay(proceeding);
            case TransportFailed(var reason) -> failed(reason);
            case CancelOrdered _ -> ClientStep.stay(proceeding);
            case AckOrdered _ -> ClientStep.stay(proceeding);
        };
    }

    private static ClientStep received(SipRequest request, SipResponse response, Flow flow, Timing timing,
            long now) {
        PassResponse pass = new PassResponse(response, flow);
        if (response.provisional()) {
            Proceeding proceeding = new Proceeding(request);
            return response.status() > 100 ? ClientStep.of(proceeding, pass) : ClientStep.stay(proceeding);
        }
        if (timing.reliable()) { // Timer K is 0
            return ClientStep.of(TERMINATED, Terminate.INSTANCE, pass);
        }
        return ClientStep.of(COMPLETED, StopRepeating.INSTANCE, new Start(Timer.K, now + timing.t4Nanos()), pass);
    }

    private static ClientStep whileCompleted(Completed completed, ClientInput input) {
        return switch (input) {
            case TimerFired(var timer) when timer == Timer.K -> ClientStep.of(TERMINATED, Terminate.INSTANCE);
            case TimerFired _ -> ClientStep.stay(completed);
            case Received _ -> ClientStep.stay(completed);
            case TransportFailed _ -> ClientStep.stay(completed);
            case CancelOrdered _ -> ClientStep.stay(completed);
            case AckOrdered _ -> ClientStep.stay(completed);
        };
    }

    private static ClientStep timedOut() {
        return ClientStep.of(TERMINATED, Terminate.INSTANCE, ReportTimeout.INSTANCE);
    }

    private static ClientStep failed(String reason) {
        return ClientStep.of(TERMINATED, Terminate.INSTANCE, new ReportTransportError(reason));
    }
}
