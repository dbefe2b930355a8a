package io.tandem.ops.lab.stamp;

import java.io.IOException;

/** A bound UDP socket; it is not connected. For the thread of its {@link Batch}. */
public final class StampedSocket implements AutoCloseable {
    private final Batch batch;
    private final int socket;
    private long overflowed;
    private boolean closed;

    StampedSocket(Batch batch, int socket) {
        this.batch = batch;
        this.socket = socket;
    }

    /** Sends what was written into {@link Batch#out}. */
    public void send(Target to) {
        if (!closed) { // else the number may be another file's
            batch.send(socket, to);
        }
    }

    /** Takes all that came in since, in its order, without waiting. */
    public void receive(Arrivals arrivals) throws IOException {
        if (!closed) {
            overflowed = Math.max(overflowed, batch.receive(socket, arrivals));
        }
    }

    /** Datagrams that were lost here because nobody took them in time. */
    public long overflowed() {
        return overflowed;
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            batch.close(socket);
        }
    }
}
