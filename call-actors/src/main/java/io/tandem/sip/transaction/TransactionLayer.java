package io.tandem.sip.transaction;

import io.tandem.sip.message.Headers;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.route.Flow;

/**
 * Hosts the transactions of one edge loop: matches messages to machines, runs what the machines order, keeps their
 * timers. It does no I/O and reads no clock; one thread at a time may be in it.
 */
public final class TransactionLayer {

    public TransactionLayer(long edge, TransactionSettings settings, TransactionUser user, MessageSender sender,
            TransactionListener metrics) {}

    /** Takes a message that came in on that flow. */
    public void receive(SipMessage message, Flow flow, long nowNanos) {
        throw new UnsupportedOperationException();
    }

    /** Answers a request. An id that is gone, or has its final response, is dropped and counted. */
    public void respond(ServerTransactionId id, SipResponse response, long nowNanos) {
        throw new UnsupportedOperationException();
    }

    /**
     * Starts a client transaction: puts our Via with the id's branch on top and sends.
     *
     * @param request without a Via of ours; no ACK, no CANCEL
     * @param owner handed back with everything that comes of it
     */
    public void request(ClientTransactionId id, SipRequest request, Flow via, String owner, long nowNanos) {
        throw new UnsupportedOperationException();
    }

    /** Sends the ACK to a 2xx, and again for each repetition of that 2xx, which is absorbed. */
    public void ack(SipRequest ack, Flow via, ClientTransactionId invite, long nowNanos) {
        throw new UnsupportedOperationException();
    }

    /**
     * Cancels an INVITE of ours: at once when it has a provisional response, else when the first one comes (§9.1).
     * Nothing happens when it has its final response. The INVITE still ends with a response, a timeout or an error.
     *
     * @param extra headers for the CANCEL, such as Reason
     */
    public void cancel(ClientTransactionId invite, Headers extra, long nowNanos) {
        throw new UnsupportedOperationException();
    }

    /** Says that sending on that flow failed, or that its connection broke. */
    public void transportFailed(Flow flow, String reason, long nowNanos) {
        throw new UnsupportedOperationException();
    }

    /** Fires what is due. Returns when to call again, in nanos; {@link Long#MAX_VALUE} when there is nothing to wait for. */
    public long advance(long nowNanos) {
        throw new UnsupportedOperationException();
    }

    public int serverTransactions() {
        throw new UnsupportedOperationException();
    }

    public int clientTransactions() {
        throw new UnsupportedOperationException();
    }
}
