package io.tandem.cluster.edge;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DatagramPacket;
import io.tandem.port.EdgeListener;
import io.tandem.port.EdgeListener.Limit;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.route.Flow;
import io.tandem.sip.route.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * The socket of a UDP listener on one loop. What is written waits for {@link #flush()}, so that all that one wake-up
 * brought about leaves in one system call.
 */
final class UdpSocket extends ChannelInboundHandlerAdapter {
    /** Largest payload that IPv4 carries. */
    private static final int DATAGRAM_BYTES = 65_507;
    /** Written and not flushed: more would only wait. */
    private static final int BATCH = 64;
    /** A loop that is behind comes round more often than that; else there was nothing left to read after all. */
    private static final long STALE_NANOS = 50_000_000;

    private final LocalListener listener;
    private final EdgeLoop loop;
    private final EdgeListener metrics;
    private final Mishaps mishaps = new Mishaps();
    private ChannelHandlerContext context;
    private int unflushed;
    private int read;
    /** All reads since then have left something. */
    private boolean full;
    private long fullSinceNanos;
    private long lastReadNanos;

    UdpSocket(LocalListener listener, EdgeLoop loop, EdgeListener metrics) {
        this.listener = listener;
        this.loop = loop;
        this.metrics = metrics;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        DatagramPacket packet = (DatagramPacket) message;
        read++;
        try {
            InetSocketAddress source = packet.sender();
            if (!listener.sources().allows(source.getAddress())) {
                metrics.sourceRefused(listener.name());
                return;
            }
            if (!loop.admits(source.getAddress())) {
                metrics.sourceBlocked(listener.name());
                return;
            }
            ByteBuf content = packet.content();
            byte[] bytes = new byte[content.readableBytes()];
            content.readBytes(bytes);
            Flow flow = new Flow(listener.name(), Transport.UDP, source, 0);
            loop.tapped(false, bytes, flow, local());
            loop.take(bytes, flow);
        } finally {
            packet.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        boolean more = read >= EdgeLoops.DATAGRAMS_A_TURN;
        read = 0;
        lastReadNanos = System.nanoTime();
        if (!more) {
            full = false;
        } else if (!full) {
            full = true;
            fullSinceNanos = lastReadNanos;
        }
    }

    /** For how long the socket has not been seen empty, though it was read from just now. */
    long backlogNanos(long now) {
        return full && now - lastReadNanos < STALE_NANOS ? now - fullSinceNanos : 0;
    }

    /** Queues a message for the next flush. A failure is told to the loop, later. */
    void write(SipMessage message, Flow flow) {
        byte[] wire = message.toBytes();
        if (wire.length > DATAGRAM_BYTES) {
            metrics.overLimit(listener.name(), Limit.DATAGRAM);
            loop.sendFailed(message, flow, "too long for a datagram");
            return;
        }
        write(wire, flow, promise(message, flow));
    }

    /** Queues what has been sent before. Nobody waits to be told that it did not go. */
    void writeAgain(byte[] wire, Flow flow) {
        if (wire.length <= DATAGRAM_BYTES) {
            write(wire, flow, context.voidPromise());
        }
    }

    private void write(byte[] wire, Flow flow, ChannelPromise promise) {
        ByteBuf buffer = context.alloc().directBuffer(wire.length, wire.length);
        buffer.writeBytes(wire);
        loop.tapped(true, wire, flow, local());
        context.write(new DatagramPacket(buffer, flow.remote()), promise);
        if (++unflushed >= BATCH) {
            flush();
        } else {
            loop.settle();
        }
    }

    private InetSocketAddress local() {
        return (InetSocketAddress) context.channel().localAddress();
    }

    /** Only a request has somebody to tell that it did not go. */
    private ChannelPromise promise(SipMessage message, Flow flow) {
        if (message instanceof SipRequest) {
            return context.newPromise().addListener(sent -> {
                if (!sent.isSuccess()) {
                    loop.sendFailed(message, flow, reason(sent.cause()));
                }
            });
        }
        return context.voidPromise();
    }

    void flush() {
        if (unflushed > 0) {
            unflushed = 0;
            context.flush();
        }
    }

    void close() {
        context.close();
    }

    /** A send without a promise of its own failed, or what a message brought about has a bug. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) {
            metrics.sendFailed(listener.name());
        } else {
            mishaps.happened(listener.name(), cause);
        }
    }

    private static String reason(Throwable cause) {
        return cause.getMessage() != null ? cause.getMessage() : cause.getClass().getSimpleName();
    }
}
