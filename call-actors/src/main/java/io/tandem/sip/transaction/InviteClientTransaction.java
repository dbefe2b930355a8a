package io.tandem.sip.transaction;

import io.tandem.sip.message.Headers;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.route.Flow;
import io.tandem.sip.transaction.ClientInput.AckOrdered;
import io.tandem.sip.transaction.ClientInput.CancelOrdered;
import io.tandem.sip.transaction.ClientInput.Received;
import io.tandem.sip.transaction.ClientInput.TimerFired;
import io.tandem.sip.transaction.ClientInput.TransportFailed;
import io.tandem.sip.transaction.ClientAction.CountForksOverLimit;
import io.tandem.sip.transaction.ClientAction.PassResponse;
import io.tandem.sip.transaction.ClientAction.PassStray;
import io.tandem.sip.transaction.ClientAction.ReportTimeout;
import io.tandem.sip.transaction.ClientAction.ReportTransportError;
import io.tandem.sip.transaction.ClientAction.RepeatAck;
import io.tandem.sip.transaction.TransactionAction.Repeat;
import io.tandem.sip.transaction.TransactionAction.Start;
import io.tandem.sip.transaction.ClientAction.StartCancel;
import io.tandem.sip.transaction.TransactionAction.StopRepeating;
import io.tandem.sip.transaction.TransactionAction.Terminate;
import io.tandem.sip.transaction.TransactionAction.Transmit;
import io.tandem.sip.transaction.ClientAction.TransmitAck;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An INVITE of ours (RFC 3261 §17.1.1, RFC 6026 §7.2), its CANCEL (§9.1) and the ACKs to its 2xx (§13.2.2.4). */
final class InviteClientTransaction {
    /** How many dialogs one INVITE may be answered with: the forks of a large ringing group. */
    static final int MAX_ANSWERS = 16;

    sealed interface State extends ClientState {}

    /**
     * Nothing has come back.
     *
     * @param repeatNanos the interval that Timer A runs with
     * @param cancel what the CANCEL is to carry, if one waits for the first provisional
     */
    record Calling(SipRequest invite, long repeatNanos, Optional<Headers> cancel) implements State {}

    /** A provisional has come back. */
    record Proceeding(SipRequest invite, boolean cancelled) implements State {}

    /**
     * The user has been told that nothing came, and asks somebody else meanwhile. What still comes is not for it: a phone
     * that rings is cancelled (§9.1), a refusal acknowledged.
     *
     * @param cancel what the CANCEL is to carry
     */
    record Abandoned(SipRequest invite, Headers cancel, boolean cancelled) implements State {}

    /** Refused; the ACK is kept, as it went out, for repetitions of the refusal. */
    record Completed(byte[] ack) implements State {}

    /** Answered with 2xx, once or by several forks. */
    record Accepted(List<Answer> answers) implements State {
        public Accepted {
            answers = List.copyOf(answers);
        }
    }

    record Terminated() implements State {}

    /** A 2xx, told from others by its To-tag, and the ACK that the user has sent for it, as it went out. */
    record Answer(String toTag, Optional<RepeatAck> ack) {}

    private static final Terminated TERMINATED = new Terminated();
    private static final Headers NO_HEADERS = Headers.builder().build();

    private InviteClientTransaction() {}

    /** Sends the INVITE, its Via on top. Timer A starts at T1 on unreliable transports, Timer B on all. */
    static ClientStep start(SipRequest invite, Timing timing, long nowNanos) {
        // inside a dialog there is no other peer to try, so that it has the time that the RFC gives it
        long patience = invite.toTag().isPresent() ? timing.timeoutNanos() : timing.firstResponseNanos();
        Start timerB = new Start(Timer.B, nowNanos + patience);
        Calling calling = new Calling(invite, timing.t1Nanos(), Optional.empty());
        Transmit transmit = new Transmit(invite, false);
        return timing.reliable()
                ? ClientStep.of(calling, timerB, transmit)
                : ClientStep.of(calling, timerB, new Start(Timer.A, nowNanos + timing.t1Nanos()), transmit);
    }

    static ClientStep decide(State state, ClientInput input, Timing timing, long nowNanos) {
        return switch (state) {
            case Calling calling -> whileCalling(calling, input, timing, nowNanos);
            case Proceeding proceeding -> whileProceeding(proceeding, input, timing, nowNanos);
            case Abandoned abandoned -> whileAbandoned(abandoned, input, timing, nowNanos);
            case Completed completed -> whileCompleted(completed, input);
            case Accepted accepted -> whileAccepted(accepted, input);
            case Terminated terminated -> ClientStep.stay(terminated);
        };
    }

