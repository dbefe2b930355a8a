package io.tandem.ops.lab;

import static io.tandem.ops.lab.UaMessages.plain;

import io.tandem.media.sdp.Direction;
import io.tandem.media.sdp.SessionDescription;
import io.tandem.ops.lab.UaState.Called;
import io.tandem.ops.lab.UaState.Calling;
import io.tandem.ops.lab.UaState.Leaving;
import io.tandem.ops.lab.UaState.Over;
import io.tandem.ops.lab.UaState.Talking;
import io.tandem.sip.dialog.Dialog;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.transaction.ServerTransactionId;
import java.util.Optional;

/** What an agent's call does with what happens to it. */
final class UaRules {

    private UaRules() {}

    /** Places a call. */
    static UaStep call(CallOrder order, UaSelf self, String callId) {
        SipRequest invite = UaMessages.invite(order, self, callId);
        Calling calling = new Calling(UaMessages.id(SipMethod.INVITE, self.tag(), 1), invite, "");
        return UaStep.to(calling, new UaOrder.Send(calling.id(), invite),
                new UaOrder.Wake(UaTimer.PATIENCE, order.patienceMillis()));
    }

    /** Takes a call, or refuses it with 488 when there is nothing to agree on. */
    static UaStep called(ServerTransactionId id, SipRequest invite, Answering answering, UaSelf self) {
        Optional<SessionDescription> offer = UaMessages.description(invite);
        if (offer.isEmpty() && invite.hasBody()) {
            return refused(id, invite, 488, self);
        }
        Optional<UaSession.Agreed> agreed = offer.flatMap(theirs -> UaSession.answering(self.media(), theirs));
        if (offer.isPresent() && agreed.isEmpty()) {
            return refused(id, invite, 488, self);
        }
        return UaStep.to(new Called(id, invite, Dialog.uasDialog(invite, self.tag()), agreed),
                new UaOrder.Wake(UaTimer.RING, answering.ringAfterMillis()),
                new UaOrder.Wake(UaTimer.ANSWER, answering.answerAfterMillis()));
    }

    static UaStep decide(UaState state, UaInput input, UaSelf self) {
        return switch (state) {
            case Calling calling -> whileCalling(calling, input, self);
            case Called called -> whileCalled(called, input, self);
            case Talking talking -> UaTalking.decide(talking, input, self);
            case Leaving leaving -> whileLeaving(leaving, input, self);
            case Over over -> whileOver(over, input, self);
        };
    }

    private static UaStep whileCalling(Calling calling, UaInput input, UaSelf self) {
        return switch (input) {
            case UaInput.Responded(var _, var response) -> responded(calling, response, self);
            case UaInput.Due(var timer) when timer == UaTimer.PATIENCE && calling.gaveUp().isEmpty() -> UaStep.to(
                    new Calling(calling.id(), calling.invite(), "not answered in time"),
                    new UaOrder.Cancel(calling.id()));
            case UaInput.Broken(var _, var why) -> UaStep.over(new Outcome.Failed("INVITE: " + why));
            case UaInput.Requested(var id, var request) -> UaStep.to(calling, answer(id, request, 481, self));
            case UaInput.Due _,
                    UaInput.Acknowledged _,
                    UaInput.Cancelled _,
                    UaInput.AckMissing _ -> UaStep.to(calling);
        };
    }

    private static UaStep responded(Calling calling, SipResponse response, UaSelf self) {
        if (response.provisional()) {
            return UaStep.to(calling);
        }
        Optional<Dialog> made = Dialog.uacDialog(calling.invite(), response);
        if (made.isEmpty()) {
            return UaStep.over(calling.gaveUp().isEmpty()
                    ? new Outcome.Refused(response.status(), response.reason())
                    : new Outcome.Failed(calling.gaveUp()));
        }
        Dialog dialog = made.get();
        UaOrder ack = new UaOrder.Acknowledge(calling.id(), UaMessages.ack(dialog, response));
        if (!calling.gaveUp().isEmpty()) { // the answer crossed our CANCEL (RFC 3261 §9.1)
            return UaTalking.leave(dialog, new Outcome.Failed(calling.gaveUp()), self, ack);
        }
        Optional<UaSession.Agreed> agreed = UaMessages.description(response)
                .flatMap(answer -> UaSession.offering(self.media()).agreed(answer, Direction.SENDRECV));
        if (agreed.isEmpty()) {
            return UaTalking.leave(dialog, new Outcome.Failed("answered without audio that we speak"), self, ack);
        }
        return UaTalking.begin(Talking.from(dialog, Optional.of(calling), agreed.get().session(), Exchange.NONE,
                self.script()), self, ack, agreed.get().talk());
    }

