package io.tandem.sip.transaction;

import io.tandem.sip.message.SipMethod;
import io.tandem.sip.route.Flow;

/** One client transaction of the layer. */
final class ClientTransaction extends HostedTransaction {
    final ClientTransactionId id;
    final String owner;
    ClientState state;

    ClientTransaction(ClientTransactionId id, String owner, Flow flow, Timing timing, ClientState state) {
        super(flow, timing);
        this.id = id;
        this.owner = owner;
        this.state = state;
    }

    /** A CANCEL is the layer's own; nobody is told what becomes of it. */
    boolean isOurCancel() {
        return id.method().equals(SipMethod.CANCEL);
    }

    /** Whether the user has its final response. */
    boolean settled() {
        return switch (state) {
            case InviteClientTransaction.Calling _,InviteClientTransaction.Proceeding _ -> false;
            case InviteClientTransaction.State _ -> true;
            case NonInviteClientTransaction.Trying _,NonInviteClientTransaction.Proceeding _ -> false;
            case NonInviteClientTransaction.State _ -> true;
        };
    }
}
