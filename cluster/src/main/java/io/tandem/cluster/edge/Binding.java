package io.tandem.cluster.edge;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketProtocolFamily;
import io.tandem.cluster.edge.EdgeStart.Unbound;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** The bound sockets of the edge. */
final class Binding {
    private static final int SOCKET_BUFFER_BYTES = 4 << 20;
    private static final int BACKLOG = 1_024;
    private static final int LARGEST_DATAGRAM_BYTES = 65_535;

    private final LoopSet loops;
    private final EdgeLoops eventLoops;
    private final List<Channel> channels = new ArrayList<>();

    Binding(LoopSet loops, EdgeLoops eventLoops) {
        this.loops = loops;
        this.eventLoops = eventLoops;
    }

    LoopSet loops() {
        return loops;
    }

    /** Tries every listener, so that all that cannot be bound is said at once. Nothing is read as yet. */
    EdgeStart open() {
        List<Unbound> unbound = new ArrayList<>();
        for (LocalListener listener : loops.listeners()) {
            Throwable failure = open(listener);
            if (failure != null) {
                InetSocketAddress local = listener.local();
                unbound.add(new Unbound(listener.name(), local.getAddress().getHostAddress() + ":" + local.getPort(),
                        failure.getMessage()));
            }
        }
        if (unbound.isEmpty()) {
            return new EdgeStart.Started();
        }
        close();
        return new EdgeStart.BindFailed(List.copyOf(unbound));
    }

    void hear() {
        channels.forEach(channel -> channel.config().setAutoRead(true));
    }

    void close() {
        // A datagram waits for the end of its loop's round, and a socket that is closed in that round takes it along.
        loops.loops().forEach(EdgeLoop::flush);
        channels.forEach(Channel::close);
        loops.loops().forEach(loop -> loop.loop().submit(loop.streams()::closeAll).syncUninterruptibly());
        channels.forEach(channel -> channel.closeFuture().syncUninterruptibly());
        channels.clear();
    }

    /** Null when it went well. */
    private Throwable open(LocalListener listener) {
        return switch (listener.transport()) {
            case UDP -> openDatagrams(listener);
            case TCP, TLS -> openStreams(listener);
        };
    }

    /** One socket on each loop; with several, the kernel keeps what comes from one address on one of them. */
    private Throwable openDatagrams(LocalListener listener) {
        boolean shared = eventLoops.size() > 1;
        if (shared) { // sharing would also let a stranger's sockets in beside ours: first see that the port is free
            Throwable taken = probe(listener);
            if (taken != null) {
                return taken;
            }
        }
        for (EdgeLoop loop : loops.loops()) {
            Bootstrap bootstrap = datagrams(listener, loop, loop.socket(listener));
            if (shared) {
                bootstrap.option(eventLoops.sharedPort(), true);
            }
            ChannelFuture bound = bootstrap.bind(listener.local()).awaitUninterruptibly();
            if (!bound.isSuccess()) {
                return bound.cause();
            }
            bound(listener, bound.channel());
        }
        return null;
    }

    private Throwable openStreams(LocalListener listener) {
        ServerBootstrap bootstrap = new ServerBootstrap().group(eventLoops.loop(0), eventLoops.group())
                .channel(
                        eventLoops.serverChannel())
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG,
                        BACKLOG)
                .option(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.IP_TOS, listener.trafficClass())
                .childOption(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        Streams.waterMark(loops.config().streams()))
                .childHandler(
                        new ChannelInitializer<Channel>() {
                            @Override
                            protected void initChannel(Channel accepted) {
                                loops.ownerOf(accepted.eventLoop())
                                        .streams()
                                        .accept(listener,
                                                accepted);
                            }
                        });
        ChannelFuture bound = bootstrap.bind(listener.local()).awaitUninterruptibly();
        if (bound.isSuccess()) {
            bound(listener, bound.channel());
        }
        return bound.cause();
    }

    private void bound(LocalListener listener, Channel channel) {
        channels.add(channel);
        listener.bound(((InetSocketAddress) channel.localAddress()).getPort());
    }

    private Throwable probe(LocalListener listener) {
        ChannelFuture bound = datagrams(listener, loops.loops().getFirst(), new ChannelInboundHandlerAdapter()).bind(
                listener.local()).awaitUninterruptibly();
        if (bound.isSuccess()) {
            bound.channel().close().syncUninterruptibly();
        }
        return bound.cause();
    }

    private Bootstrap datagrams(LocalListener listener, EdgeLoop loop, ChannelHandler handler) {
        SocketProtocolFamily family = listener.local().getAddress() instanceof Inet4Address
                ? SocketProtocolFamily.INET
                : SocketProtocolFamily.INET6;
        // one byte more than is allowed shows that a message is too long, and costs no 64 KiB for each read
        int largest = Math.min(loops.config().messages().messageBytes() + 1, LARGEST_DATAGRAM_BYTES);
        return new Bootstrap().group(loop.loop())
                .channelFactory(
                        () -> eventLoops.newDatagramChannel(family, largest))
                .option(ChannelOption.SO_RCVBUF,
                        SOCKET_BUFFER_BYTES)
                .option(ChannelOption.SO_SNDBUF, SOCKET_BUFFER_BYTES)
                .option(ChannelOption.IP_TOS, listener.trafficClass())
                .option(ChannelOption.AUTO_READ, false)
                .handler(
                        handler);
    }
}
