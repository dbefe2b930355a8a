package io.tandem.call;

import io.tandem.media.session.OpenResult;
import io.tandem.port.PeerGroup;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Its targets are known, the media plane is being asked for ports. */
record PreparingRules(CallEnvironment env, CallState.Preparing state, Instant now) {
    private static final int FIRST_CALLEE = 1;

    Decision on(CallInput input) {
        if (input instanceof CallInput.MediaAnswered(OpenResult result)) {
            return answered(result);
        }
        return input instanceof CallInput.JournalFailed failed ? undurable(failed) : unasked().on(input);
    }

    /** The call goes with its actor, and the answer about its media finds nobody who would close it (TRAP-36). */
    private Decision undurable(CallInput.JournalFailed failed) {
        Decision meant = unasked().on(failed.undone());
        return new Decision(meant.next(), List.of(), meant.effects()).then(List.of(new CallEffect.CloseMedia()));
    }

    private UnaskedRules unasked() {
        return new UnaskedRules(env, state, now);
    }

    private Decision answered(OpenResult result) {
        return switch (result) {
            case OpenResult.Opened opened -> invite(opened);
            case OpenResult.Refused refused ->
                    unasked().refuse(503, "no media: " + refused.reason() + ", " + refused.detail());
        };
    }

    private Decision invite(OpenResult.Opened opened) {
        CallMedia media = Sessions.opened(env, state.offer(), opened);
        List<CallEffect> effects = new ArrayList<>();
        media.caller().ifPresent(remote -> effects.add(new CallEffect.Describe(remote)));
        Decision asked = new Invitation(env, state.facts(), state.caller(), state.offer(), media, state.hunt()).send(
                FIRST_CALLEE, 100, Early.NONE, effects);
        List<CallEffect> timers = new ArrayList<>();
        timers.add(new CallEffect.StartTimer(CallTimer.NO_ANSWER, env.settings().noAnswerTimeout()));
        progressTimer().ifPresent(timers::add);
        return asked.then(timers);
    }

    /** TSP-122: Microsoft re-routes a call of its own that hears nothing for 10 s; the core does no such thing. */
    private Optional<CallEffect> progressTimer() {
        Duration after = env.settings().progressAfter();
        PeerGroup origin = env.router().group(state.facts().inboundGroup()).orElseThrow();
        if (after.isZero() || origin.side() != PeerGroup.Side.MPS) {
            return Optional.empty();
        }
        Duration left = after.minus(Duration.between(state.facts().startedAt(), now));
        return Optional.of(new CallEffect.StartTimer(CallTimer.PROGRESS, left.isNegative() ? Duration.ZERO : left));
    }
}
