package io.tandem.call;

/** The timers that a call sets. One of each at a time. */
public enum CallTimer {
    /** The called party has not answered. */
    NO_ANSWER,
    /** The caller has heard nothing of the called side yet, and re-routes soon (TSP-122). */
    PROGRESS,
    /** A provisional response that the caller has to acknowledge is sent again (RFC 3262 §3). */
    PROVISIONAL,
    /** A side that is being closed has not said goodbye; the call ends without it. */
    RELEASE,
    /** A call that came back from its journal asks its sides whether they are still in it (design §4). */
    CHECK,
    /** An offer of ours met one of the peer's, or came at a bad time, and is made again (RFC 3261 §14.1). */
    GLARE,
    /** The session of a leg is to be refreshed, or has not been (RFC 4028): the next of both legs. */
    SESSION,
    /** Another call of ours, which is a side of this one, has not answered ({@link OtherCallRules}). */
    OTHER_CALL,
    /** A transferor that has been told that it is done should have hung up (RFC 5589 §6.1). */
    LEAVE
}
