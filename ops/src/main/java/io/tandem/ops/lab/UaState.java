package io.tandem.ops.lab;

import io.tandem.sip.dialog.Dialog;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.transaction.ClientTransactionId;
import io.tandem.sip.transaction.ServerTransactionId;
import java.util.List;
import java.util.Optional;

/** Where a call of an agent stands. */
sealed interface UaState {

    /** Our INVITE is out. @param gaveUp why we cancelled it, or "" */
    record Calling(ClientTransactionId id, SipRequest invite, String gaveUp) implements UaState {}

    /** An INVITE is here and has no final response yet. @param agreed by its offer; empty when it had none */
    record Called(ServerTransactionId id, SipRequest invite, Dialog dialog,
            Optional<UaSession.Agreed> agreed) implements UaState {}

    /** Our REFER is out, or taken and not yet done. */
    record Referral(ClientTransactionId id, ScriptStep.Refer step) {}

    /**
     * Answered.
     *
     * @param invite of a caller: the transaction, for the ACK to a fork's 2xx
     * @param rest the steps of the script that have not begun
     * @param due how many of them are due
     */
    record Talking(Dialog dialog, Optional<Calling> invite, UaSession session, Exchange exchange,
            Optional<Referral> referral, List<ScriptStep> rest, int due) implements UaState {

        public Talking {
            rest = List.copyOf(rest);
        }

        /** Just now. */
        static Talking from(Dialog dialog, Optional<Calling> invite, UaSession session, Exchange exchange,
                Script script) {
            return new Talking(dialog, invite, session, exchange, Optional.empty(), script.steps(), 0);
        }

        Talking with(Dialog other) {
            return new Talking(other, invite, session, exchange, referral, rest, due);
        }

        Talking with(UaSession other) {
            return new Talking(dialog, invite, other, exchange, referral, rest, due);
        }

        Talking with(Exchange other) {
            return new Talking(dialog, invite, session, other, referral, rest, due);
        }

        Talking with(Optional<Referral> other) {
            return new Talking(dialog, invite, session, exchange, other, rest, due);
        }

        Talking oneMoreDue() {
            return new Talking(dialog, invite, session, exchange, referral, rest, due + 1);
        }

        Talking begun() {
            return new Talking(dialog, invite, session, exchange, referral, rest.subList(1, rest.size()), due - 1);
        }

        /** Whether the next step must wait. */
        boolean busy() {
            return !(exchange instanceof Exchange.None) || referral.isPresent();
        }
    }

    /** Our BYE is out. @param why what the call ends with once that is answered */
    record Leaving(Dialog dialog, Outcome why) implements UaState {}

    record Over(Outcome outcome) implements UaState {}
}
