package io.tandem.call.actor;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;

/**
 * How many calls are up, how many may be, and how many actors they hold in memory: on a node, and within it on each
 * service address. Thread-safe.
 */
public final class CallLoad {
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger actors = new AtomicInteger();
    private final LongAdder heardHere = new LongAdder();
    private final LongAdder heardFar = new LongAdder();
    private final int limit;
    private final Optional<CallLoad> node;
    private volatile boolean closed;
    private volatile BooleanSupplier taking = () -> true;
    private volatile BooleanSupplier acting = () -> true;

    /** Of a node. @param limit calls that it takes at once */
    public CallLoad(int limit) {
        this(limit, Optional.empty());
    }

    private CallLoad(int limit, Optional<CallLoad> node) {
        this.limit = limit;
        this.node = node;
    }

    /** Of one service address on this node: what it carries counts for the node, too. */
    public CallLoad part() {
        return new CallLoad(limit, Optional.of(this));
    }

    public int calls() {
        return calls.get();
    }

    /** No new call is taken until {@link #open}; those that are up go on. */
    public void close() {
        closed = true;
    }

    /** New calls are taken again. */
    public void open() {
        closed = false;
    }

    /** Calls act only while that holds, and wait otherwise: asked at each thing that happens to one. */
    public void actOnlyWhile(BooleanSupplier condition) {
        acting = condition;
    }

    boolean mayAct() {
        return node.isPresent() ? node.get().mayAct() : acting.getAsBoolean();
    }

    /** Takes new calls only while that holds; asked at each. */
    public void refuseUnless(BooleanSupplier condition) {
        taking = condition;
    }

    /** Calls in memory: those that are up, and those that were asked about or have just ended. */
    public int actors() {
        return actors.get();
    }

    /** SIP messages to calls here that came in on this node. */
    public long heardHere() {
        return heardHere.sum();
    }

    /** Those that came in on another node: in normal running next to none (design §2). */
    public long heardFar() {
        return heardFar.sum();
    }

    void heard(boolean far) {
        if (node.isPresent()) {
            node.get().heard(far);
        } else {
            (far ? heardFar : heardHere).increment();
        }
    }

    boolean full() {
        return closed || !taking.getAsBoolean() || node.map(CallLoad::full).orElse(calls.get() >= limit);
    }

    void up() {
        calls.incrementAndGet();
        node.ifPresent(CallLoad::up);
    }

    void down() {
        calls.decrementAndGet();
        node.ifPresent(CallLoad::down);
    }

    void actorStarted() {
        actors.incrementAndGet();
        node.ifPresent(CallLoad::actorStarted);
    }

    void actorStopped() {
        actors.decrementAndGet();
        node.ifPresent(CallLoad::actorStopped);
    }
}
