package io.tandem.sip.transaction;

import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.route.Flow;
import io.tandem.sip.route.Transport;
import io.tandem.sip.transaction.TransactionAction.Repeat;
import io.tandem.sip.transaction.TransactionAction.Start;
import io.tandem.sip.transaction.TransactionAction.StopRepeating;
import io.tandem.sip.transaction.TransactionAction.Transmit;

/** What both halves of the layer work with. */
record Host(TransactionUser user, MessageSender sender, TransactionListener metrics, TimerWheel wheel, Timing reliable,
        Timing unreliable, Flows flows) {

    Timing timing(Transport transport) {
        return transport.reliable() ? reliable : unreliable;
    }

    void run(HostedTransaction transaction, TransactionAction action, long nowNanos) {
        switch (action) {
            case Transmit(var message, var again) -> send(message, transaction.flow, again);
            case Repeat(var wire, var method) -> sendAgain(wire, method, transaction.flow);
            case Start(var timer, var atNanos) -> {
                if (!transaction.ended) {
                    wheel.start(transaction.alarmOf(timer), timer, atNanos, nowNanos);
                }
            }
            case StopRepeating _ -> transaction.stopRepeating(wheel);
        }
    }

    void end(HostedTransaction transaction) {
        transaction.ended = true;
        transaction.stopRepeating(wheel);
        wheel.stop(transaction.bounding);
    }

    void send(SipMessage message, Flow flow, boolean again) {
        if (again) {
            metrics.retransmissionSent(message.cseq().method());
        } else {
            countFirst(message);
        }
        sender.send(switch (message) { // also what the layer itself says
            case SipRequest request -> sender.completed(request, flow);
            case SipResponse response -> sender.completed(response, flow);
        }, flow);
    }

    void sendAgain(byte[] wire, SipMethod method, Flow flow) {
        metrics.retransmissionSent(method);
        sender.sendAgain(wire, flow);
    }

    private void countFirst(SipMessage message) {
        switch (message) {
            case SipRequest request -> metrics.requestSent(request.method());
            case SipResponse response -> metrics.responseSent(response.cseq().method(), response.status());
        }
    }
}