    private static ClientStep whileCalling(Calling calling, ClientInput input, Timing timing, long now) {
        return switch (input) {
            case Received(var response, var flow) when response.provisional() ->
                    firstProvisional(calling, response, flow, timing, now);
            case Received(var response, var flow) -> finalResponse(calling.invite(), response, flow, timing, now);
            case TimerFired(var timer) when timer == Timer.A -> repeat(calling, now);
            case TimerFired(var timer) when timer == Timer.B -> noResponse(calling, timing, now);
            case TimerFired _ -> ClientStep.stay(calling);
            case TransportFailed(var reason) ->
                    ClientStep.of(TERMINATED, Terminate.INSTANCE, new ReportTransportError(reason));
            case CancelOrdered(var extra) ->
                    ClientStep.stay(new Calling(calling.invite(), calling.repeatNanos(), Optional.of(extra)));
            case AckOrdered(var ack, var flow) -> ClientStep.of(calling, new TransmitAck(ack, flow));
        };
    }

    // §17.1.1.2: Timer A doubles, without bound, until a provisional arrives or Timer B fires.
    private static ClientStep repeat(Calling calling, long now) {
        long next = 2 * calling.repeatNanos();
        return ClientStep.of(new Calling(calling.invite(), next, calling.cancel()), new Start(Timer.A, now + next),
                new Transmit(calling.invite(), true));
    }

    // §17.1.1.2 ends the transaction at 64·T1. Where Timer B is shorter, the peer may have it all and answer yet.
    private static ClientStep noResponse(Calling calling, Timing timing, long now) {
        long left = timing.timeoutNanos() - timing.firstResponseNanos();
        return left <= 0 || calling.invite().toTag().isPresent()
                ? timedOut()
                : ClientStep.of(new Abandoned(calling.invite(), calling.cancel().orElse(NO_HEADERS), false),
                        StopRepeating.INSTANCE,
                        new Start(Timer.B, now + left), ReportTimeout.INSTANCE);
    }

    private static ClientStep whileAbandoned(Abandoned abandoned, ClientInput input, Timing timing, long now) {
        return switch (input) {
            case Received(var response, _) when response.provisional() -> abandoned.cancelled()
                    ? ClientStep.stay(abandoned)
                    : ClientStep.of(new Abandoned(abandoned.invite(), abandoned.cancel(), true),
                            new Start(Timer.CANCELLED, now + timing.timeoutNanos()),
                            new StartCancel(DerivedRequests.cancel(abandoned.invite(), abandoned.cancel())));
            case Received(var response, var flow) when response.success() ->
                    finalResponse(abandoned.invite(), response, flow, timing, now);
            case Received(var response, _) -> acknowledged(abandoned.invite(), response, timing, now, List.of());
            case TimerFired(var timer) when timer == Timer.B || timer == Timer.CANCELLED ->
                    ClientStep.of(TERMINATED, Terminate.INSTANCE);
            case TimerFired _ -> ClientStep.stay(abandoned);
            case TransportFailed _ -> ClientStep.of(TERMINATED, Terminate.INSTANCE); // nobody is left to tell
            case CancelOrdered _ -> ClientStep.stay(abandoned);
            case AckOrdered(var ack, var flow) -> ClientStep.of(abandoned, new TransmitAck(ack, flow));
        };
    }

    private static ClientStep firstProvisional(Calling calling, SipResponse response, Flow flow, Timing timing,
            long now) {
        List<ClientAction> actions = new ArrayList<>(4);
        actions.add(StopRepeating.INSTANCE);
        if (calling.cancel().isPresent()) {
            actions.add(new Start(Timer.CANCELLED, now + timing.timeoutNanos()));
            actions.add(new StartCancel(DerivedRequests.cancel(calling.invite(), calling.cancel().get())));
        } else {
            actions.add(new Start(Timer.C, now + timing.proceedingNanos()));
        }
        passUnlessTrying(actions, response, flow);
        return new ClientStep(new Proceeding(calling.invite(), calling.cancel().isPresent()), actions);
    }

    private static ClientStep whileProceeding(Proceeding proceeding, ClientInput input, Timing timing,
            long now) {
        return switch (input) {
            case Received(var response, var flow) when response.provisional() ->
                    furtherProvisional(proceeding, response, flow, timing, now);
            case Received(var response, var flow) -> finalResponse(proceeding.invite(), response, flow, timing, now);
            case TimerFired(var timer) when timer == Timer.CANCELLED -> timedOut();
            case TimerFired(var timer) when timer == Timer.C -> cancel(proceeding, NO_HEADERS, timing, now);
            case TimerFired _ -> ClientStep.stay(proceeding);
            // Nothing is being sent; the response may come on a new connection (§18.2.2).
            case TransportFailed _ -> ClientStep.stay(proceeding);
            case CancelOrdered(var extra) -> cancel(proceeding, extra, timing, now);
            case AckOrdered(var ack, var flow) -> ClientStep.of(proceeding, new TransmitAck(ack, flow));
        };
    }

    private static ClientStep furtherProvisional(Proceeding proceeding, SipResponse response, Flow flow,
            Timing timing, long now) {
        List<ClientAction> actions = new ArrayList<>(2);
        if (!proceeding.cancelled()) {
            actions.add(new Start(Timer.C, now + timing.proceedingNanos()));
        }
        passUnlessTrying(actions, response, flow);
        return new ClientStep(proceeding, actions);
    }

