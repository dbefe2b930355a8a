package io.tandem.sip.transaction;

import io.tandem.sip.message.SipMethod;
import io.tandem.sip.route.Flow;

/** One server transaction of the layer, and the names under which the layer finds it. */
final class ServerTransaction extends HostedTransaction {
    /** The number of its {@link ServerTransactionId}. */
    final long number;
    /** See {@link Fingerprint#ofMerged}. */
    final long mergeKey;
    /** See {@link Fingerprint#ofAck}; known with the final response. */
    long ackKey = Fingerprint.NONE;
    /** The tag of the responses that the user has sent, "" as long as there is none, and when its ACK has come. */
    String toTag = "";
    ServerState state;

    ServerTransaction(long number, long key, long mergeKey, SipMethod method, Flow flow, Timing timing,
            ServerState state) {
        super(key, method, flow, timing);
        this.number = number;
        this.mergeKey = mergeKey;
        this.state = state;
    }
}
