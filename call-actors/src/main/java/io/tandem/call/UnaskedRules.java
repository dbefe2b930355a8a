package io.tandem.call;

import java.time.Instant;

/** Nobody has been asked to take the call yet: what is said to its caller then, whatever the call waits for. */
record UnaskedRules(CallEnvironment env, CallState.Unasked state, Instant now) {

    /** Of any input but that which the state waits for. */
    Decision on(CallInput input) {
        return switch (input) {
            case CallInput.CancelReceived _ -> Refusals.cancelled(env, state.facts(), state.caller(), now);
            case CallInput.RequestReceived request -> EarlyRequests.beforeAsking(env, state, request, now);
            case CallInput.Stopping(String reason) -> refuse(503, reason);
            case CallInput.HangUp(String reason) -> refuse(480, reason);
            case CallInput.StrayAnswerReceived stray -> Decision.of(state, StrayAnswers.end(env, stray));
            case CallInput.InviteReceived _,
                    CallInput.AckReceived _,
                    CallInput.ResponseReceived _,
                    CallInput.TransactionTimedOut _,
                    CallInput.TransportFailed _,
                    CallInput.AckMissing _,
                    CallInput.NumberFound _,
                    CallInput.TargetsFound _,
                    CallInput.MediaAnswered _,
                    CallInput.TimerExpired _,
                    CallInput.JournalFailed _,
                    CallInput.FarSideAsked _,
                    CallInput.FarSideFound _,
                    CallInput.FarSideReturned _,
                    CallInput.MediaSilent _,
                    CallInput.Resumed _ ->
                    Decision.ignore(state);
        };
    }

    Decision refuse(int status, String reason) {
        return Refusals.refuse(env, state.facts(), state.caller(), status, reason, now);
    }
}