    private static UaStep whileCalled(Called called, UaInput input, UaSelf self) {
        return switch (input) {
            case UaInput.Due(var timer) -> switch (timer) {
                case RING -> UaStep.to(called,
                        new UaOrder.Answer(called.id(), UaMessages.ringing(called.invite(), self)));
                case ANSWER -> pickUp(called, self);
                case PATIENCE, HANG_UP, STEP, GLARE -> UaStep.to(called);
            };
            case UaInput.Cancelled _ -> UaStep.over(new Outcome.Refused(487, "cancelled by the caller"),
                    answer(called.id(), called.invite(), 487, self));
            case UaInput.Requested(var id, var request) when request.method().equals(SipMethod.BYE) -> UaStep.over(
                    new Outcome.Refused(487, "BYE before the answer"), answer(id, request, 200, self),
                    answer(called.id(), called.invite(), 487, self)); // §15.1.2
            case UaInput.Requested(var id, var request) -> UaStep.to(called, other(id, request, self));
            case UaInput.Responded _,
                    UaInput.Acknowledged _,
                    UaInput.Broken _,
                    UaInput.AckMissing _ -> UaStep.to(
                    called);
        };
    }

    private static UaStep pickUp(Called called, UaSelf self) {
        UaSession session = called.agreed()
                .map(UaSession.Agreed::session)
                .orElseGet(() -> UaSession.offering(self
                        .media()));
        Exchange exchange = called.agreed().isPresent() ? Exchange.NONE : new Exchange.Offered();
        UaOrder answer = new UaOrder.Answer(called.id(), UaMessages.answered(called.invite(), self, session.said()));
        Talking talking = Talking.from(called.dialog().confirm(), Optional.empty(), session, exchange,
                self.script());
        return called.agreed()
                .map(agreed -> UaTalking.begin(talking, self, answer, agreed.talk()))
                .orElseGet(() -> UaTalking.begin(talking, self, answer));
    }

    private static UaStep whileLeaving(Leaving leaving, UaInput input, UaSelf self) {
        return switch (input) {
            case UaInput.Responded(var id, var response) when id.method().equals(SipMethod.BYE)
                    && response.finalResponse() ->
                    UaStep.over(response.success()
                            ? leaving.why()
                            : new Outcome.Failed("BYE got " + response.status() + " " + response.reason()));
            case UaInput.Responded(var id, var response) when id.method().equals(SipMethod.INVITE)
                    && response.success() -> UaStep.to(leaving,
                            new UaOrder.Acknowledge(id, UaMessages.ack(leaving
                                    .dialog(), response))); // our re-INVITE was still out
            case UaInput.Broken(var id, var why) when id.method().equals(SipMethod.BYE) -> UaStep.over(
                    new Outcome.Failed("BYE: " + why));
            case UaInput.Requested(var id, var request) when request.method().equals(SipMethod.BYE) -> UaStep.to(
                    leaving, answer(id, request, 200, self)); // both hung up at once
            case UaInput.Requested(var id, var request) -> UaStep.to(leaving, answer(id, request, 481, self));
            case UaInput.Responded _,
                    UaInput.Acknowledged _,
                    UaInput.Cancelled _,
                    UaInput.Due _,
                    UaInput.Broken _,
                    UaInput.AckMissing _ ->
                    UaStep.to(leaving);
        };
    }

    private static UaStep whileOver(Over over, UaInput input, UaSelf self) {
        return input instanceof UaInput.Requested(var id, var request)
                ? UaStep.to(over, answer(id, request, 481, self))
                : UaStep.to(over);
    }

    private static UaStep refused(ServerTransactionId id, SipRequest invite, int status, UaSelf self) {
        SipResponse response = plain(invite, status, self.tag());
        return UaStep.over(new Outcome.Refused(status, response.reason()), new UaOrder.Answer(id, response));
    }

    static UaOrder answer(ServerTransactionId id, SipRequest request, int status, UaSelf self) {
        return new UaOrder.Answer(id, plain(request, status, self.tag()));
    }

    /** A request inside a call that neither ends nor changes it. Microsoft takes no UPDATE (TSP-114). */
    static UaOrder other(ServerTransactionId id, SipRequest request, UaSelf self) {
        SipMethod method = request.method();
        boolean takes = method.equals(SipMethod.OPTIONS) || method.equals(SipMethod.INFO)
                || method.equals(SipMethod.NOTIFY);
        return answer(id, request, takes ? 200 : 405, self);
    }
}
