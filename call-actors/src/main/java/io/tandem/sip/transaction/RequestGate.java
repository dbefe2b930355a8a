package io.tandem.sip.transaction;

import io.tandem.sip.message.SipRequest;
import io.tandem.sip.route.Flow;

/**
 * Says whether a new request outside a dialog may come in. Asked before anything is made of it, and never about a
 * repetition: one that was let in has its transaction, one that was refused is refused again with the same answer.
 */
@FunctionalInterface
public interface RequestGate {
    RequestGate OPEN = (_, _, _) -> 0;

    /** 0 to let it in; else it gets 503, and this many seconds as its Retry-After. */
    int retryAfter(SipRequest request, Flow flow, long nowNanos);

    /**
     * Whether it is to come in though there is room no more for others: an emergency call (F-150). Nothing is taken for
     * it here: {@link #retryAfter} is asked next.
     */
    default boolean exempt(SipRequest request, long nowNanos) {
        return false;
    }

    /**
     * Whether a request of ours that begins something is one that must go out though there is room no more for others: the
     * way on of an emergency call (F-150). How many there are is bounded where they come in.
     */
    default boolean urgent(SipRequest request) {
        return false;
    }
}
