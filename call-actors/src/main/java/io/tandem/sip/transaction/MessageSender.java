package io.tandem.sip.transaction;

import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.message.Via;
import io.tandem.sip.route.Flow;

/**
 * The sockets, as the transaction layer sees them. A send that fails is reported by
 * {@link TransactionLayer#transportFailed}, at once or later.
 */
public interface MessageSender {

    /** Sends a message that way; nothing waits. */
    void send(SipMessage message, Flow flow);

    /**
     * Sends again that way what has been sent before: a response, or an ACK, of which its transaction keeps the bytes
     * only. The array is not to be modified.
     */
    void sendAgain(byte[] wire, Flow flow);

    /** The request with what all have that leave that way, such as our name; what it has already stays as it is. */
    default SipRequest completed(SipRequest request, Flow flow) {
        return request;
    }

    /** The same of a response. */
    default SipResponse completed(SipResponse response, Flow flow) {
        return response;
    }

    /** The Via of what we send that way: transport and sent-by of its listener (RFC 3261 §18.1.1), and that branch. */
    Via sentBy(Flow flow, String branch);
}
