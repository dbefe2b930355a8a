package io.tandem.ops.lab;

import io.tandem.media.sdp.SessionDescription;
import io.tandem.sip.dialog.Dialog;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.transaction.ClientTransactionId;
import io.tandem.sip.transaction.ServerTransactionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where a call of an agent stands. */
sealed interface UaState {

    /**
     * Our INVITE is out.
     *
     * @param gaveUp why we cancelled it, or ""
     * @param early what has rung, one for each To-tag
     */
    record Calling(ClientTransactionId id, SipRequest invite, String gaveUp, List<Early> early) implements UaState {

        public Calling {
            early = List.copyOf(early);
        }

        Optional<Early> early(String tag) {
            return early.stream().filter(one -> one.dialog().id().remoteTag().equals(tag)).findFirst();
        }

        Calling with(Early one) {
            List<Early> others = new ArrayList<>(early);
            others.removeIf(other -> other.dialog().id().equals(one.dialog().id()));
            others.add(one);
            return new Calling(id, invite, gaveUp, others);
        }
    }

    /**
     * An early dialog of a caller.
     *
     * @param rseq number of the last reliable response in it; 0 for none (RFC 3262 §4)
     * @param answer that it brought
     */
    record Early(Dialog dialog, long rseq, Optional<SessionDescription> answer) {}

    /**
     * An INVITE is here and has no final response yet.
     *
     * @param agreed by its offer; empty when it had none
     * @param rest of its provisional responses
     * @param due how many of them are due
     * @param open a reliable one that has no PRACK yet: nothing further is said until it has
     * @param answerDue whether the call is to be answered as soon as it may
     */
    record Called(ServerTransactionId id, SipRequest invite, Dialog dialog, Optional<UaSession.Agreed> agreed,
            List<Ring> rest, int due, Optional<Open> open, boolean answerDue) implements UaState {

        public Called {
            rest = List.copyOf(rest);
        }

        Called oneMoreDue() {
            return new Called(id, invite, dialog, agreed, rest, due + 1, open, answerDue);
        }

        Called rung(Optional<Open> now) {
            return new Called(id, invite, dialog, agreed, rest.subList(1, rest.size()), due - 1, now, answerDue);
        }

        Called with(Optional<Open> other) {
            return new Called(id, invite, dialog, agreed, rest, due, other, answerDue);
        }

        Called toAnswer() {
            return new Called(id, invite, dialog, agreed, rest, due, open, true);
        }
    }

    /** A provisional response to come. @param rseq its number among those of its fork */
    record Ring(Provisional what, long rseq) {

        /** Its number among all. */
        int number() {
            return what.fork() * 1_000 + (int) rseq;
        }
    }

    /**
     * A reliable provisional response without its PRACK (RFC 3262 §3).
     *
     * @param number among all of the call
     * @param waitedMillis so far
     * @param everyMillis until it is repeated
     */
    record Open(SipResponse response, long rseq, int number, int waitedMillis, int everyMillis) {}

    /** Our REFER is out, or taken and not yet done. */
    record Referral(ClientTransactionId id, ScriptStep.Refer step) {}

    /**
     * Answered.
     *
     * @param invite of a caller: the transaction, for the ACK to a fork's 2xx
     */
    record Talking(Dialog dialog, Optional<Calling> invite, UaSession session, Exchange exchange,
            Optional<Referral> referral, Agenda agenda, Refreshing refreshing) implements UaState {

        /** Just now. */
        static Talking from(Dialog dialog, Optional<Calling> invite, UaSession session, Exchange exchange,
                Script script) {
            return new Talking(dialog, invite, session, exchange, Optional.empty(), new Agenda(script.steps(), 0),
                    Refreshing.NONE);
        }

        Talking with(Dialog other) {
            return new Talking(other, invite, session, exchange, referral, agenda, refreshing);
        }

        Talking with(UaSession other) {
            return new Talking(dialog, invite, other, exchange, referral, agenda, refreshing);
        }

        Talking with(Exchange other) {
            return new Talking(dialog, invite, session, other, referral, agenda, refreshing);
        }

        Talking with(Optional<Referral> other) {
            return new Talking(dialog, invite, session, exchange, other, agenda, refreshing);
        }

        Talking with(Refreshing other) {
            return new Talking(dialog, invite, session, exchange, referral, agenda, other);
        }

        Talking oneMoreDue() {
            return new Talking(dialog, invite, session, exchange, referral, new Agenda(agenda.rest(), agenda.due() + 1),
                    refreshing);
        }

        Talking begun() {
            return new Talking(dialog, invite, session, exchange, referral, agenda.begun(), refreshing);
        }

        /** Whether something is under way that the next step must wait for. */
        boolean busy() {
            return !(exchange instanceof Exchange.None) || referral.isPresent();
        }
    }

    /** @param rest the steps of the script that have not begun; @param due how many of them are due */
    record Agenda(List<ScriptStep> rest, int due) {

        public Agenda {
            rest = List.copyOf(rest);
        }

        Agenda begun() {
            return new Agenda(rest.subList(1, rest.size()), due - 1);
        }

        Optional<ScriptStep> next() {
            return due > 0 && !rest.isEmpty() ? Optional.of(rest.getFirst()) : Optional.empty();
        }
    }

    /** Our BYE is out. @param why what the call ends with once that is answered */
    record Leaving(Dialog dialog, Outcome why) implements UaState {}

    record Over(Outcome outcome) implements UaState {}
}
