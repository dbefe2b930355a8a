package io.tandem.ops.lab;

import static io.tandem.ops.lab.UaMessages.plain;

import io.tandem.media.sdp.EndPoint;
import io.tandem.media.sdp.RemoteMedia;
import io.tandem.media.sdp.SessionDescription;
import io.tandem.ops.lab.UaState.Called;
import io.tandem.ops.lab.UaState.Calling;
import io.tandem.ops.lab.UaState.Leaving;
import io.tandem.ops.lab.UaState.Over;
import io.tandem.ops.lab.UaState.Talking;
import io.tandem.sip.dialog.Dialog;
import io.tandem.sip.dialog.DialogId;
import io.tandem.sip.dialog.DialogRequestVerdict.InOrder;
import io.tandem.sip.dialog.DialogRequestVerdict.OutOfOrder;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.transaction.ServerTransactionId;
import java.util.ArrayList;
import java.util.List;
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
        Dialog dialog = Dialog.uasDialog(invite, self.tag());
        List<UaOrder> orders = new ArrayList<>();
        orders.add(new UaOrder.Wake(UaTimer.RING, answering.ringAfterMillis()));
        orders.add(new UaOrder.Wake(UaTimer.ANSWER, answering.answerAfterMillis()));
        if (offer.isEmpty()) {
            return new UaStep(new Called(id, invite, dialog, Optional.empty()), orders);
        }
        return switch (self.media().answer(offer.get())) {
            case EndPoint.Answer.Agreed(var answer, var _) -> new UaStep(
                    new Called(id, invite, dialog, Optional.of(answer)), orders);
            case EndPoint.Answer.NothingInCommon() -> refused(id, invite, 488, self);
        };
    }

    static UaStep decide(UaState state, UaInput input, UaSelf self) {
        return switch (state) {
            case Calling calling -> whileCalling(calling, input, self);
            case Called called -> whileCalled(called, input, self);
            case Talking talking -> whileTalking(talking, input, self);
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
        Optional<UaOrder.Talk> talk = UaMessages.description(response).flatMap(UaMessages::talk);
        if (!calling.gaveUp().isEmpty()) { // the answer crossed our CANCEL (RFC 3261 §9.1)
            return leave(dialog, new Outcome.Failed(calling.gaveUp()), self, ack);
        }
        if (talk.isEmpty()) {
            return leave(dialog, new Outcome.Failed("answered without audio that we speak"), self, ack);
        }
        return talking(new Talking(dialog, Optional.of(calling), false), self, ack, talk.get());
    }

    private static UaStep whileCalled(Called called, UaInput input, UaSelf self) {
        return switch (input) {
            case UaInput.Due(var timer) -> switch (timer) {
                case RING -> UaStep.to(called,
                        new UaOrder.Answer(called.id(), UaMessages.ringing(called.invite(), self)));
                case ANSWER -> pickUp(called, self);
                case PATIENCE, HANG_UP -> UaStep.to(called);
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
        SessionDescription ours = called.answer().orElseGet(self.media()::offer);
        Talking talking = new Talking(called.dialog().confirm(), Optional.empty(), called.answer().isEmpty());
        UaOrder answer = new UaOrder.Answer(called.id(), UaMessages.answered(called.invite(), self, ours));
        Optional<UaOrder.Talk> talk = called.answer().flatMap(_ -> agreed(called, self));
        return talk.isEmpty() ? talking(talking, self, answer) : talking(talking, self, answer, talk.get());
    }

    private static Optional<UaOrder.Talk> agreed(Called called, UaSelf self) {
        Optional<SessionDescription> offer = UaMessages.description(called.invite());
        if (offer.isPresent() && self.media().answer(offer.get()) instanceof EndPoint.Answer.Agreed(var _, var codec)) {
            return RemoteMedia.of(offer.get()).map(remote -> new UaOrder.Talk(remote, codec));
        }
        return Optional.empty();
    }

    private static UaStep whileTalking(Talking talking, UaInput input, UaSelf self) {
        return switch (input) {
            case UaInput.Requested(var id, var request) -> requested(talking, id, request, self);
            case UaInput.Due(var timer) when timer == UaTimer.HANG_UP -> leave(talking.dialog(),
                    new Outcome.Released(true, ""), self);
            case UaInput.Acknowledged(var ack) when talking.offered() -> answered(talking, ack, self);
            case UaInput.Responded(var _, var response) -> fork(talking, response, self);
            case UaInput.AckMissing _ -> leave(talking.dialog(), new Outcome.Failed("no ACK to our 200"), self);
            case UaInput.Due _,
                    UaInput.Acknowledged _,
                    UaInput.Cancelled _,
                    UaInput.Broken _ -> UaStep.to(talking);
        };
    }

    /** The ACK brings the answer to the offer in our 2xx. */
    private static UaStep answered(Talking talking, SipRequest ack, UaSelf self) {
        Optional<UaOrder.Talk> talk = UaMessages.description(ack).flatMap(UaMessages::talk);
        return talk.isEmpty()
                ? leave(talking.dialog(), new Outcome.Failed("no answer to our offer in the ACK"), self)
                : UaStep.to(new Talking(talking.dialog(), talking.invite(), false), talk.get());
    }

    private static UaStep requested(Talking talking, ServerTransactionId id, SipRequest request, UaSelf self) {
        return switch (talking.dialog().receive(request)) {
            case OutOfOrder _ -> UaStep.to(talking, answer(id, request, OutOfOrder.STATUS, self));
            case InOrder _ when request.method().equals(SipMethod.BYE) -> UaStep.over(
                    new Outcome.Released(false, request.headers().firstOr(HeaderName.REASON, "")),
                    answer(id, request, 200, self));
            case InOrder(var dialog) -> UaStep.to(new Talking(dialog, talking.invite(), talking.offered()),
                    other(id, request, self));
        };
    }

    /** A second 2xx with another tag: one end is enough, the other is acknowledged and sent away (§13.2.2.4). */
    private static UaStep fork(Talking talking, SipResponse response, UaSelf self) {
        boolean another = response.success() && talking.invite().isPresent()
                && !DialogId.ofReceived(response).equals(talking.dialog().id());
        if (!another) {
            return UaStep.to(talking);
        }
        Calling calling = talking.invite().get();
        Dialog stranger = Dialog.uacDialog(calling.invite(), response).orElseThrow();
        Dialog.Numbered bye = UaMessages.bye(stranger, self);
        String tag = self.tag() + response.toTag().orElse("");
        return UaStep.to(talking, new UaOrder.Acknowledge(calling.id(), UaMessages.ack(stranger, response)),
                new UaOrder.Send(UaMessages.id(SipMethod.BYE, tag, bye.dialog().localCSeq()), bye.request().build()));
    }

    private static UaStep whileLeaving(Leaving leaving, UaInput input, UaSelf self) {
        return switch (input) {
            case UaInput.Responded(var id, var response) when id.method().equals(SipMethod.BYE)
                    && response.finalResponse() ->
                    UaStep.over(response.success()
                            ? leaving.why()
                            : new Outcome.Failed("BYE got " + response.status() + " " + response.reason()));
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

    private static UaStep talking(Talking talking, UaSelf self, UaOrder... first) {
        List<UaOrder> orders = new ArrayList<>(List.of(first));
        if (self.hangUpAfterMillis() != Answering.WAITS) {
            orders.add(new UaOrder.Wake(UaTimer.HANG_UP, self.hangUpAfterMillis()));
        }
        return new UaStep(talking, orders);
    }

    private static UaStep leave(Dialog dialog, Outcome why, UaSelf self, UaOrder... first) {
        Dialog.Numbered bye = UaMessages.bye(dialog, self);
        List<UaOrder> orders = new ArrayList<>(List.of(first));
        orders.add(new UaOrder.Send(UaMessages.id(SipMethod.BYE, self.tag(), bye.dialog().localCSeq()),
                bye.request().build()));
        return new UaStep(new Leaving(bye.dialog(), why), orders);
    }

    private static UaStep refused(ServerTransactionId id, SipRequest invite, int status, UaSelf self) {
        SipResponse response = plain(invite, status, self.tag());
        return UaStep.over(new Outcome.Refused(status, response.reason()), new UaOrder.Answer(id, response));
    }

    private static UaOrder answer(ServerTransactionId id, SipRequest request, int status, UaSelf self) {
        return new UaOrder.Answer(id, plain(request, status, self.tag()));
    }

    /** A request inside a call that does not end it: a changed session is not agreed to (§14.2), the call goes on. */
    private static UaOrder other(ServerTransactionId id, SipRequest request, UaSelf self) {
        SipMethod method = request.method();
        int status = method.equals(SipMethod.OPTIONS) ? 200 : method.equals(SipMethod.INVITE) ? 488 : 405;
        return answer(id, request, status, self);
    }
}
