package io.tandem.sip.transaction;

import io.tandem.sip.message.Headers;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.message.Via;
import io.tandem.sip.route.Flow;
import io.tandem.sip.transaction.ClientAction.CountForksOverLimit;
import io.tandem.sip.transaction.ClientAction.PassResponse;
import io.tandem.sip.transaction.ClientAction.PassStray;
import io.tandem.sip.transaction.ClientAction.RepeatAck;
import io.tandem.sip.transaction.ClientAction.ReportTimeout;
import io.tandem.sip.transaction.ClientAction.ReportTransportError;
import io.tandem.sip.transaction.ClientAction.StartCancel;
import io.tandem.sip.transaction.ClientAction.TransmitAck;
import io.tandem.sip.transaction.ClientInput.AckOrdered;
import io.tandem.sip.transaction.ClientInput.CancelOrdered;
import io.tandem.sip.transaction.ClientInput.Received;
import io.tandem.sip.transaction.ClientInput.TimerFired;
import io.tandem.sip.transaction.ClientInput.TransportFailed;
import io.tandem.sip.transaction.TransactionAction.Terminate;
import java.util.ArrayList;
import java.util.List;

/** The client half of the layer. */
final class ClientTransactions {
    private final LongMap<ClientTransaction> table = new LongMap<>();
    private final Host host;
    private final int bound;
    private final int most;
    private final RequestGate gate;

    ClientTransactions(Host host, TransactionSettings settings, RequestGate gate) {
        this.host = host;
        this.bound = settings.clientTransactions();
        this.most = settings.mostClientTransactions();
        this.gate = gate;
    }

    int size() {
        return table.size();
    }

    /**
     * Whether there is no room for it. BYEs and the like have a quarter more: they end what INVITEs began; and so has the
     * INVITE of an emergency call (F-150).
     */
    boolean full(SipRequest request) {
        return table.size() >= bound
                && (table.size() >= most || request.method().equals(SipMethod.INVITE) && !gate.urgent(request));
    }

    boolean has(ClientTransactionId id) {
        return find(id) != null;
    }

    private ClientTransaction find(ClientTransactionId id) {
        return table.get(Fingerprint.ofClient(id.branch(), id.method()));
    }

    void request(ClientTransactionId id, SipRequest request, Flow flow, String owner, long now) {
        start(id, withVia(request, flow, id.branch()), flow, owner, now);
    }

    private void start(ClientTransactionId id, SipRequest request, Flow flow, String owner, long now) {
        Timing timing = host.timing(flow.transport());
        ClientStep step = id.method().equals(SipMethod.INVITE)
                ? InviteClientTransaction.start(request, timing, now)
                : NonInviteClientTransaction.start(request, timing, now);
        long key = Fingerprint.ofClient(id.branch(), id.method());
        ClientTransaction transaction = new ClientTransaction(key, id, owner, host.flows().shared(flow), timing,
                step.state());
        table.put(key, transaction);
        run(transaction, step, now);
    }

    void receive(SipResponse response, Flow flow, long now) {
        SipMethod method = response.cseq().method();
        String branch = response.topVia().branch().orElse("");
        ClientTransaction transaction = table.get(Fingerprint.ofClient(branch, method));
        if (transaction == null) {
            stray(response, method, flow);
            return;
        }
        ClientStep step = decide(transaction, new Received(response, flow), now);
        if (transaction.settled() && !transaction.abandoned() && !passes(step)) {
            host.metrics().retransmissionReceived(method);
        } else {
            host.metrics().responseReceived(method, response.status());
        }
        take(transaction, step, now);
    }

    private void stray(SipResponse response, SipMethod method, Flow flow) {
        host.metrics().strayResponse(method, response.status());
        if (method.equals(SipMethod.INVITE) && response.success()) {
            host.user().strayResponse(response, flow);
        }
    }

    void ack(SipRequest ack, Flow flow, ClientTransactionId invite, long now) {
        SipRequest sent = withVia(ack, flow, ackBranch(ack, invite));
        ClientTransaction transaction = find(invite);
        if (transaction == null) {
            host.send(sent, flow, false);
        } else {
            step(transaction, new AckOrdered(sent, host.flows().shared(flow)), now);
        }
    }

    // A transaction of its own (RFC 3261 §17), and each fork's another: derived, so that nothing random is needed here.
    private static String ackBranch(SipRequest ack, ClientTransactionId invite) {
        return invite.branch() + "a" + Integer.toHexString(ack.toTag().orElse("").hashCode());
    }

    void cancel(ClientTransactionId invite, Headers extra, long now) {
        ClientTransaction transaction = find(invite);
        if (transaction != null) {
            step(transaction, new CancelOrdered(extra), now);
        }
    }

