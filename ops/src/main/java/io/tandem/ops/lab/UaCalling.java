package io.tandem.ops.lab;

import io.tandem.media.sdp.Direction;
import io.tandem.media.sdp.SessionDescription;
import io.tandem.ops.lab.UaState.Calling;
import io.tandem.ops.lab.UaState.Early;
import io.tandem.ops.lab.UaState.Talking;
import io.tandem.sip.dialog.Dialog;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import java.util.List;
import java.util.Optional;

/** What an agent does that calls, until it is answered. */
final class UaCalling {

    private UaCalling() {}

    /** Places a call. @param replaced whose place it is to take; empty for a new one */
    static UaStep call(CallOrder order, UaSelf self, String callId, Optional<Dialog> replaced) {
        SipRequest invite = UaMessages.invite(order, self, callId, replaced);
        return sent(invite, self).after(new UaOrder.Wake(UaTimer.PATIENCE, order.patienceMillis()));
    }

    private static UaStep sent(SipRequest invite, UaSelf self) {
        Calling calling = new Calling(UaMessages.id(SipMethod.INVITE, self.tag(), invite.cseq().number()), invite, "",
                List.of());
        return UaStep.to(calling, new UaOrder.Send(calling.id(), invite));
    }

    static UaStep decide(Calling calling, UaInput input, UaSelf self) {
        return switch (input) {
            case UaInput.Responded(var id, var response) when id.equals(calling.id()) -> responded(calling, response,
                    self);
            case UaInput.Due(var timer, var _) when timer == UaTimer.PATIENCE && calling.gaveUp().isEmpty() -> UaStep
                    .to(new Calling(calling.id(), calling.invite(), "not answered in time", calling.early()),
                            new UaOrder.Cancel(calling.id()));
            case UaInput.Broken(var id, var why) when id.equals(calling.id()) -> UaStep.over(new Outcome.Failed(
                    "INVITE: " + why));
            case UaInput.Requested(var id, var request) -> UaStep.to(calling, UaRules.answer(id, request, 481, self));
            case UaInput.Responded _,
                    UaInput.Due _,
                    UaInput.Acknowledged _,
                    UaInput.Cancelled _,
                    UaInput.Broken _,
                    UaInput.AckMissing _ ->
                    UaStep.to(calling);
        };
    }

    private static UaStep responded(Calling calling, SipResponse response, UaSelf self) {
        if (response.provisional()) {
            return rung(calling, response, self);
        }
        if (!response.success()) {
            return refused(calling, response, self);
        }
        Optional<Early> early = calling.early(response.toTag().orElse(""));
        Dialog dialog = early.map(one -> one.dialog().confirm(response))
                .orElseGet(() -> Dialog.uacDialog(calling.invite(), response).orElseThrow());
        UaOrder ack = new UaOrder.Acknowledge(calling.id(), UaMessages.ack(dialog, response));
        if (!calling.gaveUp().isEmpty()) { // the answer crossed our CANCEL (RFC 3261 §9.1)
            return UaTalking.leave(dialog, new Outcome.Failed(calling.gaveUp()), self, ack);
        }
        Optional<UaSession.Agreed> agreed = UaMessages.description(response)
                .or(() -> early.flatMap(Early::answer))
                .flatMap(answer -> UaSession.offering(self.media()).agreed(answer, Direction.SENDRECV));
        if (agreed.isEmpty()) {
            return UaTalking.leave(dialog, new Outcome.Failed("answered without audio that we speak"), self, ack);
        }
        Talking talking = Talking.from(dialog, Optional.of(calling), agreed.get().session(), Exchange.NONE,
                self.script())
                .with(Refreshing.NONE.by(response));
        return UaTalking.begin(talking, self, ack, agreed.get().talk());
    }

    /** A reliable response is acknowledged once, in order (RFC 3262 §4); the dialogs of all forks are kept (TSP-117). */
    private static UaStep rung(Calling calling, SipResponse response, UaSelf self) {
        Optional<Dialog> made = Dialog.uacDialog(calling.invite(), response);
        if (made.isEmpty()) {
            return UaStep.to(calling);
        }
        Early known = calling.early(response.toTag().orElse(""))
                .orElseGet(() -> new Early(made.get(), 0, Optional.empty()));
        Optional<SessionDescription> answer = UaMessages.description(response).or(known::answer);
        long rseq = UaMessages.rseq(response);
        boolean next = rseq > 0 && (known.rseq() == 0 || rseq == known.rseq() + 1);
        if (!next) {
            return UaStep.to(calling.with(new Early(known.dialog(), known.rseq(), answer)));
        }
        Dialog.Numbered prack = known.dialog().newRequest(SipMethod.PRACK, self.contact(), UaMessages.MAX_FORWARDS);
        SipRequest request = prack.request()
                .add(HeaderName.RACK, UaMessages.rack(rseq, calling.invite()))
                .add(HeaderName.USER_AGENT, self.userAgent())
                .build();
        String tag = self.tag() + response.toTag().orElse("");
        return UaStep.to(calling.with(new Early(prack.dialog(), rseq, answer)), new UaOrder.Send(UaMessages.id(
                SipMethod.PRACK, tag, prack.dialog().localCSeq()), request));
    }

    private static UaStep refused(Calling calling, SipResponse response, UaSelf self) {
        int least = Refreshing.leastSeconds(response);
        boolean again = response.status() == 422 && calling.gaveUp().isEmpty()
                && least > Refreshing.seconds(calling.invite());
        if (again) { // RFC 4028 §7.3
            return sent(UaMessages.longer(calling.invite(), least), self);
        }
        return UaStep.over(calling.gaveUp().isEmpty()
                ? new Outcome.Refused(response.status(), response.reason())
                : new Outcome.Failed(calling.gaveUp()));
    }
}
