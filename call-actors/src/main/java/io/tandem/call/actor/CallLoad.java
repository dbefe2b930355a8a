package io.tandem.call.actor;

import java.util.concurrent.atomic.AtomicInteger;

/** How many calls are up on this node, and how many may be. Thread-safe. */
public final class CallLoad {
    private final AtomicInteger calls = new AtomicInteger();
    private final int limit;
    private volatile boolean closed;

    public CallLoad(int limit) {
        this.limit = limit;
    }

    public int calls() {
        return calls.get();
    }

    /** From now on no new call is taken; those that are up go on. */
    public void close() {
        closed = true;
    }

    boolean full() {
        return closed || calls.get() >= limit;
    }

    void up() {
        calls.incrementAndGet();
    }

    void down() {
        calls.decrementAndGet();
    }
}
