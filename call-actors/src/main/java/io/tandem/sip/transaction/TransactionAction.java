package io.tandem.sip.transaction;

import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipMethod;

/** What machines of either side may order. */
sealed interface TransactionAction extends ClientAction, ServerAction {

    /** Send on the transaction's own flow; {@code again} when it has been sent before. */
    record Transmit(SipMessage message, boolean again) implements TransactionAction {}

    /** Send again, on the same flow, what has been sent and is kept as bytes only. */
    record Repeat(byte[] wire, SipMethod method) implements TransactionAction {}

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
