package io.tandem.cluster.edge;

import io.tandem.sip.message.SipResponse;
import io.tandem.sip.transaction.ClientTransactionId;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The requests that belong to no call, until each has its one reply. One per loop, on its thread. Their transactions
 * carry {@link #OWNER}, which is no call's id.
 */
final class Questions {
    static final String OWNER = "edge";
    /** Above what any number of trunks asks; over it a question fails at once. */
    private static final int BOUND = 4_096;

    private final Map<ClientTransactionId, Consumer<EdgeReply>> open = new HashMap<>();

    /** False when too many are open: then the asker has been told. */
    boolean opened(ClientTransactionId id, Consumer<EdgeReply> asker) {
        if (open.size() >= BOUND) {
            asker.accept(new EdgeReply.Unsent("too many requests of the edge's own wait for their answers"));
            return false;
        }
        open.put(id, asker);
        return true;
    }

    void response(ClientTransactionId id, SipResponse response) {
        if (response.finalResponse()) {
            settle(id, new EdgeReply.Answered(response));
        }
    }

    void settle(ClientTransactionId id, EdgeReply reply) {
        Consumer<EdgeReply> asker = open.remove(id);
        if (asker != null) {
            asker.accept(reply);
        }
    }
}
