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

    static UaStep decide(UaState state, UaInput input, UaSelf self) {
        return switch (state) {
            case Calling calling -> UaCalling.decide(calling, input, self);
            case Called called -> UaRinging.decide(called, input, self);
            case Talking talking -> UaTalking.decide(talking, input, self);
            case Leaving leaving -> whileLeaving(leaving, input, self);
            case Over over -> whileOver(over, input, self);
        };
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

    static UaStep refused(ServerTransactionId id, SipRequest invite, int status, UaSelf self) {
        SipResponse response = plain(invite, status, self.tag(), self.manner());
        return UaStep.over(new Outcome.Refused(status, response.reason()), new UaOrder.Answer(id, response));
    }

    static UaOrder answer(ServerTransactionId id, SipRequest request, int status, UaSelf self) {
        return new UaOrder.Answer(id, plain(request, status, self.tag(), self.manner()));
    }

    /** A request inside a call that neither ends nor changes it. Microsoft takes no UPDATE (TSP-114). */
    static UaOrder other(ServerTransactionId id, SipRequest request, UaSelf self) {
        return answer(id, request, status(request.method(), self.manner()), self);
    }

    private static int status(SipMethod method, Manner manner) {
        if (!manner.allows(method.name())) {
            return 405;
        }
        if (method.equals(SipMethod.REFER)) {
            return 603; // we let nobody send us elsewhere (RFC 3515 §2.4.2)
        }
        return method.equals(SipMethod.PRACK) ? 481 : 200;
    }
}
