package io.tandem.ops.lab;

import io.tandem.media.sdp.Codec;
import io.tandem.media.sdp.RemoteMedia;
import io.tandem.media.session.Protection;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.transaction.ClientTransactionId;
import io.tandem.sip.transaction.ServerTransactionId;
import java.util.Optional;

/** What a call of an agent wants done. */
sealed interface UaOrder {

    record Send(ClientTransactionId id, SipRequest request) implements UaOrder {}

    record Answer(ServerTransactionId id, SipResponse response) implements UaOrder {}

    record Acknowledge(ClientTransactionId invite, SipRequest ack) implements UaOrder {}

    record Cancel(ClientTransactionId invite) implements UaOrder {}

    /** @param number told again when it is due: tells one of several from the others */
    record Wake(UaTimer timer, int afterMillis, int number) implements UaOrder {
        Wake(UaTimer timer, int afterMillis) {
            this(timer, afterMillis, 0);
        }
    }

    /** The same at a random time between the two, in units of 10 ms (RFC 3261 §14.1). */
    record WakeBetween(UaTimer timer, int leastMillis, int mostMillis) implements UaOrder {}

    /** Speak to that address, or say nothing for now; hear that codec. */
    record Talk(RemoteMedia remote, Codec codec, boolean speaks, Optional<Protection> protection) implements UaOrder {}

    /** Say nothing from now on, or speak again as was last agreed. */
    record Hush(boolean quiet) implements UaOrder {}

    /** This is to be in the call's report. */
    record Tell(CallEvent event) implements UaOrder {}
}
