package io.tandem.ops.lab;

import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.transaction.ClientTransactionId;
import io.tandem.sip.transaction.ServerTransactionId;

/** What happens to a call of an agent. */
sealed interface UaInput {

    record Responded(ClientTransactionId id, SipResponse response) implements UaInput {}

    /** A request inside the dialog, other than ACK and CANCEL. */
    record Requested(ServerTransactionId id, SipRequest request) implements UaInput {}

    record Acknowledged(SipRequest ack) implements UaInput {}

    record Cancelled() implements UaInput {}

    /** @param number as {@link UaOrder.Wake} had it */
    record Due(UaTimer timer, int number) implements UaInput {
        Due(UaTimer timer) {
            this(timer, 0);
        }
    }

    /** A transaction of ours ended without a response. */
    record Broken(ClientTransactionId id, String why) implements UaInput {}

    record AckMissing() implements UaInput {}
}
