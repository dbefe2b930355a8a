package io.tandem.sip.transaction;

import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.message.Via;
import io.tandem.sip.route.Flow;
import io.tandem.sip.route.ResponseRouting;
import io.tandem.sip.transaction.ServerAction.CountAnswerDropped;
import io.tandem.sip.transaction.ServerAction.CountUnanswered;
import io.tandem.sip.transaction.ServerAction.PassAck;
import io.tandem.sip.transaction.ServerAction.PassCancel;
import io.tandem.sip.transaction.ServerAction.ReportAckMissing;
import io.tandem.sip.transaction.ServerInput.AckReceived;
import io.tandem.sip.transaction.ServerInput.CancelReceived;
import io.tandem.sip.transaction.ServerInput.Repeated;
import io.tandem.sip.transaction.ServerInput.Respond;
import io.tandem.sip.transaction.ServerInput.TimerFired;
import io.tandem.sip.transaction.TransactionAction.Terminate;
import java.util.List;

/** The server half of the layer. */
final class ServerTransactions {
    private static final int RETRY_AFTER_SECONDS = 1;

    private final LongMap<ServerTransaction> byKey = new LongMap<>();
    /** Those without a final response. */
    private final LongMap<ServerTransaction> byNumber = new LongMap<>();
    private final LongMap<ServerTransaction> byMergeKey = new LongMap<>();
    private final LongMap<ServerTransaction> byAckKey = new LongMap<>();
    private final RefusedRequests refused = new RefusedRequests();
    private final Host host;
    private final long edge;
    private final int bound;
    private final int most;
    private final RequestGate gate;
    private long lastNumber;

    ServerTransactions(Host host, long edge, TransactionSettings settings, RequestGate gate) {
        this.host = host;
        this.edge = edge;
        this.bound = settings.serverTransactions();
        this.most = settings.mostServerTransactions();
        this.gate = gate;
    }

    int size() {
        return byKey.size();
    }

    void receive(SipRequest request, Flow flow, long now) {
        long key = Fingerprint.ofServer(request);
        ServerTransaction transaction = byKey.get(key);
        SipMethod method = request.method();
        if (method.equals(SipMethod.ACK)) {
            receiveAck(request, flow, transaction, now);
        } else if (method.equals(SipMethod.CANCEL)) {
            receiveCancel(request, flow, transaction, now);
        } else if (transaction != null) {
            host.metrics().retransmissionReceived(method);
            step(transaction, Repeated.INSTANCE, now);
        } else {
            receiveNew(request, flow, key, now);
        }
    }

    // An ACK is never answered (TRAP-6). To a refusal it comes on the INVITE's branch, to a 2xx on one of its own.
    private void receiveAck(SipRequest ack, Flow flow, ServerTransaction onBranch, long now) {
        ServerTransaction transaction = onBranch != null ? onBranch : byAckKey.get(Fingerprint.ofAck(ack));
        if (transaction == null) {
            host.metrics().requestReceived(SipMethod.ACK);
            if (!LayerTag.isOne(ack.toTag().orElse(""))) {
                host.user().ack(ack, flow);
            }
            return;
        }
        if (awaitsAck(transaction.state)) {
            host.metrics().requestReceived(SipMethod.ACK);
        } else {
            host.metrics().retransmissionReceived(SipMethod.ACK);
        }
        step(transaction, new AckReceived(ack, flow), now);
    }

    private static boolean awaitsAck(ServerState state) {
        return state instanceof InviteServerTransaction.Completed || state instanceof InviteServerTransaction.Accepted;
    }

    // Answered without a transaction of its own: each repetition meets the same INVITE and the same answer (§9.2).
    private void receiveCancel(SipRequest cancel, Flow flow, ServerTransaction invite, long now) {
        host.metrics().requestReceived(SipMethod.CANCEL);
        String tag = invite == null || invite.toTag.isEmpty() ? LayerTag.of(cancel) : invite.toTag;
        SipRequest stamped = stamped(cancel, flow);
        SipResponse answer = SipResponse.to(stamped, invite == null ? 481 : 200).toTag(tag).build();
        host.send(answer, ResponseRouting.responseDestination(stamped.topVia(), flow), false);
        if (invite != null) {
            step(invite, new CancelReceived(cancel), now);
        }
    }

    private void receiveNew(SipRequest arrived, Flow flow, long key, long now) {
        SipMethod method = arrived.method();
        SipRequest request = stamped(arrived, flow);
        int again = refused.find(key, now);
        if (again > 0) {
            host.metrics().retransmissionReceived(method);
            unavailable(request, flow, again);
            return;
        }
        host.metrics().requestReceived(method);
        long mergeKey = Fingerprint.ofMerged(request);
        if (mergeKey != Fingerprint.NONE && byMergeKey.get(mergeKey) != null) {
            host.metrics().merged(method);
            refuse(SipResponse.to(request, 482), request, flow);
            return;
        }
        int retryAfter = retryAfter(request, flow, now);
        if (retryAfter == 0) {
            start(request, flow, key, mergeKey, now);
            return;
        }
        refused.add(key, retryAfter, now, host.unreliable().timeoutNanos());
        unavailable(request, flow, retryAfter);
    }

    /** Whether and how long a request must stay outside; 0 to let it in. */
    private int retryAfter(SipRequest request, Flow flow, long now) {
        if (full(request, now)) {
            host.metrics().overLimit(TransactionListener.Limit.SERVER_TRANSACTIONS);
            return RETRY_AFTER_SECONDS;
        }
        return request.toTag().isEmpty() ? gate.retryAfter(request, flow, now) : 0;
    }

