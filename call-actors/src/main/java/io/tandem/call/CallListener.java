package io.tandem.call;

import io.tandem.media.session.SessionStats;
import io.tandem.port.CallId;
import io.tandem.port.CallSummary;
import io.tandem.port.TrunkNumbers.CallerPolicy;
import java.time.Duration;
import java.util.Optional;

/** Told of the milestones of calls on this node, on the call's own thread: count and list, never block. */
public interface CallListener {
    CallListener NONE = new CallListener() {
    };

    /** An attempt was admitted; the call is up in this node from now on. */
    default void started(CallSummary call) {}

    /** Its state, account or route changed. */
    default void changed(CallSummary call) {}

    /** @param sinceInvite INVITE received to first provisional answer above 100 relayed */
    default void ringing(CallSummary call, Duration sinceInvite) {}

    /** @param sinceInvite INVITE received to 200 relayed */
    default void answered(CallSummary call, Duration sinceInvite) {}

    /** An attempt at a peer of that trunk is over, or answered. */
    default void tried(String trunk, Attempt attempt) {}

    /** A call goes to that trunk whose caller has no global number; what was done about it (NUM-22). */
    default void callerWithoutNumber(String trunk, CallerPolicy done) {}

    /** Another party was to take the place of a side of a call; that is over. */
    default void transferred(Transferral.Kind kind, Transferral.Outcome outcome) {}

    /** In a call that is up, no media comes from its side on that trunk, though it does from the other. */
    default void oneWay(String trunk) {}

    /**
     * An answered call is over: of one of its sides.
     *
     * @param trunk the side's
     * @param figures of its end of the media session
     * @param mos how what came from it would be judged
     */
    default void heard(String trunk, SessionStats.EndStats figures, Optional<Double> mos) {}

    /** The call is over and its record written. */
    default void ended(CallSummary call, CallView.EndCause cause, Duration talkTime) {}

    /** A call recovered from the journal is up in this node. */
    default void resumed(CallSummary call) {}

    /** The call left this node without ending (its actor was stopped): forget it here. */
    default void left(CallId call) {}
}
