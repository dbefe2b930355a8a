package io.tandem.call.actor;

import io.tandem.call.CallEvent;
import io.tandem.call.CallRules;
import io.tandem.call.CallState;

/**
 * What the journal knows of a call: the durable part of its state, and its story so far.
 *
 * @param state {@link CallState.Idle} when nothing was journaled yet
 */
record CallRecord(CallState state, String story) {
    static final CallRecord NONE = new CallRecord(new CallState.Idle(), "");

    CallRecord with(CallEvent event) {
        return new CallRecord(CallRules.apply(event), story + event.story());
    }
}
