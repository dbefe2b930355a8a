package io.tandem.sip.transaction;

import io.tandem.sip.message.SipRequest;
import io.tandem.sip.route.Flow;

/** What a server transaction's machine may order. */
sealed interface ServerAction
        permits TransactionAction, TransactionAction.Terminate, ServerAction.PassAck, ServerAction.PassCancel,
        ServerAction.ReportAckMissing, ServerAction.CountUnanswered, ServerAction.CountAnswerDropped {

    record PassAck(SipRequest ack, Flow flow) implements ServerAction {}

    record PassCancel(SipRequest cancel) implements ServerAction {}

    record ReportAckMissing() implements ServerAction {
        static final ReportAckMissing INSTANCE = new ReportAckMissing();
    }

    /** The user never answered. */
    record CountUnanswered() implements ServerAction {
        static final CountUnanswered INSTANCE = new CountUnanswered();
    }

    /** The user answered a request that has its final response. */
    record CountAnswerDropped() implements ServerAction {
        static final CountAnswerDropped INSTANCE = new CountAnswerDropped();
    }
}
