package io.tandem.cluster.edge;

import io.tandem.call.CallGateway;
import io.tandem.call.CallInput;
import io.tandem.call.ReplacesRules;
import io.tandem.cluster.edge.RequestScreen.Verdict;
import io.tandem.port.CallId;
import io.tandem.port.EdgeListener;
import io.tandem.port.EdgeListener.Refusal;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.route.Flow;
import io.tandem.sip.transaction.ClientTransactionId;
import io.tandem.sip.transaction.ServerTransactionId;
import io.tandem.sip.transaction.TransactionUser;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * From what the transactions let through to the call that it belongs to, found by our tag alone (design §2, TRAP-1).
 * What needs no call is answered here. One per loop.
 */
final class CallRouter implements TransactionUser {
    /**
     * 64·T1 and a little: what the other side is asked ends by then (RFC 3261 §17.1.1.2), and so the call has answered, unless its node
     * lost the question. Nobody is to wait for that.
     */
    private static final long LONGEST_RE_INVITE_NANOS = 40_000_000_000L;

    /** Where answers of the edge itself go: the transaction layer that asked. */
    interface Answers {
        void respond(ServerTransactionId id, SipResponse response);
    }

    private final CallGateway calls;
    private final Function<Flow, Optional<Sources.Sender>> senders;
    private final Answers answers;
    private final EdgeListener metrics;
    private final OptionsDesk options;
    private final LargeRequests large;
    private final Questions questions = new Questions();
    private final Map<Long, CallId> callers;
    private final Map<Long, ReInvite> reInvites;

    /** @param sinceNanos by {@link System#nanoTime} */
    private record ReInvite(CallId call, long sinceNanos) {}

    /**
     * @param senders the trunk and peer of a flow, empty when the flow is outside all of them
     * @param options answers OPTIONS outside a dialog
     * @param large told what becomes of requests, and asked first where one fails
     * @param openInvites how many new INVITEs may wait for their final response, and how many of calls that are there
     */
    CallRouter(CallGateway calls, Function<Flow, Optional<Sources.Sender>> senders, Answers answers,
            EdgeListener metrics, OptionsDesk options, LargeRequests large, int openInvites) {
        this.calls = calls;
        this.senders = senders;
        this.answers = answers;
        this.metrics = metrics;
        this.options = options;
        this.large = large;
        this.callers = new OpenInvites<>(openInvites);
        this.reInvites = new OpenInvites<>(openInvites);
    }

    @Override
    public void request(ServerTransactionId id, SipRequest request, Flow flow) {
        switch (RequestScreen.screen(request)) {
            case Verdict.InDialog(CallId call) -> {
                if (request.method().equals(SipMethod.INVITE)) {
                    reInvites.put(id.number(), new ReInvite(call, System.nanoTime()));
                }
                calls.tell(call, new CallInput.RequestReceived(id, request, flow));
            }
            case Verdict.NewCall _ -> newCall(id, request, flow);
            case Verdict.Options _ -> answers.respond(id,
                    options.answer(request, tag(id), flow.listener(), senders.apply(flow)));
            case Verdict.Refused(Refusal refusal) -> {
                metrics.refused(flow.listener(), refusal);
                answers.respond(id, RequestScreen.refusal(request, refusal, tag(id),
                        options.setUp(senders.apply(flow))));
            }
        }
    }

    Questions questions() {
        return questions;
    }

    private void newCall(ServerTransactionId id, SipRequest invite, Flow flow) {
        Optional<Sources.Sender> sender = senders.apply(flow);
        if (sender.isEmpty()) { // a connection outlived the trunk that allowed it
            metrics.sourceRefused(flow.listener());
            answers.respond(id, SipResponse.to(invite, 403).toTag(tag(id)).build());
            return;
        }
        switch (ReplacesRules.way(invite)) {
            case ReplacesRules.Way.NewCall _ -> invite(calls.newCallId(), id, invite, flow, sender.get());
            case ReplacesRules.Way.ToCall(CallId call) -> invite(call, id, invite, flow, sender.get());
            case ReplacesRules.Way.Refused(int status) -> // TRAP-25: never a call to anybody else
                    answers.respond(id, SipResponse.to(invite, status).toTag(tag(id)).build());
        }
    }

