package io.tandem.cluster.edge;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.EventLoop;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.concurrent.Future;
import io.tandem.port.CallId;
import io.tandem.port.MessageTap;
import io.tandem.sip.admission.SourceBuckets;
import io.tandem.sip.message.Headers;
import io.tandem.sip.message.ParseResult;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipParser;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.message.Via;
import io.tandem.sip.route.Flow;
import io.tandem.sip.route.Transport;
import io.tandem.sip.transaction.ClientTransactionId;
import io.tandem.sip.transaction.MessageSender;
import io.tandem.sip.transaction.ServerTransactionId;
import io.tandem.sip.transaction.TransactionLayer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What lives on one event loop: a transaction layer, the sockets that serve it, and their one timer. Orders may come
 * from any thread: on the loop's own they run at once, else they are queued to it.
 */
final class EdgeLoop implements MessageSender {
    /** Timers run out at most so much late, and for their sake the loop wakes up at most so often. */
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    /** Source addresses whose rates are kept. */
    private static final int SOURCES = 1 << 12;

    private final EventLoop loop;
    private final LoopSet edge;
    private final EdgeLoops eventLoops;
    private final CallRouter router;
    private final TransactionLayer layer;
    private final LargeRequests large;
    private final Admission admission;
    private final MessageTap tap;
    /** Null where a source may send as much as it likes. */
    private final SourceBuckets sources;
    private final Streams streams;
    private final Map<String, UdpSocket> sockets = new HashMap<>();
    private final Runnable settling = this::settleNow;
    private final Runnable tick = this::tick;
    private boolean unsettled;
    private Future<?> wakeUp;
    private long wakeUpAt;

    EdgeLoop(int index, EdgeLoops eventLoops, LoopSet edge) {
        this.loop = eventLoops.loop(index);
        this.edge = edge;
        this.tap = edge.tap();
        this.eventLoops = eventLoops;
        this.large = new LargeRequests(edge, new UdpAfterAll());
        this.router = new CallRouter(edge.calls(), edge::senderOf, this::respondHere, edge.metrics(),
                edge.options(), large, edge.config().transactions().mostServerTransactions());
        this.admission = new Admission(loop, edge, eventLoops.size(), this::backlogNanos);
        this.layer = new TransactionLayer(edge.config().edge() + index, edge.config().transactions(), router, this,
                edge.transactionMetrics(), admission);
        this.sources = edge.config()
                .protection()
                .sources()
                .map(rate -> new SourceBuckets(rate, SOURCES, ThreadLocalRandom.current().nextLong(),
                        System.nanoTime()))
                .orElse(null);
        this.streams = new Streams(this, edge, index, eventLoops.streamChannel());
    }

    EventLoop loop() {
        return loop;
    }

    Streams streams() {
        return streams;
    }

    /** Where the platform can: what a peer's TCP has not acknowledged for so long was sent to nobody. */
    void noticeDeath(Bootstrap bootstrap, Duration unacknowledged) {
        eventLoops.noticeDeath(bootstrap, unacknowledged);
    }

    /** A socket for that listener on this loop, to be bound. Before start, from the starting thread. */
    UdpSocket socket(LocalListener listener) {
        return sockets.computeIfAbsent(listener.name(), _ -> new UdpSocket(listener, this, edge.metrics()));
    }

    Admission admission() {
        return admission;
    }

    /** Whether an address may send one more message now (F-35). On this loop only. */
    boolean admits(InetAddress source) {
        return sources == null || sources.take(source, System.nanoTime());
    }

    private long backlogNanos(long now) {
        long longest = 0;
        for (UdpSocket socket : sockets.values()) {
            longest = Math.max(longest, socket.backlogNanos(now));
        }
        return longest;
    }

    /** What goes in and out passes here, for whoever looks. */
    void tapped(boolean sent, byte[] wire, Flow flow, InetSocketAddress local) {
        tap.seen(sent, wire, flow, local);
    }

