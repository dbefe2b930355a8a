package io.tandem.sip.transaction;

import io.tandem.sip.message.SipMethod;
import io.tandem.sip.route.Flow;

/** One client transaction of the layer. */
final class ClientTransaction extends HostedTransaction {
    private static final ClientTransactionId FORGOTTEN = new ClientTransactionId("", SipMethod.of(""));

    ClientTransactionId id;
    String owner;
    ClientState state;

    ClientTransaction(long key, ClientTransactionId id, String owner, Flow flow, Timing timing, ClientState state) {
        super(key, id.method(), flow, timing);
        this.id = id;
        this.owner = owner;
        this.state = state;
    }

    /** A CANCEL is the layer's own; nobody is told what becomes of it. */
    boolean isOurCancel() {
        return method.equals(SipMethod.CANCEL);
    }

    /**
     * Forgets whom to tell once there is nothing more to tell: a 2xx may be followed by those of other forks, and one that
     * was given up may be answered yet.
     */
    void forgetUser() {
        if (settled() && !(state instanceof InviteClientTransaction.Accepted) && !abandoned()) {
            id = FORGOTTEN;
            owner = "";
        }
    }

    /** Whether the user was told that nothing came, and something may come yet. */
    boolean abandoned() {
        return state instanceof InviteClientTransaction.Abandoned;
    }

    /** Whether the user has its final response. */
    boolean settled() {
        return switch (state) {
            case InviteClientTransaction.Calling _,
                    InviteClientTransaction.Proceeding _ -> false;
            case InviteClientTransaction.State _ -> true;
            case NonInviteClientTransaction.Trying _,
                    NonInviteClientTransaction.Proceeding _ -> false;
            case NonInviteClientTransaction.State _ -> true;
        };
    }
}