    private void invite(CallId call, ServerTransactionId id, SipRequest invite, Flow flow, Sources.Sender sender) {
        callers.put(id.number(), call);
        calls.tell(call,
                new CallInput.InviteReceived(id, invite, flow, sender.peerGroup(), sender.peer()));
    }

    /** INVITEs that have no final response yet, of new calls and of those that are there. */
    int openInvites() {
        return callers.size() + inReInvite().size();
    }

    /** Calls in which a side waits for the final response to its re-INVITE. */
    List<CallId> inReInvite() {
        long now = System.nanoTime();
        reInvites.values().removeIf(waiting -> now - waiting.sinceNanos() > LONGEST_RE_INVITE_NANOS);
        return reInvites.values().stream().map(ReInvite::call).toList();
    }

    /** A final response was given: a CANCEL has nothing to find any more (§9.2). */
    void answered(ServerTransactionId id, SipResponse response) {
        if (response.finalResponse() && response.cseq().method().equals(SipMethod.INVITE)) {
            callers.remove(id.number());
            reInvites.remove(id.number());
        }
    }

    @Override
    public void ack(SipRequest ack, Flow flow) {
        callOf(ack.toTag()).ifPresentOrElse(call -> calls.tell(call, new CallInput.AckReceived(ack)),
                () -> metrics.unmatched(flow.listener()));
    }

    @Override
    public void cancel(ServerTransactionId invite, SipRequest cancel) {
        CallId caller = callers.get(invite.number());
        // without one it is a re-INVITE that is cancelled: its To-tag is ours
        Optional<CallId> call = caller != null ? Optional.of(caller) : callOf(cancel.toTag());
        call.ifPresent(owner -> calls.tell(owner, new CallInput.CancelReceived(invite, cancel)));
    }

    @Override
    public void response(ClientTransactionId id, String owner, SipResponse response, Flow flow) {
        large.answered(id, response);
        if (owner.equals(Questions.OWNER)) {
            questions.response(id, response);
        } else {
            calls.tell(new CallId(owner), new CallInput.ResponseReceived(id, response, flow));
        }
    }

    @Override
    public void strayResponse(SipResponse response, Flow flow) {
        callOf(response.fromTag()).ifPresentOrElse(
                call -> calls.tell(call, new CallInput.StrayAnswerReceived(response, flow)),
                () -> metrics.unmatched(flow.listener()));
    }

    @Override
    public void timeout(ClientTransactionId id, String owner) {
        large.forget(id);
        if (owner.equals(Questions.OWNER)) {
            questions.settle(id, new EdgeReply.Silent());
        } else {
            calls.tell(new CallId(owner), new CallInput.TransactionTimedOut(id));
        }
    }

    @Override
    public void transportError(ClientTransactionId id, String owner, String reason) {
        if (!large.goesByUdp(id, System.nanoTime())) {
            unsent(id, owner, reason, false);
        }
    }

    @Override
    public void noRoom(ClientTransactionId id, String owner, String reason) {
        large.forget(id);
        unsent(id, owner, reason, true);
    }

    private void unsent(ClientTransactionId id, String owner, String reason, boolean ours) {
        if (owner.equals(Questions.OWNER)) {
            questions.settle(id, new EdgeReply.Unsent(reason));
        } else {
            calls.tell(new CallId(owner), new CallInput.TransportFailed(id, reason, ours));
        }
    }

    @Override
    public void ackMissing(ServerTransactionId invite, String toTag) {
        CallId.fromTag(toTag).ifPresent(call -> calls.tell(call, new CallInput.AckMissing(invite)));
    }

    private static Optional<CallId> callOf(Optional<String> ourTag) {
        return ourTag.flatMap(CallId::fromTag);
    }

    /** Ours for an answer outside any dialog: no call's tag has this shape. */
    private static String tag(ServerTransactionId id) {
        return "e" + Long.toString(id.edge(), 36) + "." + Long.toString(id.number(), 36);
    }

    /** INVITEs that have no final response yet, by their transactions; one that is never answered ages out. */
    private static final class OpenInvites<T> extends LinkedHashMap<Long, T> {
        private static final long serialVersionUID = 1;
        private final int bound;

        OpenInvites(int bound) {
            this.bound = bound;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, T> eldest) {
            return size() > bound;
        }
    }
}