    /** Takes the bytes of one message, which become ours, from an allowed source. On this loop only. */
    void take(byte[] bytes, Flow flow) {
        if (!edge.mayAct()) {
            edge.metrics().lapsed(flow.listener());
            return;
        }
        switch (SipParser.parseOwned(bytes, edge.config().messages())) {
            case ParseResult.Parsed(SipMessage message) -> {
                if (edge.ignores(message, flow)) {
                    edge.metrics().lapsed(flow.listener());
                    return;
                }
                if (flow.transport() == Transport.TLS && message instanceof SipRequest request) {
                    streams.heard(request, flow);
                }
                edge.ownerOf(message).receive(message, flow);
            }
            case ParseResult.Malformed malformed -> refuse(malformed, flow);
            case ParseResult.KeepAlive _ -> edge.metrics().keepAlive(flow.listener());
        }
    }

    /** Answers what could not be read, where it says where an answer goes. */
    void refuse(ParseResult.Malformed malformed, Flow flow) {
        Optional<MalformedAnswer> answer = MalformedAnswer.to(malformed, flow);
        edge.metrics().malformed(flow.listener(), malformed.problem(), answer.isPresent());
        answer.ifPresent(refusal -> send(completed(refusal.response(), refusal.flow()), refusal.flow()));
    }

    /** INVITEs that have no final response yet. Waits; not for a loop's thread. */
    int openInvites() {
        return loop.submit(router::openInvites).syncUninterruptibly().getNow();
    }

    /** Calls in which a side waits for the final response to its re-INVITE. Waits; not for a loop's thread. */
    List<CallId> inReInvite() {
        return loop.submit(router::inReInvite).syncUninterruptibly().getNow();
    }

    /** What has been ordered until now is written, and leaves. Waits; not for a loop's thread. */
    void flush() {
        loop.submit(this::settleNow).syncUninterruptibly();
    }

    private void receive(SipMessage message, Flow flow) {
        if (!loop.inEventLoop()) {
            loop.execute(() -> receive(message, flow));
            return;
        }
        layer.receive(message, flow, System.nanoTime());
        settle();
    }

    void respond(ServerTransactionId id, SipResponse response) {
        if (!loop.inEventLoop()) {
            loop.execute(() -> respondHere(id, response));
            return;
        }
        respondHere(id, response);
    }

    private void respondHere(ServerTransactionId id, SipResponse response) {
        router.answered(id, response);
        layer.respond(id, response, System.nanoTime());
        settle();
    }

    void request(ClientTransactionId id, SipRequest request, Flow flow, String owner) {
        if (!loop.inEventLoop()) {
            loop.execute(() -> request(id, request, flow, owner));
            return;
        }
        start(id, request, flow, owner);
    }

    private void start(ClientTransactionId id, SipRequest request, Flow flow, String owner) {
        long now = System.nanoTime();
        SipRequest signed = edge.signature().on(request, flow); // before anybody looks how long it is
        layer.request(id, signed, large.way(id, signed, flow, owner, now), owner, now);
        settle();
    }

    /** Sends a request that belongs to no call; the asker is told once, on this loop. */
    void ask(ClientTransactionId id, SipRequest request, Flow flow, Consumer<EdgeReply> asker) {
        loop.execute(() -> {
            if (router.questions().opened(id, asker)) {
                start(id, request, flow, Questions.OWNER);
            }
        });
    }

    void ack(ClientTransactionId invite, SipRequest ack, Flow flow) {
        if (!loop.inEventLoop()) {
            loop.execute(() -> ack(invite, ack, flow));
            return;
        }
        long now = System.nanoTime();
        SipRequest signed = edge.signature().on(ack, flow);
        layer.ack(signed, large.wayOfAck(invite, signed, flow, now), invite, now);
        settle();
    }

    void cancel(ClientTransactionId invite, Headers extra) {
        if (!loop.inEventLoop()) {
            loop.execute(() -> cancel(invite, extra));
            return;
        }
        large.forget(invite);
        layer.cancel(invite, extra, System.nanoTime());
        settle();
    }

    /** No connection to that address could be opened. */
    void unreachable(InetSocketAddress remote) {
        later(() -> large.unreachable(remote, System.nanoTime()));
    }

    /** An INVITE to a name has left that way. */
    void ledTo(ClientTransactionId invite, Flow way) {
        later(() -> layer.ledTo(invite, way));
    }

    /** What was sent on that flow fails. */
    void transportFailed(Flow flow, String reason) {
        later(() -> {
            layer.transportFailed(flow, reason, System.nanoTime());
            settle();
        });
    }

