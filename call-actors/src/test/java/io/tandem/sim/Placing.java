package io.tandem.sim;

import java.util.List;

/**
 * How a call is placed, and what whoever places it does in it.
 *
 * @param timer what it says of session timers; empty for a caller without them
 * @param says more rows of its INVITE: who it is, who has forwarded the call, what only its network knows
 */
record Placing(Calling calling, List<InCall> inCall, boolean delayedOffer, boolean reliable, boolean silent,
        List<String> timer, List<String> says) {

    /** By the caller of a plan. */
    static Placing of(Plan plan) {
        return new Placing(plan.calling(), plan.callerDoes(), plan.delayedOffer(), plan.reliability().caller(),
                plan.reliability().silent(), plan.timers().caller(), plan.callerSays());
    }

    static Placing plain(Calling calling, List<InCall> inCall) {
        return new Placing(calling, inCall, false, false, false, List.of(), List.of());
    }
}
