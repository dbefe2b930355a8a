package io.tandem.call;

import io.tandem.call.Attempt.Outcome;
import io.tandem.call.CallView.EndCause;
import io.tandem.call.Hunt.Failure;
import io.tandem.interworking.Causes;
import io.tandem.interworking.Reasons;
import io.tandem.interworking.RelayedResponse;
import io.tandem.interworking.RetryAfter;
import io.tandem.interworking.SessionExpires;
import io.tandem.port.PeerGroup;
import io.tandem.port.TrunkSetUp;
import io.tandem.port.TrunkTargets.Target;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.Headers;
import io.tandem.sip.message.SipResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The target does not take the call: it goes to the next one where that can help, and ends otherwise (TSP-120, 121, 124,
 * F-115, F-117).
 */
record HuntingRules(CallEnvironment env, CallState.Inviting state, Instant now) {
    /** No way to it: long enough that not every call waits for it, short enough that it is soon asked again. */
    static final Duration UNREACHABLE_REST = Duration.ofSeconds(10);

    /** Whether another peer may succeed where this one said that. */
    static boolean huntsOn(int status) {
        return status == 408 || status == 503 || status == 504;
    }

    /** A final response that is no 2xx. */
    Decision refused(SipResponse response) {
        int least = SessionExpires.leastOf422(response).orElse(0);
        if (least > 0 && state.callee().number() < env.settings().maxAttempts()) { // each attempt is a leg
            List<CallEffect> effects = List.of(new CallEffect.Note("asked again for a session of " + least + " s"));
            return new Invitation(env, state.facts(), state.caller(), state.offer(), state.media(), state.hunt()).send(
                    state.callee().number() + 1, state.relayed(), state.early(), effects);
        }
        if (!huntsOn(response.status())) {
            Attempt attempt = attempt(Outcome.REFUSED, response.status(), response.reason());
            List<CallEffect> effects = new ArrayList<>(List.of(tried(attempt)));
            Hunt hunt = follows(response) ? state.hunt().redirected(redirects().by(response)) : state.hunt();
            boolean forAll = response.status() >= 600 && !state.facts().emergency(); // TSP-120: a user has said no
            Optional<Decision> elsewhere = !forAll
                    ? elsewhere(hunt, state.facts().failed(attempt), effects)
                    : Optional.empty();
            return elsewhere.orElseGet(() -> pass(response, state.facts(), effects));
        }
        Failure failure = new Failure(response.status(), response.reason(), Optional.of(response));
        Optional<Duration> rest = response.status() == 503
                ? Optional.of(RetryAfter.of(response.headers()))
                : Optional.empty();
        return failed(failure, Outcome.UNAVAILABLE, rest);
    }

    /** A redirection of a trunk whose redirections we follow; help is where it was called (F-150). */
    private boolean follows(SipResponse response) {
        return Redirects.names(response.status()) && !state.facts().emergency() && env.router()
                .group(state.callee().path().peerGroup())
                .map(group -> group.setUp().redirects() == TrunkSetUp.Redirects.FOLLOWED)
                .orElse(false);
    }

    private Redirects redirects() {
        Redirects known = state.hunt().redirects();
        return known.been().isEmpty() ? known.at(state.facts().called()) : known;
    }

    /** To the next number that a redirection has named, while the caller holds no description of anybody's. */
    private Optional<Decision> elsewhere(Hunt hunt, CallFacts facts, List<CallEffect> effects) {
        if (facts.emergency()) {
            return help(hunt, facts, effects);
        }
        return committed() || hunt.redirects().left().isEmpty()
                ? Optional.empty()
                : RedirectingRules.next(env, state.with(facts).with(state.caller(), hunt), effects);
    }

    /** TRAP-29: nothing came back on that branch. Should it ring or answer later, the edge cancels and we end it. */
    Decision silent() {
        return failed(new Failure(408, "the called side did not answer the INVITE", Optional.empty()), Outcome.SILENT,
                Optional.of(UNREACHABLE_REST));
    }

    Decision unsent(CallInput.TransportFailed unsent) {
        if (unsent.ours()) {
            return noRoom(unsent.reason());
        }
        return failed(new Failure(503, "the called side cannot be reached: " + unsent.reason(), Optional.empty()),
                Outcome.UNREACHABLE, Optional.of(UNREACHABLE_REST));
    }

    /** No fault of the peer's, and no other peer mends it: more attempts would be more load. */
    private Decision noRoom(String why) {
        Attempt attempt = attempt(Outcome.CANCELLED, 503, why);
        return spent(state.hunt().failed(new Failure(503, why, Optional.empty())).best().orElseThrow(), state.facts(),
                new ArrayList<>(List.of(tried(attempt))));
    }

