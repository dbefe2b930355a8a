package io.tandem.ops.lab;

import io.tandem.media.sdp.Direction;

/** One thing that an agent does in an answered call. */
public sealed interface ScriptStep {

    /** From the answer; a step that is due while an earlier one is under way begins after it. */
    int afterMillis();

    /** Puts the far end on hold. @param by inactive, as Microsoft does it (TSP-150), or sendonly */
    record Hold(int afterMillis, Direction by) implements ScriptStep {
        public Hold {
            if (by.receives()) {
                throw new IllegalArgumentException("who holds does not receive");
            }
        }
    }

    /** Lets media flow again, both ways. */
    record Resume(int afterMillis) implements ScriptStep {}

    /** A re-INVITE without a description: the far end is to offer (RFC 3261 §14.1). */
    record AskForOffer(int afterMillis) implements ScriptStep {}

    /**
     * A blind transfer: the far end is to call somebody else in our place. We hang up when it says that it has them
     * (TSP-127), and go on when it says that it has not.
     *
     * @param referTo the Refer-To header's value, as it stands
     * @param referredBy the Referred-By header's value, as it stands; "" for none
     */
    record Refer(int afterMillis, String referTo, String referredBy) implements ScriptStep {}

    /** A re-INVITE that changes nothing. */
    record Refresh(int afterMillis) implements ScriptStep {}
}
