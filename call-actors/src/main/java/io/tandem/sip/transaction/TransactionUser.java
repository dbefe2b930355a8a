package io.tandem.sip.transaction;

import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.route.Flow;

/**
 * Who is told what the transactions let through: the TU of RFC 3261 §17. Called on the layer's own thread; may call the
 * layer back from inside.
 */
public interface TransactionUser {

    /**
     * A new request: no retransmission, no ACK, no CANCEL. It wants one final response through
     * {@link TransactionLayer#respond}.
     *
     * @param request with received and rport stamped on its top Via
     * @param flow where it came from
     */
    void request(ServerTransactionId id, SipRequest request, Flow flow);

    /** The ACK to a 2xx: once for each 2xx whose transaction still stands, and each one that belongs to none. */
    void ack(SipRequest ack, Flow flow);

    /** The INVITE is cancelled and wants its final response, 487; the CANCEL itself has been answered (§9.2). */
    void cancel(ServerTransactionId invite, SipRequest cancel);

    /**
     * A response: provisional above 100, or final. A final comes once; a further 2xx with another To-tag (a fork) once
     * each, and it wants its own ACK.
     *
     * @param owner what {@link TransactionLayer#request} was given
     */
    void response(ClientTransactionId id, String owner, SipResponse response, Flow flow);

    /** A 2xx to an INVITE whose transaction is gone: it must be acknowledged and the dialog ended (TRAP-3). */
    void strayResponse(SipResponse response, Flow flow);

    /**
     * No final response came in time: timer B or F, or 64·T1 after a CANCEL. Nothing more will come, but for a late 2xx to
     * an INVITE: it must be acknowledged and the dialog ended (TRAP-3).
     */
    void timeout(ClientTransactionId id, String owner);

    /** The request could not be sent, or its connection broke. Nothing more will come. */
    void transportError(ClientTransactionId id, String owner, String reason);

    /** There is no room for the request's transaction: nothing was sent, and no other way would help. */
    default void noRoom(ClientTransactionId id, String owner, String reason) {
        transportError(id, owner, reason);
    }

    /**
     * Our 2xx was not acknowledged in 64·T1: the dialog wants a BYE (§13.3.1.4, TRAP-5).
     *
     * @param toTag ours in that 2xx, "" when it had none
     */
    void ackMissing(ServerTransactionId invite, String toTag);
}
