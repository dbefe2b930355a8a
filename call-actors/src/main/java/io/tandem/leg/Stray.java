package io.tandem.leg;

import io.tandem.sip.message.SipRequest;
import io.tandem.sip.route.Flow;
import io.tandem.sip.transaction.ClientTransactionId;

/** How a 2xx that nobody waits for is ended: its ACK, then a BYE in the dialog that it made. */
public record Stray(ClientTransactionId invite, SipRequest ack, ClientTransactionId byeTransaction, SipRequest bye,
        Flow flow) {}
