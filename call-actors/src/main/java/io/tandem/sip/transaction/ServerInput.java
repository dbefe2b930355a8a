package io.tandem.sip.transaction;

import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.route.Flow;

/** What can happen to a server transaction. */
sealed interface ServerInput {

    /** The request came again. */
    record Repeated() implements ServerInput {
        static final Repeated INSTANCE = new Repeated();
    }

    /** The user answers. */
    record Respond(SipResponse response) implements ServerInput {}

    record AckReceived(SipRequest ack, Flow flow) implements ServerInput {}

    record CancelReceived(SipRequest cancel) implements ServerInput {}

    record TimerFired(Timer timer) implements ServerInput {}
}
