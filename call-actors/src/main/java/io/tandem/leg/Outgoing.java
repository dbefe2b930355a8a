package io.tandem.leg;

import io.tandem.sip.message.SipRequest;
import io.tandem.sip.route.Flow;
import io.tandem.sip.transaction.ClientTransactionId;

/** A request of ours, ready for the edge, with the leg as it is once the request is out. */
public record Outgoing<L extends Leg>(L leg, ClientTransactionId transaction, SipRequest request, Flow flow) {}
