package io.tandem.media.udp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.function.Consumer;

/**
 * By the JDK's selector. Nothing is allocated for a packet: a consumer instead of a set of selected keys, and for the descriptors,
 * which the selector boxes to find its keys, {@code -XX:AutoBoxCacheMax} above the number of sockets.
 */
final class NioPoller extends Poller {
    private final Selector selector = Selector.open();
    private final ByteBuffer buffer;
    private final LoopListener listener;
    private final Consumer<SelectionKey> onReady = this::ready;

    NioPoller(int bufferBytes, LoopListener listener) throws IOException {
        buffer = ByteBuffer.allocateDirect(bufferBytes);
        this.listener = listener;
    }

    @Override
    void add(UdpSocket socket) throws IOException {
        switch (socket) {
            case NioSocket ours -> ours.register(selector);
            case LinuxSocket _ -> throw new IllegalArgumentException("a socket of another kind");
        }
    }

    @Override
    int poll(long timeoutMillis) throws IOException {
        if (timeoutMillis == 0) {
            return selector.selectNow(onReady);
        }
        return selector.select(onReady, Math.max(0, timeoutMillis));
    }

    private void ready(SelectionKey key) {
        try {
            ((NioSocket) key.attachment()).receive(buffer);
        } catch (ClosedChannelException | CancelledKeyException _) {
            // Closed by the handler of an earlier packet in the same turn.
        } catch (IOException e) {
            listener.socketFailed(e);
        } catch (RuntimeException e) {
            key.interestOps(0); // and it is closed with its group
            listener.handlerFailed(e);
        }
    }

    @Override
    void wakeup() {
        selector.wakeup();
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.selectNow();
        selector.close();
    }
}
