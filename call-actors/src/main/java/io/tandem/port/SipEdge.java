package io.tandem.port;

import io.tandem.sip.message.Headers;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.transaction.ClientTransactionId;
import io.tandem.sip.route.Flow;
import io.tandem.sip.transaction.ServerTransactionId;

/**
 * What a call orders from the SIP edge, where the transactions live. May be called from any thread; nothing waits.
 * What comes of an order arrives as an input of the call that owns the transaction.
 */
public interface SipEdge {

    /** Answers a request. An id that is gone is dropped and counted. */
    void respond(ServerTransactionId transaction, SipResponse response);

    /**
     * Starts a client transaction; the edge puts our Via with the id's branch on top.
     *
     * @param call whose transaction it is: gets the responses
     */
    void request(CallId call, ClientTransactionId transaction, SipRequest request, Flow flow);

    /** Sends the ACK to a 2xx, and again whenever that 2xx is repeated. */
    void ack(ClientTransactionId invite, SipRequest ack, Flow flow);

    /** Cancels an INVITE of ours; nothing happens when it has its final response already. */
    void cancel(ClientTransactionId invite, Headers extra);

    /** The host and port that our Via and Contact show on a listener: what the peer can reach us at. */
    Advertised advertised(String listener);

    /** @param transport as a Contact's {@code ;transport=} parameter says it: udp, tcp, tls */
    record Advertised(String host, int port, String transport) {}
}
