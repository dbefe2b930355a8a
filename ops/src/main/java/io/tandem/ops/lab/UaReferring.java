package io.tandem.ops.lab;

import io.tandem.ops.lab.UaState.Referral;
import io.tandem.ops.lab.UaState.Talking;
import io.tandem.sip.dialog.Dialog;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.transaction.ServerTransactionId;
import java.util.Optional;

/** What an agent does that hands its call on (RFC 3515, RFC 5589 §6). */
final class UaReferring {

    private UaReferring() {}

    static UaStep send(Talking talking, ScriptStep.Refer step, UaSelf self) {
        Dialog.Numbered numbered = UaMessages.refer(talking.dialog(), self, step);
        var id = UaMessages.id(SipMethod.REFER, self.tag(), numbered.dialog().localCSeq());
        return UaStep.to(talking.with(numbered.dialog()).with(Optional.of(new Referral(id, step))),
                new UaOrder.Send(id, numbered.request().build()));
    }

    static UaStep responded(Talking talking, SipResponse response, UaSelf self) {
        if (response.provisional()) {
            return UaStep.to(talking);
        }
        if (response.success()) {
            return UaStep.to(talking, new UaOrder.Tell(new CallEvent.Referred(response.status())));
        }
        CallEvent refused = new CallEvent.StepRefused(talking.referral().orElseThrow().step(), response.status());
        return UaTalking.proceed(talking.with(Optional.empty()), self).after(new UaOrder.Tell(refused));
    }

    /** It may overtake the 202 (TRAP-19). What is of no transfer of ours is taken and means nothing. */
    static UaStep notified(Talking talking, ServerTransactionId id, SipRequest notify, UaSelf self) {
        UaOrder ok = UaRules.answer(id, notify, 200, self);
        int status = UaMessages.progress(notify);
        if (talking.referral().isEmpty() || status == 0) {
            return UaStep.to(talking, ok);
        }
        UaOrder tell = new UaOrder.Tell(new CallEvent.Notified(status));
        if (status < 200) {
            return UaStep.to(talking, ok, tell);
        }
        return status < 300
                ? UaTalking.leave(talking.dialog(), new Outcome.Released(true, ""), self, ok, tell)
                : UaTalking.proceed(talking.with(Optional.empty()), self).after(ok, tell);
    }
}
