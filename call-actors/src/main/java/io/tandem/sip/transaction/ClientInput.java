package io.tandem.sip.transaction;

import io.tandem.sip.message.Headers;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.route.Flow;

/** What can happen to a client transaction. */
sealed interface ClientInput {
    record Received(SipResponse response, Flow flow) implements ClientInput {}

    record TimerFired(Timer timer) implements ClientInput {}

    record TransportFailed(String reason) implements ClientInput {}

    /** The user cancels the INVITE. */
    record CancelOrdered(Headers extra) implements ClientInput {}

    /** The user acknowledges a 2xx. */
    record AckOrdered(SipRequest ack, Flow flow) implements ClientInput {}
}
