package io.tandem.call.actor;

import java.util.concurrent.atomic.AtomicInteger;

/** How many calls are up on this node, how many may be, and how many actors they hold in memory. Thread-safe. */
public final class CallLoad {
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger actors = new AtomicInteger();
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

    /** Calls in memory: those that are up, and those that were asked about or have just ended. */
    public int actors() {
        return actors.get();
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

    void actorStarted() {
        actors.incrementAndGet();
    }

    void actorStopped() {
        actors.decrementAndGet();
    }
}
