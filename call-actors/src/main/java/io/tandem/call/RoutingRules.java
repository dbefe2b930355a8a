package io.tandem.call;

import io.tandem.call.CallEffect.Milestone;
import io.tandem.interworking.CustomerNames;
import io.tandem.port.PeerGroup;
import io.tandem.tenant.number.PhoneNumber;
import java.time.Instant;
import java.util.List;

/** The number is being looked up. */
record RoutingRules(CallEnvironment env, CallState.Routing state, Instant now) {

    Decision on(CallInput input) {
        return input instanceof CallInput.NumberFound found ? choose(found) : unasked().on(input);
    }

    private UnaskedRules unasked() {
        return new UnaskedRules(env, state, now);
    }

    private Decision choose(CallInput.NumberFound found) {
        if (found.callBack().isPresent()) {
            CallState.Routing back = ShownPlace.calledBack(state, found.callBack().get());
            CallInput.NumberFound lookup = new CallInput.NumberFound(found.lookup(), found.customer());
            return new RoutingRules(env, back, now).choose(lookup)
                    .after(List.of(new CallEffect.Note("a call back to the number of a place: it goes to "
                            + PhoneNumber.mask(found.callBack().get()) + " (NUM-46)")));
        }
        PeerGroup origin = env.router().group(state.facts().inboundGroup()).orElseThrow();
        return take(env.router().choose(origin, CustomerNames.asked(origin, state.caller().invite()), found));
    }

    /** A call for help asks nobody who holds a number (F-150). */
    Decision help(PeerGroup origin) {
        boolean test = env.settings().emergency().isTest(state.caller().invite().requestUri());
        return take(env.router().help(origin, test));
    }

    private Decision take(Route route) {
        return switch (route) {
            case Route.Chosen chosen -> target(chosen);
            case Route.Refused(int status, String reason) -> unasked().refuse(status, reason);
        };
    }

    private Decision target(Route.Chosen route) {
        CallFacts facts = state.facts()
                .routed(route.account(), route.service(), route.group().name(), route.why())
                .of(route.provisioned());
        CallState.Targeting targeting = new CallState.Targeting(facts, state.caller(), state.offer(), route);
        return Decision.of(targeting, new CallEffect.Reached(Milestone.ROUTED),
                new CallEffect.FindTargets(route.group().name()));
    }
}
