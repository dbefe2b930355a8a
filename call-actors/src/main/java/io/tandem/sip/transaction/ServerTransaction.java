package io.tandem.sip.transaction;

import io.tandem.sip.message.SipMethod;
import io.tandem.sip.route.Flow;
import java.util.Optional;

/** One server transaction of the layer, and the names under which the layer finds it. */
final class ServerTransaction extends HostedTransaction {
    final ServerTransactionId id;
    final ServerKey key;
    final Optional<MergeKey> mergeKey;
    Optional<AckKey> ackKey = Optional.empty();
    /** The tag of the responses that the user has sent, "" as long as there is none. */
    String toTag = "";
    ServerState state;

    ServerTransaction(ServerTransactionId id, ServerKey key, Optional<MergeKey> mergeKey, Flow flow, Timing timing,
            ServerState state) {
        super(flow, timing);
        this.id = id;
        this.key = key;
        this.mergeKey = mergeKey;
        this.state = state;
    }

    SipMethod method() {
        return key.method();
    }
}