    void ledTo(ClientTransactionId id, Flow way) {
        ClientTransaction transaction = find(id);
        if (transaction != null) {
            transaction.flow = host.flows().shared(way);
        }
    }

    void transportFailed(Flow flow, String reason, long now) {
        List<ClientTransaction> affected = new ArrayList<>();
        table.forEach(transaction -> {
            if (!transaction.settled() && sameWay(transaction.flow, flow)) {
                affected.add(transaction);
            }
        });
        for (ClientTransaction transaction : affected) {
            step(transaction, new TransportFailed(reason), now);
        }
    }

    void requestFailed(ClientTransactionId id, String reason, long now) {
        ClientTransaction transaction = find(id);
        if (transaction != null && !transaction.settled()) {
            step(transaction, new TransportFailed(reason), now);
        }
    }

    // A transaction that asked for any connection (0) may have gone out on the one that broke.
    private static boolean sameWay(Flow ours, Flow failed) {
        boolean sameConnection = ours.connection() == failed.connection() || ours.connection() == 0
                || failed.connection() == 0;
        return sameConnection && ours.transport() == failed.transport() && ours.remote().equals(failed.remote())
                && ours.listener().equals(failed.listener()) && ours.trunk().equals(failed.trunk());
    }

    void timerFired(ClientTransaction transaction, Timer timer, long now) {
        step(transaction, new TimerFired(timer), now);
    }

    private void step(ClientTransaction transaction, ClientInput input, long now) {
        take(transaction, decide(transaction, input, now), now);
    }

    private static ClientStep decide(ClientTransaction transaction, ClientInput input, long now) {
        return switch (transaction.state) {
            case InviteClientTransaction.State state ->
                    InviteClientTransaction.decide(state, input, transaction.timing, now);
            case NonInviteClientTransaction.State state ->
                    NonInviteClientTransaction.decide(state, input, transaction.timing, now);
        };
    }

    private void take(ClientTransaction transaction, ClientStep step, long now) {
        transaction.state = step.state();
        run(transaction, step, now);
        transaction.forgetUser();
    }

    private void run(ClientTransaction transaction, ClientStep step, long now) {
        List<ClientAction> actions = step.actions();
        for (int i = 0; i < actions.size(); i++) {
            run(transaction, actions.get(i), now);
        }
    }

    private void run(ClientTransaction transaction, ClientAction action, long now) {
        switch (action) {
            case TransactionAction shared -> host.run(transaction, shared, now);
            case TransmitAck(var ack, var flow) -> host.send(ack, flow, false);
            case RepeatAck(var wire, var flow) -> host.sendAgain(wire, SipMethod.ACK, flow);
            case StartCancel(var cancel) -> startCancel(transaction, cancel, now);
            case PassResponse(var response, var flow) -> {
                if (!transaction.isOurCancel()) {
                    host.user().response(transaction.id, transaction.owner, response, flow);
                }
            }
            case PassStray(var response, var flow) -> stray(response, transaction.method, flow);
            case Terminate _ -> {
                table.remove(transaction.key, transaction);
                host.end(transaction);
            }
            case ReportTimeout _ -> reportTimeout(transaction);
            case ReportTransportError(var reason) -> reportTransportError(transaction, reason);
            case CountForksOverLimit _ -> host.metrics().overLimit(TransactionListener.Limit.FORKS);
        }
    }

    private void startCancel(ClientTransaction invite, SipRequest cancel, long now) {
        ClientTransactionId id = new ClientTransactionId(invite.id.branch(), SipMethod.CANCEL);
        start(id, cancel, invite.flow, invite.owner, now);
    }

    private void reportTimeout(ClientTransaction transaction) {
        host.metrics().timedOut(transaction.method);
        if (!transaction.isOurCancel()) {
            host.user().timeout(transaction.id, transaction.owner);
        }
    }

    private void reportTransportError(ClientTransaction transaction, String reason) {
        host.metrics().transportFailed(transaction.method);
        if (!transaction.isOurCancel()) {
            host.user().transportError(transaction.id, transaction.owner, reason);
        }
    }

    private static boolean passes(ClientStep step) {
        List<ClientAction> actions = step.actions();
        return !actions.isEmpty() && actions.getLast() instanceof PassResponse;
    }

    // rport (RFC 3581 §3): so that the response comes back through whatever stands between.
    private SipRequest withVia(SipRequest request, Flow flow, String branch) {
        Via via = host.sender().sentBy(flow, branch);
        boolean complete = flow.transport().reliable() || via.parameters().has("rport");
        return request.withVia(complete ? via : via.withParameter("rport", ""));
    }
}
