package io.tandem.ops.lab;

import io.tandem.sip.transaction.ClientTransactionId;

/** Whether an offer is open in a call of an agent: one at a time (RFC 3264 §4). */
sealed interface Exchange {
    Exchange NONE = new None();

    record None() implements Exchange {}

    /** Our re-INVITE is out. */
    record Asking(ClientTransactionId id, ScriptStep step) implements Exchange {}

    /** Our 2xx carries the offer, the ACK brings the answer (RFC 3261 §13.2.1). @param first whether it is the call's first */
    record Offered(boolean first) implements Exchange {}

    /** Ours was refused with 491, and waits to be sent again. */
    record Waiting(ScriptStep step) implements Exchange {}
}
