package io.tandem.sip.transaction;

import io.tandem.sip.message.Headers;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.route.Flow;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * Hosts the transactions of one edge loop: matches messages to machines, runs what the machines order, keeps their
 * timers. It does no I/O and reads no clock; one thread at a time may be in it. The user and the sender may call it from
 * inside their callbacks.
 * <p>
 * It answers by itself: INVITE with 100, CANCEL with 200 or 481, a request that came on two ways with 482 (RFC 3261
 * §8.2.2.2), a request over the bound with 503.
 */
public final class TransactionLayer {
    private final Host host;
    private final ClientTransactions clients;
    private final ServerTransactions servers;
    private final ArrayDeque<Consumer<Long>> afterwards = new ArrayDeque<>();
    private int depth;

    /**
     * @param edge goes into the ids of server transactions: unique among the layers of a cluster
     */
    public TransactionLayer(long edge, TransactionSettings settings, TransactionUser user, MessageSender sender,
            TransactionListener metrics) {
        this(edge, settings, user, sender, metrics, RequestGate.OPEN);
    }

    /**
     * @param edge as above
     * @param gate asked about each new request outside a dialog, and, where room is short, about those that we send
     */
    public TransactionLayer(long edge, TransactionSettings settings, TransactionUser user, MessageSender sender,
            TransactionListener metrics, RequestGate gate) {
        host = new Host(user, sender, metrics, new TimerWheel(), Timing.of(settings, true),
                Timing.of(settings, false), new Flows());
        clients = new ClientTransactions(host, settings, gate);
        servers = new ServerTransactions(host, edge, settings, gate);
    }

    /** Takes a message that came in on that flow. */
    public void receive(SipMessage message, Flow flow, long nowNanos) {
        depth++;
        try {
            switch (message) {
                case SipRequest request -> servers.receive(request, flow, nowNanos);
                case SipResponse response -> clients.receive(response, flow, nowNanos);
            }
        } finally {
            leave(nowNanos);
        }
    }

    /** Answers a request. An id that is gone, or has its final response, is dropped and counted. */
    public void respond(ServerTransactionId id, SipResponse response, long nowNanos) {
        depth++;
        try {
            servers.respond(id, response, nowNanos);
        } finally {
            leave(nowNanos);
        }
    }

    /**
     * Starts a client transaction: puts our Via with the id's branch on top and sends. An id that is already in use is
     * the same order again, and nothing happens. Over the bound the user gets a transport error.
     *
     * @param request without a Via of ours; no ACK, no CANCEL
     * @param owner handed back with everything that comes of it
     */
    public void request(ClientTransactionId id, SipRequest request, Flow via, String owner, long nowNanos) {
        SipMethod method = request.method();
        if (method.equals(SipMethod.ACK) || method.equals(SipMethod.CANCEL) || !method.equals(id.method())) {
            throw new IllegalArgumentException(method + " is not to be sent as " + id);
        }
        depth++;
        try {
            if (clients.has(id)) {
                return;
            }
            if (clients.full(request)) {
                host.metrics().overLimit(TransactionListener.Limit.CLIENT_TRANSACTIONS);
                afterwards.add(_ -> host.user().noRoom(id, owner, "too many client transactions"));
            } else {
                clients.request(id, request, via, owner, nowNanos);
            }
        } finally {
            leave(nowNanos);
        }
    }

    /**
     * Sends the ACK to a 2xx, on a branch made from the INVITE's, and again for each repetition of that 2xx, which is
     * absorbed.
     */
    public void ack(SipRequest ack, Flow via, ClientTransactionId invite, long nowNanos) {
        depth++;
        try {
            clients.ack(ack, via, invite, nowNanos);
        } finally {
            leave(nowNanos);
        }
    }

    /**
     * Cancels an INVITE of ours: at once when it has a provisional response, else when the first one comes (§9.1).
     * Nothing happens when it has its final response. The INVITE still ends with a response, a timeout or an error.
     *
     * @param extra headers for the CANCEL, such as Reason
     */
    public void cancel(ClientTransactionId invite, Headers extra, long nowNanos) {
        depth++;
        try {
            clients.cancel(invite, extra, nowNanos);
        } finally {
            leave(nowNanos);
        }
    }

    /**
     * Says which way an INVITE went that was ordered to a name: its CANCEL and the ACK to its refusal go the same (§9.1,
     * §17.1.1.3), and it fails with that way. Comes before anything that was sent back.
     */
    public void ledTo(ClientTransactionId invite, Flow way) {
        clients.ledTo(invite, way);
    }

    /**
     * Says that sending on that flow failed, or that its connection broke. Client transactions that went that way and
     * have no response end with an error; an INVITE that rings goes on, its answer may come on a new connection
     * (§18.2.2).
     */
    public void transportFailed(Flow flow, String reason, long nowNanos) {
        if (depth > 0) { // from inside a send: the step that sent must end first
            afterwards.add(now -> clients.transportFailed(flow, reason, now));
            return;
        }
        depth++;
        try {
            clients.transportFailed(flow, reason, nowNanos);
        } finally {
            leave(nowNanos);
        }
    }

    /** Says that one request could not be sent, where the flow itself is in order. */
    public void requestFailed(ClientTransactionId id, String reason, long nowNanos) {
        if (depth > 0) { // as above
            afterwards.add(now -> clients.requestFailed(id, reason, now));
            return;
        }
        depth++;
        try {
            clients.requestFailed(id, reason, nowNanos);
        } finally {
            leave(nowNanos);
        }
    }

    /**
     * Fires what is due. Returns when to call again, in nanos; {@link Long#MAX_VALUE} when there is nothing to wait for.
     * Deadlines are rounded up to the next 10 ms.
     */
    public long advance(long nowNanos) {
        depth++;
        try {
            host.wheel().advance(nowNanos, alarm -> fire(alarm, nowNanos));
        } finally {
            leave(nowNanos);
        }
        return host.wheel().nextDeadlineNanos();
    }

    public int serverTransactions() {
        return servers.size();
    }

    public int clientTransactions() {
        return clients.size();
    }

    private void fire(Alarm alarm, long nowNanos) {
        switch (alarm.owner) {
            case ClientTransaction client -> clients.timerFired(client, alarm.timer, nowNanos);
            case ServerTransaction server -> servers.timerFired(server, alarm.timer, nowNanos);
        }
    }

    private void leave(long nowNanos) {
        depth--;
        while (depth == 0 && !afterwards.isEmpty()) {
            depth++;
            try {
                afterwards.poll().accept(nowNanos);
            } finally {
                depth--;
            }
        }
    }
}
