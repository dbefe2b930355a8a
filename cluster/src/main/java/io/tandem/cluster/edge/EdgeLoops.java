package io.tandem.cluster.edge;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.UnixChannelOption;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The event loops of the edge: one thread each, that reads the sockets, runs the transactions and, through
 * {@link #executor()}, the calls. One loop is enough for thousands of calls a second and needs no hand-over at all.
 */
public final class EdgeLoops implements AutoCloseable {

    /** How the loops wait for their sockets. */
    public enum Polling {
        EPOLL, NIO;

        /** The cheapest that this machine has. */
        public static Polling best() {
            return Epoll.isAvailable() ? EPOLL : NIO;
        }
    }

    /** What one turn of a loop reads from a socket at most: beyond that it is the kernel's buffer that fills and drops. */
    static final int DATAGRAMS_A_TURN = 16;

    private final Polling polling;
    private final MultiThreadIoEventLoopGroup group;
    private final List<EventLoop> loops = new ArrayList<>();
    private final AtomicInteger next = new AtomicInteger();

    private EdgeLoops(int loops, Polling polling) {
        this.polling = polling;
        IoHandlerFactory handlers = switch (polling) {
            case EPOLL -> EpollIoHandler.newFactory();
            case NIO -> NioIoHandler.newFactory();
        };
        AtomicInteger number = new AtomicInteger();
        ThreadFactory threads = work -> new LoopThread(work, "tandem-edge-" + number.getAndIncrement());
        this.group = new MultiThreadIoEventLoopGroup(loops, threads, handlers);
        for (EventExecutor loop : group) {
            this.loops.add((EventLoop) loop);
        }
    }

    /** Starts that many loops; they run until {@link #close()}. */
    public static EdgeLoops start(int loops, Polling polling) {
        EdgeLoops started = new EdgeLoops(loops, polling);
        for (EventLoop loop : started.loops) {
            loop.submit(() -> ((LoopThread) Thread.currentThread()).loop = loop).syncUninterruptibly();
        }
        return started;
    }

    public int size() {
        return loops.size();
    }

    /**
     * A view that runs what it is given on the loops: given on a loop, on that same loop, behind what it has already
     * and without a wake-up; given elsewhere, on the loops in turn. Shutting the view down leaves the loops alone.
     */
    public ExecutorService executor() {
        return new LoopExecutor(this);
    }

    /** Ends the loops and waits for them. Not to be called on one of them. */
    @Override
    public void close() {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }

    EventLoop loop(int index) {
        return loops.get(index);
    }

    /** The loop of the calling thread where that is one of ours, else the next in turn. */
    EventLoop here() {
        if (Thread.currentThread() instanceof LoopThread thread && thread.loop != null
                && thread.loop.parent() == group) {
            return thread.loop;
        }
        return loops.size() == 1
                ? loops.getFirst()
                : loops.get(Math.floorMod(next.getAndIncrement(), loops.size()));
    }

    MultiThreadIoEventLoopGroup group() {
        return group;
    }

    /** @param largestBytes what one read makes room for; the rest of a longer datagram is lost */
    DatagramChannel newDatagramChannel(SocketProtocolFamily family, int largestBytes) {
        DatagramChannel channel = switch (polling) {
            case EPOLL -> new EpollDatagramChannel(family);
            case NIO -> new NioDatagramChannel();
        };
        channel.config()
                .setRecvByteBufAllocator(
                        new FixedRecvByteBufAllocator(largestBytes).maxMessagesPerRead(DATAGRAMS_A_TURN));
        return channel;
    }

    /** Several sockets on one port, one for each loop. */
    ChannelOption<Boolean> sharedPort() {
        return switch (polling) {
            case EPOLL -> UnixChannelOption.SO_REUSEPORT;
            case NIO -> NioChannelOption.of(StandardSocketOptions.SO_REUSEPORT);
        };
    }

    Class<? extends ServerChannel> serverChannel() {
        return switch (polling) {
            case EPOLL -> EpollServerSocketChannel.class;
            case NIO -> NioServerSocketChannel.class;
        };
    }

    Class<? extends Channel> streamChannel() {
        return switch (polling) {
            case EPOLL -> EpollSocketChannel.class;
            case NIO -> NioSocketChannel.class;
        };
    }

    /** Where the platform can: what a peer's TCP has not acknowledged for so long was sent to nobody. */
    void noticeDeath(Bootstrap bootstrap, Duration unacknowledged) {
        if (polling == Polling.EPOLL) {
            bootstrap.option(EpollChannelOption.TCP_USER_TIMEOUT, (int) unacknowledged.toMillis());
        }
    }

    /** Knows its loop, so that work given on it stays on it. */
    private static final class LoopThread extends FastThreadLocalThread {
        private EventLoop loop;

        LoopThread(Runnable work, String name) {
            super(work, name);
        }
    }
}