    /** F-143: a call for help that an emergency routing service does not take, whatever it says, goes to the core. */
    private Optional<Decision> help(Hunt hunt, CallFacts facts, List<CallEffect> effects) {
        PeerGroup tried = env.router().group(state.callee().path().peerGroup()).orElseThrow();
        PeerGroup origin = env.router().group(facts.inboundGroup()).orElseThrow();
        return env.router().helpAfter(tried, origin).map(core -> {
            List<CallEffect> all = new ArrayList<>(effects);
            all.add(new CallEffect.Note("the emergency routing service does not take it; next: the core"));
            all.add(new CallEffect.StartTimer(CallTimer.NO_ANSWER, env.settings().noAnswerTimeout()));
            all.add(new CallEffect.FindTargets(core.group().name()));
            CallState.Inviting asking = state.with(facts).with(state.caller(), hunt);
            return Decision.of(new CallState.Redirecting(asking, Optional.of(core)), all);
        });
    }

    /** Nobody has picked up a call for help; empty when there is no other way for it. */
    Optional<Decision> unansweredHelp() {
        if (!state.facts().emergency() || state.early().held().isPresent()) {
            return Optional.empty();
        }
        Attempt attempt = attempt(Outcome.CANCELLED, 480, "no answer");
        List<CallEffect> effects = List.of(new CallEffect.Cancel(state.callee().number(), state.callee().transaction(),
                Headers.builder().add(HeaderName.REASON, Causes.q850Reason(Causes.NO_ANSWER, "no answer")).build()),
                tried(attempt));
        return help(state.hunt(), state.facts().failed(attempt), effects);
    }

    private Decision failed(Failure failure, Outcome outcome, Optional<Duration> rest) {
        Attempt attempt = attempt(outcome, failure.status(), failure.reason());
        CallFacts facts = state.facts().failed(attempt);
        Hunt hunt = state.hunt().failed(failure);
        List<CallEffect> effects = new ArrayList<>();
        effects.add(tried(attempt));
        rest.ifPresent(howLong -> effects.add(new CallEffect.RestTarget(hunt.target(), howLong)));
        Optional<Hunt> next = committed() ? Optional.empty() : hunt.next();
        if (next.isEmpty()) {
            effects.add(new CallEffect.Note(attempt.peer() + ": " + said(failure) + "; no other peer is tried"
                    + (committed() ? ", the caller has early media" : "")));
            return elsewhere(hunt, facts, effects).orElseGet(() -> spent(hunt.best().orElse(failure), facts, effects));
        }
        effects.add(
                new CallEffect.Note(attempt.peer() + ": " + said(failure) + "; next: " + name(next.get().target())));
        return new Invitation(env, facts, state.caller(), state.offer(), state.media(), next.get()).send(
                state.callee().number() + 1, state.relayed(), state.early(), effects);
    }

    /**
     * Early media that was passed on binds: the caller holds an answer to its offer, and would not look at another one's
     * in the dialog that it knows (RFC 3261 §13.2.1). A call for help goes on all the same: what the one who takes it has
     * agreed on differently, an offer of ours tells behind the caller's ACK.
     */
    private boolean committed() {
        return !state.facts().emergency() && !state.media().toldCaller().description().isEmpty();
    }

    /** The caller gets the best of what was said, and our own word only where no peer has spoken (§16.7 step 6). */
    private Decision spent(Failure best, CallFacts facts, List<CallEffect> effects) {
        if (best.response().isPresent()) {
            return pass(best.response().get(), facts, effects);
        }
        EndCause cause = new EndCause("gateway", best.status(), Causes.q850OfStatus(best.status()), best.reason());
        return release(cause, facts, Refusals.response(env, state.caller(), best.status()), effects);
    }

    private Decision pass(SipResponse response, CallFacts facts, List<CallEffect> effects) {
        SipResponse relayed = RelayedResponse.refusal(state.caller().invite(), response, state.caller().localTag(),
                state.caller().path().contact(), env.settings().product());
        EndCause cause = new EndCause("callee", response.status(), Reasons.q850Of(response), Reasons.words(response));
        return release(cause, facts, relayed, effects);
    }

    private Decision release(EndCause cause, CallFacts facts, SipResponse response, List<CallEffect> effects) {
        effects.addFirst(new CallEffect.Respond(0, state.caller().transaction(), response));
        effects.addAll(new ProgressRules(env, state, now).close(487));
        CallState.Releasing releasing = new CallState.Releasing(facts, Optional.empty(), now, cause,
                state.caller().closed(), Optional.of(state.callee().closed()), Optional.of(state.media()));
        return Endings.release(env, releasing, effects);
    }

    private Attempt attempt(Outcome outcome, int status, String reason) {
        return new Attempt(state.callee().number(), state.callee().path().peer(), outcome, status, reason);
    }

    private CallEffect tried(Attempt attempt) {
        return new CallEffect.Tried(state.callee().path().peerGroup(), attempt);
    }

    private static String said(Failure failure) {
        return failure.response().isPresent() ? failure.status() + " " + failure.reason() : failure.reason();
    }

    private static String name(Target target) {
        return target.peer() + " at " + target.flow().remote().getHostString() + ":"
                + target.flow().remote().getPort();
    }
}
