package io.tandem.sip.transaction;

import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.transaction.ServerInput.AckReceived;
import io.tandem.sip.transaction.ServerInput.CancelReceived;
import io.tandem.sip.transaction.ServerInput.Repeated;
import io.tandem.sip.transaction.ServerInput.Respond;
import io.tandem.sip.transaction.ServerInput.TimerFired;
import io.tandem.sip.transaction.ServerAction.CountAnswerDropped;
import io.tandem.sip.transaction.ServerAction.CountUnanswered;
import io.tandem.sip.transaction.ServerAction.PassAck;
import io.tandem.sip.transaction.ServerAction.PassCancel;
import io.tandem.sip.transaction.ServerAction.ReportAckMissing;
import io.tandem.sip.transaction.TransactionAction.Repeat;
import io.tandem.sip.transaction.TransactionAction.Start;
import io.tandem.sip.transaction.TransactionAction.StopRepeating;
import io.tandem.sip.transaction.TransactionAction.Terminate;
import io.tandem.sip.transaction.TransactionAction.Transmit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An INVITE that came in (RFC 3261 §17.2.1, RFC 6026 §7.1). It also repeats the 2xx until its ACK comes, which the RFC
 * leaves to the user (§13.3.1.4): the user may be on another node, the timer had better be here.
 */
final class InviteServerTransaction {

    sealed interface State extends ServerState {}

    /**
     * Not finally answered.
     *
     * @param last the provisional to repeat when the INVITE comes again
     */
    record Proceeding(SipRequest invite, Optional<SipResponse> last, boolean cancelled) implements State {}

    /** Refused, and not acknowledged; kept is the refusal as it went out. */
    record Completed(byte[] refusal, long repeatNanos) implements State {}

    /** Refused and acknowledged. */
    record Confirmed() implements State {}

    /** Answered 2xx, and not acknowledged; kept is the 2xx as it went out. */
    record Accepted(byte[] answer, long repeatNanos) implements State {}

    /** Answered 2xx and acknowledged; repetitions are absorbed. */
    record Acknowledged() implements State {}

    record Terminated() implements State {}

    private static final Confirmed CONFIRMED = new Confirmed();
    private static final Acknowledged ACKNOWLEDGED = new Acknowledged();
    private static final Terminated TERMINATED = new Terminated();

    private InviteServerTransaction() {}

    /** Answers 100, at once or when the delay of the settings is over (§17.2.1, TSP-122). */
    static ServerStep start(SipRequest invite, Timing timing, long nowNanos) {
        Start timerC = new Start(Timer.C, nowNanos + timing.proceedingNanos());
        if (timing.tryingNanos() > 0) {
            return ServerStep.of(new Proceeding(invite, Optional.empty(), false), timerC,
                    new Start(Timer.TRYING, nowNanos + timing.tryingNanos()));
        }
        SipResponse trying = SipResponse.to(invite, 100).build();
        return ServerStep.of(new Proceeding(invite, Optional.of(trying), false), timerC, new Transmit(trying, false));
    }

    static ServerStep decide(State state, ServerInput input, Timing timing, long nowNanos) {
        return switch (state) {
            case Proceeding proceeding -> whileProceeding(proceeding, input, timing, nowNanos);
            case Completed completed -> whileCompleted(completed, input, timing, nowNanos);
            case Confirmed confirmed -> whileConfirmed(confirmed, input);
            case Accepted accepted -> whileAccepted(accepted, input, timing, nowNanos);
            case Acknowledged acknowledged -> whileAcknowledged(acknowledged, input);
            case Terminated terminated -> ServerStep.stay(terminated);
        };
    }

    private static ServerStep whileProceeding(Proceeding proceeding, ServerInput input, Timing timing,
            long now) {
        return switch (input) {
            case Repeated _ -> proceeding.last().isEmpty()
                    ? ServerStep.stay(proceeding)
                    : ServerStep.of(proceeding, new Transmit(proceeding.last().get(), true));
            case Respond(var response) -> respond(proceeding, response, timing, now);
            case CancelReceived(var cancel) -> proceeding.cancelled()
                    ? ServerStep.stay(proceeding)
                    : ServerStep.of(new Proceeding(proceeding.invite(), proceeding.last(), true),
                            new PassCancel(cancel));
            case AckReceived _ -> ServerStep.stay(proceeding);
            case TimerFired(var timer) when timer == Timer.TRYING -> trying(proceeding);
            case TimerFired(var timer) when timer == Timer.C -> unanswered(proceeding, timing, now);
            case TimerFired _ -> ServerStep.stay(proceeding);
        };
    }

    private static ServerStep trying(Proceeding proceeding) {
        SipResponse trying = SipResponse.to(proceeding.invite(), 100).build();
        return ServerStep.of(new Proceeding(proceeding.invite(), Optional.of(trying), proceeding.cancelled()),
                new Transmit(trying, false));
    }

