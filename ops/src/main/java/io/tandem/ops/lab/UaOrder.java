package io.tandem.ops.lab;

import io.tandem.media.sdp.Codec;
import io.tandem.media.sdp.RemoteMedia;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.transaction.ClientTransactionId;
import io.tandem.sip.transaction.ServerTransactionId;

/** What a call of an agent wants done. */
sealed interface UaOrder {

    record Send(ClientTransactionId id, SipRequest request) implements UaOrder {}

    record Answer(ServerTransactionId id, SipResponse response) implements UaOrder {}

    record Acknowledge(ClientTransactionId invite, SipRequest ack) implements UaOrder {}

    record Cancel(ClientTransactionId invite) implements UaOrder {}

    record Wake(UaTimer timer, int afterMillis) implements UaOrder {}

    /** Speak to that address, hear that codec. */
    record Talk(RemoteMedia remote, Codec codec) implements UaOrder {}
}
