package io.tandem.call;

import io.tandem.call.CallEffect.Milestone;
import io.tandem.port.NumberDirectory.Lookup;
import io.tandem.port.PeerGroup;
import java.time.Instant;

/** The number is being looked up. */
record RoutingRules(CallEnvironment env, CallState.Routing state, Instant now) {

    Decision on(CallInput input) {
        return switch (input) {
            case CallInput.NumberFound(Lookup lookup) -> choose(lookup);
            case CallInput.CancelReceived _ -> Refusals.cancelled(env, state.facts(), state.caller(), now);
            case CallInput.RequestReceived request ->
                    EarlyRequests.beforeAsking(env, state, state.facts(), state.caller(), request, now);
            case CallInput.Stopping(String reason) ->
                    Refusals.refuse(env, state.facts(), state.caller(), 503, reason, now);
            case CallInput.HangUp(String reason) ->
                    Refusals.refuse(env, state.facts(), state.caller(), 480, reason, now);
            case CallInput.InviteReceived _,
                    CallInput.AckReceived _,
                    CallInput.ResponseReceived _,
                    CallInput.TransactionTimedOut _,
                    CallInput.TransportFailed _,
                    CallInput.AckMissing _,
                    CallInput.TargetsFound _,
                    CallInput.MediaAnswered _,
                    CallInput.TimerExpired _,
                    CallInput.JournalFailed _,
                    CallInput.Resumed _ ->
                    Decision.ignore(state);
            case CallInput.StrayAnswerReceived stray -> Decision.of(state, StrayAnswers.end(env, stray));
        };
    }

    private Decision choose(Lookup lookup) {
        PeerGroup origin = env.router().group(state.facts().inboundGroup()).orElseThrow();
        return take(env.router().choose(origin, lookup));
    }

    /** A call for help asks nobody who holds a number (F-150). */
    Decision help(PeerGroup origin) {
        return take(env.router().help(origin));
    }

    private Decision take(Route route) {
        return switch (route) {
            case Route.Chosen chosen -> target(chosen);
            case Route.Refused(int status, String reason) ->
                    Refusals.refuse(env, state.facts(), state.caller(), status, reason, now);
        };
    }

    private Decision target(Route.Chosen route) {
        CallFacts facts = state.facts().routed(route.account(), route.service(), route.group().name(), route.why());
        CallState.Targeting targeting = new CallState.Targeting(facts, state.caller(), state.offer(), route);
        return Decision.of(targeting, new CallEffect.Reached(Milestone.ROUTED),
                new CallEffect.FindTargets(route.group().name()));
    }
}
