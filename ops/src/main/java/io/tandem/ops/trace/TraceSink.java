package io.tandem.ops.trace;

import io.tandem.port.CallId;
import io.tandem.sip.message.SipMessage;
import java.util.Optional;

/** Where messages go once it is known whose they are. On the trace's thread. */
interface TraceSink {

    /**
     * @param call whose message it is; empty for one of no call, or of one that could not be told in time
     * @param message the same as the wire says; empty where that is malformed
     */
    void accept(Optional<CallId> call, Optional<SipMessage> message, SeenMessage seen);
}