    private static ClientStep cancel(Proceeding proceeding, Headers extra, Timing timing, long now) {
        if (proceeding.cancelled()) {
            return ClientStep.stay(proceeding);
        }
        return ClientStep.of(new Proceeding(proceeding.invite(), true),
                new Start(Timer.CANCELLED, now + timing.timeoutNanos()),
                new StartCancel(DerivedRequests.cancel(proceeding.invite(), extra)));
    }

    private static ClientStep finalResponse(SipRequest invite, SipResponse response, Flow flow, Timing timing,
            long now) {
        PassResponse pass = new PassResponse(response, flow);
        if (response.success()) {
            return ClientStep.of(new Accepted(List.of(new Answer(tagOf(response), Optional.empty()))),
                    StopRepeating.INSTANCE, new Start(Timer.M, now + timing.timeoutNanos()), pass);
        }
        return acknowledged(invite, response, timing, now, List.of(pass));
    }

    private static ClientStep acknowledged(SipRequest invite, SipResponse response, Timing timing, long now,
            List<ClientAction> last) {
        SipRequest ack = DerivedRequests.ack(invite, response);
        List<ClientAction> actions = new ArrayList<>(4);
        actions.add(StopRepeating.INSTANCE);
        actions.add(new Transmit(ack, false));
        actions.add(timing.reliable() ? Terminate.INSTANCE : new Start(Timer.D, now + timing.timerDNanos()));
        actions.addAll(last);
        return new ClientStep(timing.reliable() ? TERMINATED : new Completed(ack.toBytes()), actions); // Timer D is 0
    }

    private static ClientStep whileCompleted(Completed completed, ClientInput input) {
        return switch (input) {
            case Received(var response, var flow) when response.success() ->
                    ClientStep.of(completed, new PassStray(response, flow));
            case Received(var response, _) when response.finalResponse() ->
                    ClientStep.of(completed, new Repeat(completed.ack(), SipMethod.ACK));
            case Received _ -> ClientStep.stay(completed);
            case TimerFired(var timer) when timer == Timer.D -> ClientStep.of(TERMINATED, Terminate.INSTANCE);
            case TimerFired _ -> ClientStep.stay(completed);
            case TransportFailed _ -> ClientStep.stay(completed); // the user has its final response
            case CancelOrdered _ -> ClientStep.stay(completed);
            case AckOrdered(var ack, var flow) -> ClientStep.of(completed, new TransmitAck(ack, flow));
        };
    }

    private static ClientStep whileAccepted(Accepted accepted, ClientInput input) {
        return switch (input) {
            case Received(var response, var flow) when response.success() -> answeredAgain(accepted, response, flow);
            case Received _ -> ClientStep.stay(accepted);
            case TimerFired(var timer) when timer == Timer.M -> ClientStep.of(TERMINATED, Terminate.INSTANCE);
            case TimerFired _ -> ClientStep.stay(accepted);
            case TransportFailed _ -> ClientStep.stay(accepted);
            case CancelOrdered _ -> ClientStep.stay(accepted);
            case AckOrdered order -> acknowledge(accepted, order);
        };
    }

    // A known To-tag is the same 2xx again and wants its ACK again; another is a fork's, and the user's.
    private static ClientStep answeredAgain(Accepted accepted, SipResponse response, Flow flow) {
        String toTag = tagOf(response);
        for (Answer answer : accepted.answers()) {
            if (answer.toTag().equals(toTag)) {
                return answer.ack().isEmpty()
                        ? ClientStep.stay(accepted)
                        : ClientStep.of(accepted, answer.ack().get());
            }
        }
        if (accepted.answers().size() >= MAX_ANSWERS) {
            return ClientStep.of(accepted, CountForksOverLimit.INSTANCE);
        }
        List<Answer> answers = new ArrayList<>(accepted.answers());
        answers.add(new Answer(toTag, Optional.empty()));
        return ClientStep.of(new Accepted(answers), new PassResponse(response, flow));
    }

    private static ClientStep acknowledge(Accepted accepted, AckOrdered order) {
        String toTag = order.ack().toTag().orElse("");
        Optional<RepeatAck> again = Optional.of(new RepeatAck(order.ack().toBytes(), order.flow()));
        List<Answer> answers = new ArrayList<>(accepted.answers().size());
        for (Answer answer : accepted.answers()) {
            answers.add(answer.toTag().equals(toTag) ? new Answer(toTag, again) : answer);
        }
        return ClientStep.of(new Accepted(answers), new TransmitAck(order.ack(), order.flow()));
    }

    private static ClientStep timedOut() {
        return ClientStep.of(TERMINATED, Terminate.INSTANCE, ReportTimeout.INSTANCE);
    }

    private static void passUnlessTrying(List<ClientAction> actions, SipResponse response, Flow flow) {
        if (response.status() > 100) {
            actions.add(new PassResponse(response, flow));
        }
    }

    private static String tagOf(SipResponse response) {
        return response.toTag().orElse("");
    }
}
