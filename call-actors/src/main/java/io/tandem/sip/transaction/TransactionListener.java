package io.tandem.sip.transaction;

import io.tandem.sip.message.SipMethod;

/**
 * What the layer counts (MET-11). Every method does nothing unless overridden. Retransmissions are counted apart from
 * what they repeat (MET-62).
 */
public interface TransactionListener {
    TransactionListener NONE = new TransactionListener() {
    };

    /** Which bound was met. */
    enum Limit {
        SERVER_TRANSACTIONS, CLIENT_TRANSACTIONS, FORKS
    }

    default void requestReceived(SipMethod method) {}

    default void requestSent(SipMethod method) {}

    default void responseReceived(SipMethod method, int status) {}

    default void responseSent(SipMethod method, int status) {}

    default void retransmissionReceived(SipMethod method) {}

    default void retransmissionSent(SipMethod method) {}

    /** A client transaction ended without a final response. */
    default void timedOut(SipMethod method) {}

    /** A server transaction ended because its user never answered. */
    default void unanswered(SipMethod method) {}

    default void transportFailed(SipMethod method) {}

    default void ackMissing() {}

    /** A response that no transaction of ours asked for. */
    default void strayResponse(SipMethod method, int status) {}

    /** An answer of the user that came too late: its transaction is gone or has its final response. */
    default void answerDropped() {}

    /** A request that reached us twice on different ways: 482 (RFC 3261 §8.2.2.2). */
    default void merged(SipMethod method) {}

    default void overLimit(Limit limit) {}
}
