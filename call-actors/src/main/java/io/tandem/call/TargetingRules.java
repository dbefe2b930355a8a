package io.tandem.call;

import io.tandem.port.TrunkTargets.Target;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** The trunk is chosen, where its peers can be reached is being asked. */
record TargetingRules(CallEnvironment env, CallState.Targeting state, Instant now) {

    Decision on(CallInput input) {
        return switch (input) {
            case CallInput.TargetsFound(List<Target> targets) -> Hunt.over(targets, env.settings().maxAttempts())
                    .map(this::prepare)
                    .orElseGet(() -> refuse(503, "no address is known of any peer of trunk "
                            + state.route().group().name()));
            case CallInput.CancelReceived _ -> Refusals.cancelled(env, state.facts(), state.caller(), now);
            case CallInput.RequestReceived request ->
                    EarlyRequests.beforeAsking(env, state, state.facts(), state.caller(), request, now);
            case CallInput.Stopping(String reason) -> refuse(503, reason);
            case CallInput.HangUp(String reason) -> refuse(480, reason);
            case CallInput.InviteReceived _,
                    CallInput.AckReceived _,
                    CallInput.ResponseReceived _,
                    CallInput.TransactionTimedOut _,
                    CallInput.TransportFailed _,
                    CallInput.AckMissing _,
                    CallInput.NumberFound _,
                    CallInput.MediaAnswered _,
                    CallInput.TimerExpired _,
                    CallInput.JournalFailed _,
                    CallInput.Resumed _ ->
                    Decision.ignore(state);
            case CallInput.StrayAnswerReceived stray -> Decision.of(state, StrayAnswers.end(env, stray));
        };
    }

    private Decision prepare(Hunt hunt) {
        CallState.Preparing preparing = new CallState.Preparing(state.facts(), state.caller(), state.offer(), hunt);
        String others = hunt.left().isEmpty()
                ? ""
                : hunt.left().stream().map(Target::peer).collect(Collectors.joining(", ", " (then ", ")"));
        return Decision.of(preparing,
                new CallEffect.Note("to trunk " + state.route().group().name() + ", peer " + hunt.target().peer()
                        + others + ": " + state.route().why()),
                new CallEffect.OpenMedia(Sessions.open(env)));
    }

    private Decision refuse(int status, String reason) {
        return Refusals.refuse(env, state.facts(), state.caller(), status, reason, now);
    }
}
