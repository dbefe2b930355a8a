package io.tandem.sip.transaction;

import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.route.Flow;

/** What a client transaction's machine may order. */
sealed interface ClientAction
        permits TransactionAction, TransactionAction.Terminate, ClientAction.TransmitAck, ClientAction.RepeatAck,
        ClientAction.StartCancel, ClientAction.PassResponse, ClientAction.PassStray, ClientAction.ReportTimeout,
        ClientAction.ReportTransportError, ClientAction.CountForksOverLimit {

    /** Send the ACK to a 2xx, which takes the dialog's way and not the INVITE's. */
    record TransmitAck(SipRequest ack, Flow flow) implements ClientAction {}

    /** Send such an ACK again. */
    record RepeatAck(byte[] wire, Flow flow) implements ClientAction {}

    /** Start the transaction of this CANCEL. */
    record StartCancel(SipRequest cancel) implements ClientAction {}

    record PassResponse(SipResponse response, Flow flow) implements ClientAction {}

    /** A 2xx that comes when its INVITE has been refused already: for the user to acknowledge and end. */
    record PassStray(SipResponse response, Flow flow) implements ClientAction {}

    record ReportTimeout() implements ClientAction {
        static final ReportTimeout INSTANCE = new ReportTimeout();
    }

    record ReportTransportError(String reason) implements ClientAction {}

    /** More forks have answered than we keep account of. */
    record CountForksOverLimit() implements ClientAction {
        static final CountForksOverLimit INSTANCE = new CountForksOverLimit();
    }
}
