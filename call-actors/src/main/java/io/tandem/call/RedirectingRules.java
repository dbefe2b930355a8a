package io.tandem.call;

import io.tandem.call.CallView.EndCause;
import io.tandem.interworking.Causes;
import io.tandem.interworking.CustomerNames;
import io.tandem.interworking.Reasons;
import io.tandem.leg.Leg;
import io.tandem.port.PeerGroup;
import io.tandem.port.TrunkTargets.Target;
import io.tandem.sip.message.Uri;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A redirection that we follow: the number that it names is routed as if the caller had called it, while the caller waits
 * and may give up.
 */
record RedirectingRules(CallEnvironment env, CallState.Redirecting state, Instant now) {

    /**
     * Asks for the way to the next number where the call may go.
     *
     * @param from with its hunt's redirects
     * @return empty when there is none: nothing that can be read, or all were tried
     */
    static Optional<Decision> next(CallEnvironment env, CallState.Inviting from, List<CallEffect> first) {
        PeerGroup origin = env.router().group(from.facts().inboundGroup()).orElseThrow();
        Redirects redirects = from.hunt().redirects();
        for (int i = 0; i < redirects.left().size() && redirects.been().size() < Redirects.MOST; i++) {
            Uri uri = redirects.left().get(i);
            Leg.Asked caller = from.caller().calling(uri);
            Numbers numbers = Numbers.of(caller.invite(), origin);
            String number = numbers.calledText(caller.invite());
            boolean usable = numbers.refusal(origin).isEmpty() && !redirects.been().contains(number)
                    && !env.settings().emergency().calls(uri);
            if (usable) {
                Hunt hunt = from.hunt().redirected(redirects.without(i + 1).at(number));
                List<CallEffect> effects = new ArrayList<>(first);
                effects.add(new CallEffect.Note("follows a redirection, number " + (redirects.been().size() + 1)));
                effects.addAll(Numbers.notes(numbers.rewrites()));
                effects.add(find(from, caller, origin, number));
                return Optional.of(Decision.of(new CallState.Redirecting(from.with(caller, hunt), Optional.empty()),
                        effects));
            }
        }
        return Optional.empty();
    }

    private static CallEffect find(CallState.Inviting from, Leg.Asked caller, PeerGroup origin, String called) {
        String deciding = switch (origin.side()) {
            case CORE -> called;
            case MPS -> from.facts().calling();
        };
        Optional<String> customer = CustomerNames.asked(origin,
                caller.invite()) instanceof CustomerNames.Asked.OfCustomer of
                        ? Optional.of(of.label())
                        : Optional.empty();
        return new CallEffect.FindNumber(deciding, customer);
    }

    Decision on(CallInput input) {
        return switch (input) {
            case CallInput.NumberFound found -> choose(found);
            case CallInput.TargetsFound(List<Target> targets) -> invite(targets);
            case CallInput.CancelReceived cancel -> abandoned(Reasons.q850(cancel.cancel().headers()), List.of());
            case CallInput.RequestReceived received when EarlyRequests.isGoodbye(caller(), received.request()) ->
                    abandoned(Reasons.q850(received.request().headers()), List.of(EarlyRequests.accept(env, received)));
            case CallInput.RequestReceived _,
                    CallInput.TransactionTimedOut _,
                    CallInput.TransportFailed _,
                    CallInput.StrayAnswerReceived _ ->
                    asBefore(input);
            case CallInput.ResponseReceived received -> GoneRules.isAnswer(received)
                    ? Decision.of(state, StrayAnswers.end(env, received.response(), received.flow()))
                    : received.transaction().equals(state.asking().callee().transaction())
                            ? Decision.ignore(state)
                            : asBefore(input);
            case CallInput.TimerExpired(CallTimer timer) -> switch (timer) {
                case NO_ANSWER -> end(new EndCause("gateway", 480, Causes.NO_ANSWER, "no answer"), List.of());
                case PROGRESS -> asBefore(input);
                case PROVISIONAL -> new ProgressRules(env, state.asking(), now).again()
                        .map(this::still)
                        .orElseGet(() -> end(new EndCause("gateway", 504, Causes.RECOVERY_ON_TIMER_EXPIRY,
                                ProgressRules.NEVER_ACKNOWLEDGED), List.of()));
                case RELEASE, CHECK, GLARE, SESSION, OTHER_CALL, LEAVE -> Decision.ignore(state);
            };
            case CallInput.Stopping(String reason) -> ended(503, reason);
            case CallInput.HangUp(String reason) ->
                    end(new EndCause("gateway", 480, Causes.NORMAL_CLEARING, reason), List.of());
            case CallInput.InviteReceived _,
                    CallInput.AckReceived _,
                    CallInput.AckMissing _,
                    CallInput.MediaAnswered _,
                    CallInput.FarSideAsked _,
                    CallInput.FarSideFound _,
                    CallInput.FarSideReturned _,
                    CallInput.MediaSilent _,
                    CallInput.JournalFailed _,
                    CallInput.Resumed _ ->
                    Decision.ignore(state);
        };
    }

