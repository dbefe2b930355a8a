package io.tandem.call;

import io.tandem.leg.Leg;
import io.tandem.leg.Legs;
import io.tandem.sip.dialog.DialogRequestVerdict;
import io.tandem.sip.message.SipMethod;
import java.time.Instant;

/** Requests in the dialogs of a call that is not answered yet (RFC 3261 §12.2.2). */
record EarlyDialogRules(CallEnvironment env, CallState.Inviting state, Instant now) {

    /** Any but the caller's BYE. */
    Decision asked(CallInput.RequestReceived received) {
        return EarlyRequests.isCallers(state.caller(), received.request())
                ? byCaller(received)
                : Decision.of(state, EarlyRequests.refuse(env, received));
    }

    private Decision byCaller(CallInput.RequestReceived received) {
        Leg.Early known = state.early().caller().orElseGet(() -> Legs.early(state.caller()));
        return switch (known.dialog().receive(received.request())) {
            case DialogRequestVerdict.OutOfOrder _ ->
                    Decision.of(state, EarlyRequests.answer(env, received, DialogRequestVerdict.OutOfOrder.STATUS));
            case DialogRequestVerdict.InOrder(var newer) -> inOrder(known.with(newer), received);
        };
    }

    private Decision inOrder(Leg.Early caller, CallInput.RequestReceived received) {
        CallState.Inviting counted = state.with(state.early().with(caller));
        SipMethod method = received.request().method();
        if (method.equals(SipMethod.PRACK)) {
            return new ProgressRules(env, counted, now).acknowledged(received);
        }
        // the caller's offer is not answered yet: an UPDATE has to wait (RFC 3311 §5.2); nothing else makes sense
        return Decision.of(counted, method.equals(SipMethod.UPDATE)
                ? EarlyRequests.later(env, received)
                : EarlyRequests.refuse(env, received));
    }
}
