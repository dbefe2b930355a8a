package io.tandem.cluster.edge;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Fills the queue of a listening socket that accepts nothing: whoever connects then hears nothing, as from a black hole. */
final class BacklogFiller implements AutoCloseable {
    private final List<SocketChannel> waiting = new ArrayList<>();

    static BacklogFiller of(ServerSocket server) throws IOException {
        BacklogFiller filler = new BacklogFiller();
        for (int i = 0; i < 16; i++) {
            SocketChannel one = SocketChannel.open();
            filler.waiting.add(one);
            try {
                one.socket().connect(server.getLocalSocketAddress(), 100);
            } catch (SocketTimeoutException full) {
                return filler;
            }
        }
        throw new IllegalStateException("the queue does not fill");
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel one : waiting) {
            one.close();
        }
    }
}