    private Leg.Asked caller() {
        return state.asking().caller();
    }

    /** What is no matter of the way: the early dialogs' requests, our own progress. */
    private Decision asBefore(CallInput input) {
        return still(new InvitingRules(env, state.asking(), now).on(input));
    }

    private Decision still(Decision decided) {
        return decided.next() instanceof CallState.Inviting asking
                ? new Decision(new CallState.Redirecting(asking, state.route()), decided.events(), decided.effects())
                : decided;
    }

    private Decision choose(CallInput.NumberFound found) {
        PeerGroup origin = env.router().group(state.asking().facts().inboundGroup()).orElseThrow();
        return switch (env.router().choose(origin, CustomerNames.asked(origin, caller().invite()), found)) {
            case Route.Chosen chosen -> Decision.of(new CallState.Redirecting(state.asking(), Optional.of(chosen)),
                    new CallEffect.FindTargets(chosen.group().name()));
            case Route.Refused(int status, String reason) -> elsewhere(status, reason);
        };
    }

    private Decision invite(List<Target> targets) {
        CallState.Inviting asking = state.asking();
        Route.Chosen route = state.route().orElseThrow();
        Optional<Hunt> hunt = Hunt.over(targets, env.settings().maxAttempts())
                .map(over -> over.redirected(asking.hunt().redirects()));
        if (hunt.isEmpty()) {
            return elsewhere(503, "no address is known of any peer of trunk " + route.group().name());
        }
        CallFacts facts = asking.facts()
                .routed(route.account(), route.service(), route.group().name(), route.why())
                .of(route.provisioned());
        return new Invitation(env, facts, asking.caller(), asking.offer(), asking.media(), hunt.get()).send(
                asking.callee().number() + 1, asking.relayed(), asking.early(),
                List.of(new CallEffect.Note("to trunk " + route.group().name() + ", peer "
                        + hunt.get().target().peer() + ": " + route.why())));
    }

    private Decision elsewhere(int status, String reason) {
        CallEffect note = new CallEffect.Note("the redirection leads nowhere: " + reason);
        return next(env, state.asking(), List.of(note)).orElseGet(() -> ended(status, reason));
    }

    private Decision abandoned(Optional<Integer> q850, List<CallEffect> first) {
        return end(new EndCause("caller", 487, q850.orElse(Causes.NORMAL_CLEARING), "cancelled by the caller"), first);
    }

    private Decision ended(int status, String reason) {
        return end(new EndCause("gateway", status, Causes.q850OfStatus(status), reason), List.of());
    }

    /** Nobody is being asked, so nobody has to be cancelled. */
    private Decision end(EndCause cause, List<CallEffect> first) {
        CallState.Inviting asking = state.asking();
        List<CallEffect> effects = new ArrayList<>(first);
        effects.add(new CallEffect.Respond(0, asking.caller().transaction(),
                Refusals.response(env, asking.caller(), cause.status())));
        effects.addAll(new ProgressRules(env, asking, now).close(487));
        CallState.Releasing releasing = new CallState.Releasing(asking.facts(), Optional.empty(), now, cause,
                asking.caller().closed(), Optional.of(asking.callee().closed()), Optional.of(asking.media()));
        return Endings.release(env, releasing, effects);
    }
}