    /** What another thread tells; at a stop that one may live a moment longer than this. */
    void later(Runnable work) {
        if (!loop.isShuttingDown()) {
            loop.execute(work);
        }
    }

    @Override
    public void send(SipMessage message, Flow flow) {
        if (!edge.mayAct()) {
            edge.metrics().lapsed(flow.listener());
            return;
        }
        if (!leadsSomewhere(flow)) {
            sendFailed(message, flow, "no way to " + flow.remote() + " from listener " + flow.listener());
            return;
        }
        switch (flow.transport()) {
            case UDP -> sockets.get(flow.listener()).write(message, flow);
            case TCP, TLS -> streams.send(message, flow);
        }
    }

    @Override
    public void sendAgain(byte[] wire, Flow flow) {
        if (!edge.mayAct()) {
            edge.metrics().lapsed(flow.listener());
            return;
        }
        if (!leadsSomewhere(flow)) {
            edge.metrics().sendFailed(flow.listener());
            return;
        }
        switch (flow.transport()) {
            case UDP -> sockets.get(flow.listener()).writeAgain(wire, flow);
            case TCP, TLS -> { // only a 2xx without its ACK: rare enough to read what its way may depend on
                if (SipParser.parse(wire) instanceof ParseResult.Parsed(var message)) {
                    streams.send(message, flow);
                }
            }
        }
    }

    private boolean leadsSomewhere(Flow flow) {
        return !flow.remote().isUnresolved() && edge.listener(flow.listener()).transport() == flow.transport();
    }

    /** One message did not go; others that way may. */
    void sendFailed(SipMessage message, Flow flow, String reason) {
        edge.metrics().sendFailed(flow.listener());
        if (message instanceof SipRequest request) {
            edge.requestFailed(new ClientTransactionId(request.topVia().branch().orElse(""), request.method()), reason);
        }
    }

    /** Never at once: the layer may be the one that is sending. */
    void requestFailed(ClientTransactionId id, String reason) {
        loop.execute(() -> {
            large.neverSent(id);
            layer.requestFailed(id, reason, System.nanoTime());
            settle();
        });
    }

    @Override
    public SipRequest completed(SipRequest request, Flow flow) {
        return edge.signature().on(request, flow);
    }

    @Override
    public SipResponse completed(SipResponse response, Flow flow) {
        return edge.signature().on(response, flow);
    }

    @Override
    public Via sentBy(Flow flow, String branch) {
        return edge.listener(flow.listener()).sentBy(branch);
    }

    /** Something happened: once this round of the loop is done, timers are looked at and what was written leaves. */
    void settle() {
        if (!unsettled) {
            unsettled = true;
            // Netty's own hook for work that is cheaper once a round: behind the reads and behind the calls' tasks
            ((SingleThreadEventLoop) loop).executeAfterEventLoopIteration(settling);
        }
    }

    private void settleNow() {
        try {
            long now = System.nanoTime();
            long due = layer.advance(now);
            for (UdpSocket socket : sockets.values()) {
                socket.flush();
            }
            streams.flush();
            if (due != Long.MAX_VALUE) {
                wakeUpIn(Math.max(due - now, TICK_NANOS), now);
            }
        } finally {
            unsettled = false;
        }
    }

    /** One timer at a time: an idle loop sleeps until the very next thing that is due. */
    private void wakeUpIn(long delayNanos, long now) {
        if (wakeUp != null) {
            if (wakeUpAt - now <= delayNanos) {
                return;
            }
            wakeUp.cancel(false);
        }
        wakeUpAt = now + delayNanos;
        wakeUp = loop.schedule(tick, delayNanos, TimeUnit.NANOSECONDS);
    }

    private void tick() {
        wakeUp = null;
        settle();
    }

    /** Orders that stand, for another way. */
    private final class UdpAfterAll implements LargeRequests.Sender {
        @Override
        public void request(ClientTransactionId id, SipRequest request, Flow flow, String owner) {
            layer.request(id, request, flow, owner, System.nanoTime());
            settle();
        }

        @Override
        public void ack(ClientTransactionId invite, SipRequest ack, Flow flow) {
            layer.ack(ack, flow, invite, System.nanoTime());
            settle();
        }
    }
}
