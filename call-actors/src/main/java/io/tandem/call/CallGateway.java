package io.tandem.call;

import io.tandem.port.CallId;

/** The edge's way to the calls. May be called from any thread; nothing waits. */
public interface CallGateway {

    /** A new id, in a shard that this node hosts, so that signalling, call and media stay on one node (design §2). */
    CallId newCallId();

    /** Hands an input to a call, wherever it is. A call that never was or is over answers 481 by itself. */
    void tell(CallId call, CallInput input);
}
