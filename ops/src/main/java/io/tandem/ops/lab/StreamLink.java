package io.tandem.ops.lab;

import io.tandem.ops.lab.tls.TlsPipe;
import io.tandem.sip.message.Frame;
import io.tandem.sip.message.ParseLimits;
import io.tandem.sip.message.StreamFramer;
import io.tandem.sip.route.Flow;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;

/**
 * One stream connection of an agent, plain or under TLS. What the far end does not read is bounded: beyond it the
 * connection is closed (TRAP-30). For the agent's thread.
 */
final class StreamLink implements Receiver, TlsPipe.Ends {
    private static final int MOST_UNSENT_BYTES = 1 << 20;
    /** How a connection ends that nothing was wrong with. */
    private static final String ENDED = "the far end closed the connection";
    private static final int READS_PER_TURN = 16;
    private static final byte[] PONG = "\r\n".getBytes(StandardCharsets.US_ASCII);

    private final StreamWire home;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final Flow flow;
    private final boolean outgoing;
    private final long startedNanos = System.nanoTime();
    private final StreamFramer framer = new StreamFramer(ParseLimits.WIDE);
    private final Queue<ByteBuffer> unsent = new ArrayDeque<>();
    private final Set<Flow> users = new HashSet<>();
    private final TlsPipe tls;
    private int unsentBytes;
    private boolean closed;

    /** @param flow with this connection's number and the far address */
    StreamLink(StreamWire home, SocketChannel channel, Selector selector, Flow flow, boolean outgoing)
            throws IOException {
        this.home = home;
        this.channel = channel;
        this.flow = flow;
        this.outgoing = outgoing;
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        tls = home.tls()
                .map(peer -> outgoing
                        ? TlsPipe.client(peer, flow.remote().getPort(), this, MOST_UNSENT_BYTES)
                        : TlsPipe.server(peer, this, MOST_UNSENT_BYTES))
                .orElse(null);
        key = channel.register(selector, outgoing ? SelectionKey.OP_CONNECT : SelectionKey.OP_READ, this);
    }

    Flow flow() {
        return flow;
    }

    boolean outgoing() {
        return outgoing;
    }

    boolean closed() {
        return closed;
    }

    /** The flows that requests left by: what fails with this connection. */
    Set<Flow> users() {
        return users;
    }

    boolean ready() {
        return channel.isConnected() && (tls == null || tls.secured());
    }

    long startedNanos() {
        return startedNanos;
    }

    /** For a connection that the system may have made at once. */
    void connect() {
        try {
            if (channel.connect(flow.remote())) {
                connected();
            }
        } catch (IOException refused) {
            close(words(refused));
        }
    }

    private void connected() throws IOException {
        key.interestOps(SelectionKey.OP_READ);
        if (tls != null) {
            tls.start();
        }
        flush();
    }

    /** Sends, now or when the connection is there. */
    void send(byte[] message, Flow via, boolean request) {
        if (request) {
            users.add(via);
        }
        try {
            plain(message);
            flush();
        } catch (IOException failed) {
            close(words(failed));
        }
    }

    private void plain(byte[] bytes) throws IOException {
        if (tls == null) {
            toNet(ByteBuffer.wrap(bytes));
        } else {
            tls.fromUser(bytes);
        }
    }

    @Override
    public void toNet(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        unsent.add(ByteBuffer.wrap(copy));
        unsentBytes += copy.length;
    }

    @Override
    public void secured(String session) {
        home.secured(this, session);
    }

    @Override
    public void receive() {
        try {
            if (!channel.isConnected()) {
                if (!channel.finishConnect()) {
                    return;
                }
                connected();
            }
            read();
            flush();
        } catch (IOException failed) {
            sendWhatIsLeft();
            close(words(failed));
        }
    }

    private void read() throws IOException {
        ByteBuffer in = home.scratch();
        for (int i = 0; i < READS_PER_TURN && !closed; i++) {
            in.clear();
            int length = channel.read(in);
            if (length < 0) {
                close(ENDED);
                return;
            }
            if (length == 0) {
                return;
            }
            in.flip();
            if (tls == null) {
                toUser(in);
            } else {
                tls.fromNet(in);
            }
        }
    }

    @Override
    public void toUser(ByteBuffer bytes) {
        Frame frame = framer.feed(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
        bytes.position(bytes.limit());
        while (!closed) {
            switch (frame) {
                case Frame.Message(byte[] message) -> home.take(message, flow);
                case Frame.KeepAlive _ -> send(PONG, flow, false);
                case Frame.Broken broken -> close("not to be framed: " + broken.reason());
                case Frame.NeedMore _ -> {
                    return;
                }
            }
            frame = framer.next();
        }
    }

    private void flush() throws IOException {
        if (closed || !channel.isConnected()) {
            return;
        }
        while (!unsent.isEmpty()) {
            ByteBuffer head = unsent.peek();
            unsentBytes -= channel.write(head);
            if (head.hasRemaining()) {
                break;
            }
            unsent.remove();
        }
        if (unsentBytes > MOST_UNSENT_BYTES) {
            close("the far end does not read");
            return;
        }
        key.interestOps(unsent.isEmpty() ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    }

    private void sendWhatIsLeft() {
        try {
            flush(); // TLS may have an alert to send
        } catch (IOException gone) {
            // Then the far end does not need it.
        }
    }

    void close(String why) {
        if (closed) {
            return;
        }
        if (tls != null) {
            tls.close();
            sendWhatIsLeft();
        }
        boolean wasReady = ready();
        closed = true;
        try {
            channel.close();
        } catch (IOException unclosable) {
            // Nothing depends on it.
        }
        home.closed(this, why, wasReady && why.equals(ENDED));
    }

    private static String words(IOException failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