    private static ServerStep respond(Proceeding proceeding, SipResponse response, Timing timing, long now) {
        Transmit transmit = new Transmit(response, false);
        if (response.provisional()) {
            return ServerStep.of(new Proceeding(proceeding.invite(), Optional.of(response), proceeding.cancelled()),
                    StopRepeating.INSTANCE, new Start(Timer.C, now + timing.proceedingNanos()), transmit);
        }
        if (response.success()) { // §13.3.1.4: on every transport, because a proxy behind it may use another
            return ServerStep.of(new Accepted(response.toBytes(), timing.t1Nanos()),
                    new Start(Timer.ANSWER, now + timing.t1Nanos()),
                    new Start(Timer.L, now + timing.timeoutNanos()), transmit);
        }
        TransactionAction timerG = timing.reliable()
                ? StopRepeating.INSTANCE
                : new Start(Timer.G, now + timing.t1Nanos());
        return ServerStep.of(new Completed(response.toBytes(), timing.t1Nanos()), timerG,
                new Start(Timer.H, now + timing.timeoutNanos()), transmit);
    }

    private static ServerStep unanswered(Proceeding proceeding, Timing timing, long now) {
        String tag = proceeding.last().flatMap(SipResponse::toTag).orElse(LayerTag.of(proceeding.invite()));
        SipResponse timeout = SipResponse.to(proceeding.invite(), 408).toTag(tag).build();
        ServerStep refused = respond(proceeding, timeout, timing, now);
        List<ServerAction> actions = new ArrayList<>(refused.actions());
        actions.add(CountUnanswered.INSTANCE);
        return new ServerStep(refused.state(), actions);
    }

    private static ServerStep whileCompleted(Completed completed, ServerInput input, Timing timing, long now) {
        return switch (input) {
            case Repeated _ -> ServerStep.of(completed, new Repeat(completed.refusal(), SipMethod.INVITE));
            case AckReceived _ -> timing.reliable() // Timer I is 0
                    ? ServerStep.of(TERMINATED, Terminate.INSTANCE)
                    : ServerStep.of(CONFIRMED, StopRepeating.INSTANCE, new Start(Timer.I, now + timing.t4Nanos()));
            case TimerFired(var timer) when timer == Timer.G -> {
                long next = timing.doubled(completed.repeatNanos());
                yield ServerStep.of(new Completed(completed.refusal(), next), new Start(Timer.G, now + next),
                        new Repeat(completed.refusal(), SipMethod.INVITE));
            }
            case TimerFired(var timer) when timer == Timer.H -> ServerStep.of(TERMINATED, Terminate.INSTANCE);
            case TimerFired _ -> ServerStep.stay(completed);
            case Respond _ -> ServerStep.of(completed, CountAnswerDropped.INSTANCE);
            case CancelReceived _ -> ServerStep.stay(completed);
        };
    }

    private static ServerStep whileConfirmed(Confirmed confirmed, ServerInput input) {
        return switch (input) {
            case TimerFired(var timer) when timer == Timer.I -> ServerStep.of(TERMINATED, Terminate.INSTANCE);
            case TimerFired _ -> ServerStep.stay(confirmed);
            case Respond _ -> ServerStep.of(confirmed, CountAnswerDropped.INSTANCE);
            case Repeated _ -> ServerStep.stay(confirmed);
            case AckReceived _ -> ServerStep.stay(confirmed);
            case CancelReceived _ -> ServerStep.stay(confirmed);
        };
    }

    private static ServerStep whileAccepted(Accepted accepted, ServerInput input, Timing timing, long now) {
        return switch (input) {
            case AckReceived(var ack, var flow) ->
                    ServerStep.of(ACKNOWLEDGED, StopRepeating.INSTANCE, new PassAck(ack, flow));
            case TimerFired(var timer) when timer == Timer.ANSWER -> {
                long next = timing.doubled(accepted.repeatNanos());
                yield ServerStep.of(new Accepted(accepted.answer(), next), new Start(Timer.ANSWER, now + next),
                        new Repeat(accepted.answer(), SipMethod.INVITE));
            }
            case TimerFired(var timer) when timer == Timer.L ->
                    ServerStep.of(TERMINATED, Terminate.INSTANCE, ReportAckMissing.INSTANCE);
            case TimerFired _ -> ServerStep.stay(accepted);
            case Respond _ -> ServerStep.of(accepted, CountAnswerDropped.INSTANCE);
            case Repeated _ -> ServerStep.stay(accepted); // RFC 6026 §7.1: absorbed, the 2xx has its own timer
            case CancelReceived _ -> ServerStep.stay(accepted);
        };
    }

    private static ServerStep whileAcknowledged(Acknowledged acknowledged, ServerInput input) {
        return switch (input) {
            case TimerFired(var timer) when timer == Timer.L -> ServerStep.of(TERMINATED, Terminate.INSTANCE);
            case TimerFired _ -> ServerStep.stay(acknowledged);
            case Respond _ -> ServerStep.of(acknowledged, CountAnswerDropped.INSTANCE);
            case Repeated _ -> ServerStep.stay(acknowledged);
            case AckReceived _ -> ServerStep.stay(acknowledged);
            case CancelReceived _ -> ServerStep.stay(acknowledged);
        };
    }
}
