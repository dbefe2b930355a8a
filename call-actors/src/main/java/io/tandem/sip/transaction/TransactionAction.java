package io.tandem.sip.transaction;

import io.tandem.sip.message.SipMessage;

/** What machines of either side may order. */
sealed interface TransactionAction extends ClientAction, ServerAction {

    /** Send on the transaction's own flow; {@code again} when it has been sent before. */
    record Transmit(SipMessage message, boolean again) implements TransactionAction {}

    /** Start a timer, in place of the one of its kind that runs. */
    record Start(Timer timer, long atNanos) implements TransactionAction {}

    /** Stop whatever repeats. */
    record StopRepeating() implements TransactionAction {
        static final StopRepeating INSTANCE = new StopRepeating();
    }

    /** Forget the transaction. */
    record Terminate() implements ClientAction, ServerAction {
        static final Terminate INSTANCE = new Terminate();
    }
}
