package io.tandem.call;

import io.tandem.sip.message.SipRequest;
import io.tandem.sip.transaction.ClientTransactionId;
import io.tandem.sip.transaction.ServerTransactionId;

/**
 * A request of one side that has been passed to the other, whose answer it waits for.
 *
 * @param origin number of the leg that it came in on
 * @param sent ours, on the other leg
 */
public record Passed(int origin, ServerTransactionId transaction, SipRequest request, ClientTransactionId sent) {}
