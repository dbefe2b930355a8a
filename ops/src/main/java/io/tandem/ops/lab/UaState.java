package io.tandem.ops.lab;

import io.tandem.media.sdp.SessionDescription;
import io.tandem.sip.dialog.Dialog;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.transaction.ClientTransactionId;
import io.tandem.sip.transaction.ServerTransactionId;
import java.util.Optional;

/** Where a call of an agent stands. */
sealed interface UaState {

    /** Our INVITE is out. @param gaveUp why we cancelled it, or "" */
    record Calling(ClientTransactionId id, SipRequest invite, String gaveUp) implements UaState {}

    /** An INVITE is here and has no final response yet. @param answer to its offer; empty when it had none */
    record Called(ServerTransactionId id, SipRequest invite, Dialog dialog,
            Optional<SessionDescription> answer) implements UaState {}

    /**
     * Answered.
     *
     * @param invite of a caller: the transaction, for the ACK to a fork's 2xx
     * @param offered whether our 2xx carried the offer, so that the ACK brings the answer (RFC 3261 §13.2.1)
     */
    record Talking(Dialog dialog, Optional<Calling> invite, boolean offered) implements UaState {}

    /** Our BYE is out. @param why what the call ends with once that is answered */
    record Leaving(Dialog dialog, Outcome why) implements UaState {}

    record Over(Outcome outcome) implements UaState {}
}
