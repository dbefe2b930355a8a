package io.tandem.cluster.edge;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.tandem.cluster.edge.EdgeConfig.StreamLimits;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.tandem.cluster.edge.tls.HandshakeFault;
import io.tandem.port.EdgeListener.Closing;
import io.tandem.port.EdgeListener.Limit;
import io.tandem.port.EdgeListener.TlsFailure;
import io.tandem.sip.message.Frame;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.message.StreamFramer;
import io.tandem.sip.route.Flow;
import io.tandem.sip.route.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;

/**
 * One stream connection, accepted or opened by us. Everything about it is bounded: what waits for it to open, what the
 * peer has not read yet, how long it may be silent. A peer that is too slow loses its connection, nobody else anything
 * (TRAP-30).
 */
final class StreamConnection extends ChannelInboundHandlerAdapter {
    private static final ByteBuf PONG = constant("\r\n");
    private static final ByteBuf PING = constant("\r\n\r\n");
    /** Written and not flushed: more would only wait. */
    private static final int BATCH = 64;
    private static final int PAUSE_MILLIS = 100;

    /** @param onward where it may go if this does not open */
    record Waiting(SipMessage message, Flow flow, Onward onward) {}

    private final Streams home;
    private Flow flow;
    private final boolean outbound;
    private final StreamFramer framer;
    private final Set<Flow> users = new HashSet<>();
    private final byte[] firstBytes = new byte[ForeignProtocol.BYTES];
    private int firstCount;
    private ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private ChannelHandlerContext context;
    private Closing closing = Closing.PEER;
    private int unflushed;
    private long lastReadNanos = System.nanoTime();
    /** Since when a message is owed whole; meaningful while {@link #owed}. */
    private long owedSinceNanos = lastReadNanos;
    private boolean owed;
    private boolean heard;
    private boolean handshaking;
    private Flow alias;
    private long pingedNanos = lastReadNanos;
    private boolean pinged;
    private boolean hasPonged;

    /** @param flow with this connection's number and the far address */
    StreamConnection(Streams home, Flow flow, boolean outbound) {
        this.home = home;
        this.flow = flow;
        this.outbound = outbound;
        this.owed = !outbound;
        this.handshaking = flow.transport() == Transport.TLS;
        this.framer = new StreamFramer(home.messageLimits());
    }

    private static ByteBuf constant(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return Unpooled.unreleasableBuffer(Unpooled.directBuffer(bytes.length).writeBytes(bytes).asReadOnly());
    }

    Flow flow() {
        return flow;
    }

    /** A TLS connection that a peer opened and that it wants used for requests of ours (RFC 5923 §5). */
    boolean mayBeAliased() {
        return !outbound && alias == null && !flow.trunk().isEmpty();
    }

    /** The target that requests reach by this connection. */
    void alias(Flow target) {
        alias = target;
    }

    Optional<Flow> alias() {
        return Optional.ofNullable(alias);
    }

    /** TSP-11: answers go where the question came from; requests only where we know that the peer reads them. */
    boolean serves(SipMessage message) {
        return outbound || alias != null || flow.transport() != Transport.TLS || message instanceof SipResponse;
    }

    boolean outbound() {
        return outbound;
    }

    /** The flows that requests left by: what fails with this connection. */
    Set<Flow> users() {
        return users;
    }

    /** What it never came to send, because it did not open. */
    Collection<Waiting> unsent() {
        return waiting == null ? List.of() : List.copyOf(waiting);
    }

