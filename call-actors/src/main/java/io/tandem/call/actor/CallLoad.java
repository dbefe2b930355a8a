package io.tandem.call.actor;

import java.util.concurrent.atomic.AtomicInteger;

/** How many calls are up on this node, and how many may be. Thread-safe. */
public final class CallLoad {
    private final AtomicInteger calls = new AtomicInteger();
    private final int limit;

    public CallLoad(int limit) {
        this.limit = limit;
    }

    public int calls() {
        return calls.get();
    }

    boolean full() {
        return calls.get() >= limit;
    }

    void up() {
        calls.incrementAndGet();
    }

    void down() {
        calls.decrementAndGet();
    }
}
