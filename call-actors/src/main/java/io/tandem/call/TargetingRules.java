package io.tandem.call;

import io.tandem.port.PeerGroup;
import io.tandem.port.TrunkTargets.Target;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The trunk is chosen, where its peers can be reached is being asked. */
record TargetingRules(CallEnvironment env, CallState.Targeting state, Instant now) {

    Decision on(CallInput input) {
        return input instanceof CallInput.TargetsFound(List<Target> targets) ? found(targets) : unasked().on(input);
    }

    private UnaskedRules unasked() {
        return new UnaskedRules(env, state, now);
    }

    private Decision found(List<Target> targets) {
        return Hunt.over(targets, env.settings().maxAttempts())
                .map(this::prepare)
                .orElseGet(this::nobody);
    }

    /** A call for help goes to the core where nobody knows the way to the emergency routing service (F-143). */
    private Decision nobody() {
        PeerGroup trunk = state.route().group();
        String why = "no address is known of any peer of trunk " + trunk.name();
        PeerGroup origin = env.router().group(state.facts().inboundGroup()).orElseThrow();
        Optional<Route.Chosen> core = state.facts().emergency()
                ? env.router().helpAfter(trunk, origin)
                : Optional.empty();
        return core.map(route -> Decision.of(
                new CallState.Targeting(state.facts()
                        .routed(route.account(), route.service(), route.group().name(), route.why()),
                        state.caller(), state.offer(), route),
                new CallEffect.Note(why), new CallEffect.FindTargets(route.group().name())))
                .orElseGet(() -> unasked().refuse(503, why));
    }

    private Decision prepare(Hunt hunt) {
        CallState.Preparing preparing = new CallState.Preparing(state.facts(), state.caller(), state.offer(), hunt);
        String others = hunt.left().isEmpty()
                ? ""
                : hunt.left().stream().map(Target::peer).collect(Collectors.joining(", ", " (then ", ")"));
        return Decision.of(preparing,
                new CallEffect.Note("to trunk " + state.route().group().name() + ", peer " + hunt.target().peer()
                        + others + ": " + state.route().why()),
                new CallEffect.OpenMedia(Sessions.open(env, state.caller(), state.route().group())));
    }
}