    Closing closing() {
        return closing;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        home.opened(this);
        if (!handshaking) {
            ready();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (handshaking && event instanceof SslCompletionEvent step) {
            if (!step.isSuccess()) {
                handshakeFailed(step.cause());
            } else if (step instanceof SslHandshakeCompletionEvent) {
                secured(ctx.pipeline().get(SslHandler.class).engine().getSession());
            }
        }
    }

    /** The other side has a certificate that we trust, or none where none is asked for. */
    private void secured(SSLSession session) {
        endHandshake();
        Optional<String> trunk = home.trunkOf(this, session);
        if (trunk.isEmpty()) {
            session.invalidate(); // the next connection is to begin with a certificate again
            close(Closing.HANDSHAKE);
            return;
        }
        flow = flow.of(trunk.get());
        home.secured(this, session);
        ready();
    }

    private void handshakeFailed(Throwable cause) {
        if (!handshaking) {
            return;
        }
        endHandshake();
        turnedAway(HandshakeFault.of(cause));
    }

    /**
     * By TLS 1.3 a server looks at our certificate when our side of the handshake is done (RFC 8446 §2): its alert is the
     * first that comes, in place of what we wait for.
     */
    private void refusedAfterwards(Throwable cause) {
        if (outbound && !heard && flow.transport() == Transport.TLS) {
            HandshakeFault fault = HandshakeFault.of(cause);
            if (fault.failure() == TlsFailure.REFUSED_BY_PEER) {
                turnedAway(fault);
            }
        }
    }

    private void turnedAway(HandshakeFault fault) {
        if (!closingIt()) { // else we closed it for a reason of our own
            closing = Closing.HANDSHAKE;
            home.handshakeFailed(this, fault);
        }
    }

    private void endHandshake() {
        handshaking = false;
        if (!outbound) {
            home.freeHandshake();
        }
    }

    private void ready() {
        ArrayDeque<Waiting> queued = waiting;
        waiting = null;
        queued.forEach(one -> write(one.message(), one.flow(), Onward.NOWHERE));
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        handshakeFailed(new ClosedChannelException());
        home.closed(this, closing == Closing.HANDSHAKE ? "no TLS connection" : "connection closed");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        boolean expected = cause instanceof IOException // a reset by the peer, as a rule; or an alert
                || cause instanceof DecoderException && cause.getCause() instanceof SSLException
                || cause instanceof NotSslRecordException || cause instanceof SslHandshakeTimeoutException;
        if (handshaking) {
            handshakeFailed(cause);
        } else {
            refusedAfterwards(cause);
        }
        if (!expected) {
            home.mishaps().happened(flow.listener(), cause);
        }
        ctx.close(); // channelInactive follows
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf read = (ByteBuf) message;
        try {
            if (closingIt()) {
                return;
            }
            byte[] chunk = home.scratch(read.readableBytes());
            int length = read.readableBytes();
            read.readBytes(chunk, 0, length);
            lastReadNanos = System.nanoTime();
            if (pinged) {
                pinged = false;
                hasPonged |= onlyLineEnds(chunk, length);
            }
            if (!heard) {
                heard = true;
                owed = false;
            }
            if (speaksForeign(chunk, length)) {
                close(Closing.FOREIGN_PROTOCOL);
            } else {
                cut(chunk, length);
            }
        } finally {
            read.release();
        }
    }

    /** Over TLS a close waits for what is still to be sent: who is being turned away is not listened to meanwhile. */
    private boolean closingIt() {
        return closing != Closing.PEER;
    }

    private boolean speaksForeign(byte[] chunk, int length) {
        if (firstCount == firstBytes.length) {
            return false;
        }
        int more = Math.min(length, firstBytes.length - firstCount);
        System.arraycopy(chunk, 0, firstBytes, firstCount, more);
        firstCount += more;
        return ForeignProtocol.speaks(firstBytes, firstCount);
    }

    private void cut(byte[] chunk, int length) {
        Frame frame = framer.feed(chunk, 0, length);
        while (context.channel().isActive() && !closingIt()) {
            switch (frame) {
                case Frame.Message(byte[] bytes) -> {
                    home.tapped(false, bytes, flow, local());
                    home.take(bytes, flow);
                    if (!home.admits(flow)) {
                        pause();
                    }
                }
                case Frame.KeepAlive _ -> pong();
                case Frame.Broken broken -> {
                    home.broken(broken, flow);
                    close(Closing.FRAMING);
                    return;
                }
                case Frame.NeedMore _ -> {
                    owe(framer.begun());
                    return;
                }
            }
            owed = false;
            frame = framer.next();
        }
    }

    /** F-35: who sends too fast is read from more slowly, and finds its own window full. */
    private void pause() {
        if (context.channel().config().isAutoRead()) {
            context.channel().config().setAutoRead(false);
            context.executor()
                    .schedule(() -> context.channel().config().setAutoRead(true), PAUSE_MILLIS,
                            TimeUnit.MILLISECONDS);
        }
    }

    /** A peer that begins a message and never ends it holds a connection for nothing. */
    private void owe(boolean begun) {
        if (!begun) {
            owed = false;
        } else if (!owed) {
            owed = true;
            owedSinceNanos = lastReadNanos;
        }
    }

    private static boolean onlyLineEnds(byte[] chunk, int length) {
        for (int i = 0; i < length; i++) {
            if (chunk[i] != '\r' && chunk[i] != '\n') {
                return false;
            }
        }
        return true;
    }

    /** RFC 5626 §3.5.1. */
    private void pong() {
        home.keepAlive(flow);
        if (waiting == null && mayWrite()) {
            put(PONG.duplicate());
        }
    }

    /** Sends when it is open, waits while it opens. A request that cannot go fails, with all others once it closes. */
    void write(SipMessage message, Flow via, Onward onward) {
        if (waiting != null) {
            if (waiting.size() >= home.streamLimits().queuedMessages()) {
                home.overLimit(flow, Limit.CONNECTION_QUEUE);
                home.sendFailed(message, via, "too many messages wait for the connection");
                return;
            }
            waiting.add(new Waiting(message, via, onward));
            use(message, via);
            return;
        }
        use(message, via);
        if (!mayWrite()) {
            home.lost(flow);
            return;
        }
        int length = message.encodedLength();
        ByteBuf buffer = context.alloc().directBuffer(length, length);
        message.writeTo(buffer.internalNioBuffer(0, length));
        home.tapped(true, message.toBytes(), flow, local());
        put(buffer.writerIndex(length));
        if (message instanceof SipRequest request && via.farName().isPresent()) {
            led(request);
        }
    }

    /** What belongs to an INVITE follows it, not its name, though that leads elsewhere by then (RFC 3261 §9.1, §17.1.1.3). */
    private void led(SipRequest request) {
        if (request.method().equals(SipMethod.INVITE) && (outbound || alias != null)) {
            Flow way = outbound ? Flow.to(flow.listener(), flow.transport(), flow.remote()).of(flow.trunk()) : alias;
            users.add(way);
            home.ledTo(request, way);
        }
    }

    private InetSocketAddress local() {
        return (InetSocketAddress) context.channel().localAddress();
    }

    private void use(SipMessage message, Flow via) {
        if (message instanceof SipRequest) {
            users.add(via);
        }
    }

    /** False when the connection is closed, or is closed here because the peer left too much unread. */
    private boolean mayWrite() {
        if (!context.channel().isWritable()) {
            flush();
        }
        if (context.channel().isActive() && !closingIt() && !context.channel().isWritable()) {
            home.overLimit(flow, Limit.OUTBOUND_BYTES);
            close(Closing.SLOW_READER);
        }
        return context.channel().isActive() && !closingIt();
    }

    private void put(ByteBuf buffer) {
        context.write(buffer, context.voidPromise());
        unflushed++;
        if (unflushed == 1) {
            home.unflushed(this);
        } else if (unflushed >= BATCH) {
            flush();
        }
    }

    void flush() {
        if (unflushed > 0) {
            unflushed = 0;
            context.flush();
        }
    }

    /** Closes it if it has been silent, or half of something, for too long. */
    void closeIfStale(long nowNanos) {
        StreamLimits limits = home.streamLimits();
        boolean silent = nowNanos - lastReadNanos > limits.idle().toNanos();
        Duration patience = heard ? limits.unfinished() : limits.silent();
        if (silent || owed && nowNanos - owedSinceNanos > patience.toNanos()) {
            close(Closing.IDLE);
        } else if (outbound && waiting == null) {
            keepAlive(nowNanos);
        }
    }

    /**
     * RFC 5626 §4.4.1: a peer that has answered pings and does not any more is gone. One that never did may only not
     * know them; for it the ping is there to be acknowledged by its TCP.
     */
    private void keepAlive(long nowNanos) {
        if (pinged && hasPonged && nowNanos - pingedNanos > home.streamLimits().pong().toNanos()) {
            close(Closing.NO_PONG);
        } else if (nowNanos - Math.max(lastReadNanos, pingedNanos) > home.streamLimits().keepAlive().toNanos()
                && mayWrite()) {
            pinged = true;
            pingedNanos = nowNanos;
            put(PING.duplicate());
        }
    }

    void close(Closing why) {
        if (closing == Closing.PEER) {
            closing = why;
        }
        flush();
        context.close();
    }
}
