package io.tandem.call;

import io.tandem.media.session.OpenResult;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.route.Flow;
import java.util.ArrayList;
import java.util.List;

/**
 * The call is over, or never was: requests get 481 at once (TRAP-2), late answers are ended, late resources closed. It
 * stays as it is and is forgotten again.
 */
final class GoneRules {
    private GoneRules() {}

    static Decision on(CallEnvironment env, CallState state, CallInput input) {
        List<CallEffect> effects = new ArrayList<>(orders(env, state, input));
        effects.add(new CallEffect.Finish());
        return Decision.of(state, effects);
    }

    private static List<CallEffect> late(CallEnvironment env, CallState state, SipResponse answer, Flow flow) {
        return state instanceof CallState.Ended ended
                ? StrayAnswers.end(env, ended, ended.facts(), answer, flow)
                : StrayAnswers.end(env, answer, flow);
    }

    private static List<CallEffect> orders(CallEnvironment env, CallState state, CallInput input) {
        return switch (input) {
            case CallInput.RequestReceived received -> List.of(EarlyRequests.refuse(env, received));
            case CallInput.StrayAnswerReceived stray -> late(env, state, stray.response(), stray.flow());
            case CallInput.ResponseReceived received when isAnswer(received) ->
                    late(env, state, received.response(), received.flow());
            case CallInput.MediaAnswered(OpenResult.Opened _) -> List.of(new CallEffect.CloseMedia());
            case CallInput.InviteReceived received -> List.of(new CallEffect.Respond(0, received.transaction(),
                    SipResponse.to(received.invite(), 500).toTag(env.id().tag(0)).build()));
            case CallInput.ResponseReceived _,
                    CallInput.MediaAnswered _,
                    CallInput.AckReceived _,
                    CallInput.CancelReceived _,
                    CallInput.TransactionTimedOut _,
                    CallInput.TransportFailed _,
                    CallInput.AckMissing _,
                    CallInput.NumberFound _,
                    CallInput.TargetsFound _,
                    CallInput.TimerExpired _,
                    CallInput.JournalFailed _,
                    CallInput.HangUp _,
                    CallInput.FarSideAsked _,
                    CallInput.FarSideFound _,
                    CallInput.FarSideReturned _,
                    CallInput.MediaSilent _,
                    CallInput.Resumed _,
                    CallInput.Stopping _ ->
                    List.of();
        };
    }

    static boolean isAnswer(CallInput.ResponseReceived received) {
        return received.response().success() && received.transaction().method().equals(SipMethod.INVITE);
    }
}