    private void unavailable(SipRequest request, Flow flow, int retryAfter) {
        refuse(SipResponse.to(request, 503).set(HeaderName.RETRY_AFTER, Integer.toString(retryAfter)), request, flow);
    }

    /**
     * Whether there is no room for it. What belongs to a dialog has more: it ends what INVITEs began; and so has an
     * emergency call (F-150).
     */
    private boolean full(SipRequest request, long now) {
        return byKey.size() >= bound
                && (byKey.size() >= most || request.toTag().isEmpty() && !gate.exempt(request, now));
    }

    private void refuse(SipResponse.Builder refusal, SipRequest request, Flow flow) {
        SipResponse response = refusal.toTag(LayerTag.of(request)).build();
        host.send(response, ResponseRouting.responseDestination(request.topVia(), flow), false);
    }

    private void start(SipRequest request, Flow flow, long key, long mergeKey, long now) {
        Timing timing = host.timing(flow.transport());
        ServerStep step = request.method().equals(SipMethod.INVITE)
                ? InviteServerTransaction.start(request, timing, now)
                : NonInviteServerTransaction.start(timing, now);
        ServerTransactionId id = new ServerTransactionId(edge, ++lastNumber);
        Flow back = ResponseRouting.responseDestination(request.topVia(), flow);
        ServerTransaction transaction = new ServerTransaction(id.number(), key, mergeKey, request.method(),
                host.flows().shared(back), timing, step.state());
        byKey.put(key, transaction);
        byNumber.put(id.number(), transaction);
        if (mergeKey != Fingerprint.NONE) {
            byMergeKey.put(mergeKey, transaction);
        }
        run(transaction, step, now);
        host.user().request(id, request, flow);
    }

    void respond(ServerTransactionId id, SipResponse response, long now) {
        ServerTransaction transaction = id.edge() == edge ? byNumber.get(id.number()) : null;
        if (transaction == null) {
            host.metrics().answerDropped();
            return;
        }
        boolean answersInvite = transaction.state instanceof InviteServerTransaction.Proceeding;
        SipResponse completed = host.sender().completed(response, transaction.flow); // before its bytes are kept
        ServerStep step = decide(transaction, new Respond(completed), now);
        if (answersInvite) {
            noteAnswer(transaction, response);
        }
        if (response.finalResponse()) {
            byNumber.remove(transaction.number, transaction);
        }
        take(transaction, step, now);
    }

    private void noteAnswer(ServerTransaction invite, SipResponse response) {
        invite.toTag = response.toTag().orElse("");
        if (response.finalResponse()) {
            invite.ackKey = Fingerprint.ofAck(response);
            byAckKey.put(invite.ackKey, invite);
        }
        // A refused request is over: its client may try us again elsewhere, with all the same but the branch (RFC 3263 §4.3).
        if (response.status() >= 300) {
            byMergeKey.remove(invite.mergeKey, invite);
        }
    }

    void timerFired(ServerTransaction transaction, Timer timer, long now) {
        step(transaction, new TimerFired(timer), now);
    }

    private void step(ServerTransaction transaction, ServerInput input, long now) {
        take(transaction, decide(transaction, input, now), now);
    }

    private static ServerStep decide(ServerTransaction transaction, ServerInput input, long now) {
        return switch (transaction.state) {
            case InviteServerTransaction.State state ->
                    InviteServerTransaction.decide(state, input, transaction.timing, now);
            case NonInviteServerTransaction.State state ->
                    NonInviteServerTransaction.decide(state, input, transaction.timing, now);
        };
    }

    private void take(ServerTransaction transaction, ServerStep step, long now) {
        transaction.state = step.state();
        run(transaction, step, now);
    }

    private void run(ServerTransaction transaction, ServerStep step, long now) {
        List<ServerAction> actions = step.actions();
        for (int i = 0; i < actions.size(); i++) {
            run(transaction, actions.get(i), now);
        }
    }

    private void run(ServerTransaction transaction, ServerAction action, long now) {
        switch (action) {
            case TransactionAction shared -> host.run(transaction, shared, now);
            case PassAck(var ack, var flow) -> {
                transaction.toTag = "";
                host.user().ack(ack, flow);
            }
            case PassCancel(var cancel) -> host.user().cancel(idOf(transaction), cancel);
            case Terminate _ -> forget(transaction);
            case ReportAckMissing _ -> {
                host.metrics().ackMissing();
                host.user().ackMissing(idOf(transaction), transaction.toTag);
            }
            case CountUnanswered _ -> host.metrics().unanswered(transaction.method);
            case CountAnswerDropped _ -> host.metrics().answerDropped();
        }
    }

    private void forget(ServerTransaction transaction) {
        byKey.remove(transaction.key, transaction);
        byNumber.remove(transaction.number, transaction);
        byMergeKey.remove(transaction.mergeKey, transaction);
        byAckKey.remove(transaction.ackKey, transaction);
        host.end(transaction);
    }

    private ServerTransactionId idOf(ServerTransaction transaction) {
        return new ServerTransactionId(edge, transaction.number);
    }

    private static SipRequest stamped(SipRequest request, Flow flow) {
        Via via = request.topVia();
        Via stamped = ResponseRouting.stampReceived(via, flow.remote());
        return stamped == via ? request : request.withTopVia(stamped);
    }
}
