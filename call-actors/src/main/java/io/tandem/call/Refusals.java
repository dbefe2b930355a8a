package io.tandem.call;

import io.tandem.call.CallEffect.Milestone;
import io.tandem.call.CallView.EndCause;
import io.tandem.interworking.Causes;
import io.tandem.interworking.Reliability;
import io.tandem.leg.Leg;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Calls that end before the called side has heard of them. */
final class Refusals {
    private static final int RETRY_AFTER_SECONDS = 5;

    private Refusals() {}

    /** We refuse: the caller is told why, and the attempt is over. */
    static Decision refuse(CallEnvironment env, CallFacts facts, Leg.Asked caller, int status, String reason,
            Instant now) {
        EndCause cause = new EndCause("gateway", status, Causes.q850OfStatus(status), reason);
        return ended(facts, caller, cause, now,
                List.of(new CallEffect.Respond(0, caller.transaction(), response(env, caller, status)),
                        new CallEffect.Note("refused with " + status + ": " + reason)));
    }

    /** The caller gave up before the called side was asked. */
    static Decision cancelled(CallEnvironment env, CallFacts facts, Leg.Asked caller, Instant now) {
        EndCause cause = new EndCause("caller", 487, Causes.NORMAL_CLEARING, "cancelled by the caller");
        return ended(facts, caller, cause, now,
                List.of(new CallEffect.Respond(0, caller.transaction(), response(env, caller, 487))));
    }

    /** A refusal of our own to the caller's INVITE. */
    static SipResponse response(CallEnvironment env, Leg.Asked caller, int status) {
        SipResponse.Builder response = SipResponse.to(caller.invite(), status)
                .toTag(caller.localTag())
                .add(
                        HeaderName.SERVER, env.settings().product());
        if (status == 503) {
            response.add(HeaderName.RETRY_AFTER, Integer.toString(RETRY_AFTER_SECONDS));
        } else if (status == 420) { // §8.2.2.3; what nobody here knows, the edge has refused
            response.add(HeaderName.UNSUPPORTED, Reliability.OPTION);
        } else if (status == 422) { // RFC 4028 §9
            response.add(HeaderName.MIN_SE, SessionTimerRules.minSe(env, caller.path().peerGroup()));
        } else if (status == 415) { // RFC 3261 §8.2.3
            response.add(HeaderName.ACCEPT, "application/sdp");
        }
        int cause = Causes.q850OfStatus(status);
        return response.add(HeaderName.REASON, Causes.q850Reason(cause, "")).build();
    }

    private static Decision ended(CallFacts facts, Leg.Asked caller, EndCause cause, Instant now,
            List<CallEffect> answer) {
        return Endings.end(facts, Optional.empty(), now, cause, List.of(caller.closed()), Optional.empty())
                .after(
                        withRelease(answer));
    }

    private static List<CallEffect> withRelease(List<CallEffect> answer) {
        List<CallEffect> effects = new ArrayList<>(answer);
        effects.add(new CallEffect.Reached(Milestone.RELEASING));
        return effects;
    }
}
