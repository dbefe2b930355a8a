package io.tandem.media.udp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * One thread that receives for many sockets.
 * <p>
 * Groups come and go by a queue. A loop in traffic finds it by itself; one that had something to do lately looks every
 * {@value #LOOK_EVERY_MILLIS} ms, so that a busy second costs no wake-up per session (packets wait in the socket for
 * that long); one that is idle, or serves nobody, sleeps until it is woken.
 * <p>
 * Nothing is allocated for a packet: one buffer for all.
 */
public final class SelectorLoop implements AutoCloseable {
    private static final int LOOK_EVERY_MILLIS = 10;
    private static final int QUIET_LOOKS_BEFORE_SLEEP = 20;
    private static final int TICK_MILLIS = 500;
    private static final long TICK_NANOS = TICK_MILLIS * 1_000_000L;
    /** The packet time of speech. */
    private static final long BEAT_NANOS = 20_000_000;

    private final int nice;
    private final LoopListener listener;
    private final Poller poller;
    private final Thread thread;
    private final Queue<SocketGroup> changes = new ConcurrentLinkedQueue<>();
    private final List<SocketGroup> closing = new ArrayList<>();
    private final Set<Ticking> ticking = new LinkedHashSet<>();
    private final Set<Ticking> beating = new LinkedHashSet<>();
    private volatile boolean asleep;
    private volatile boolean stopped;
    private int groups;
    private int quietLooks;
    private long lastTickNanos = System.nanoTime();
    private long nextBeatNanos;

    /**
     * @param bufferBytes largest datagram that is read whole; a longer one arrives cut to this
     * @param nice the niceness that its thread asks for; 0 asks for nothing
     */
    public SelectorLoop(String name, int bufferBytes, int nice, LoopListener listener) {
        this(SocketKind.BEST, name, bufferBytes, nice, listener);
    }

    /** One for sockets of that kind. */
    SelectorLoop(SocketKind kind, String name, int bufferBytes, int nice, LoopListener listener) {
        this.nice = nice;
        this.listener = listener;
        try {
            poller = Poller.open(kind, bufferBytes, listener);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /** Serves these sockets from now on. From any thread. */
    public void add(SocketGroup group) {
        changed(group);
    }

    /**
     * Tells whom those sockets belong to twice a second what time it is, from now on until they are closed. From any thread; before or
     * after they are added.
     */
    public void tick(SocketGroup group, Ticking ticking) {
        group.tick(ticking);
        changed(group);
    }

    /** Has one of those that tick beat as well, for as long as it wants to. On the loop's thread. */
    public void beat(Ticking wanted) {
        if (beating.isEmpty()) {
            nextBeatNanos = System.nanoTime();
        }
        beating.add(wanted);
    }

    /** Closes these sockets soon, in traffic or not. From any thread. */
    public void remove(SocketGroup group) {
        group.leave();
        changed(group);
    }

    /** Stops the thread and closes all its sockets; waits for that. */
    @Override
    public void close() {
        stopped = true;
        poller.wakeup();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void changed(SocketGroup group) {
        changes.add(group);
        if (asleep) {
            asleep = false;
            poller.wakeup();
        }
    }

    private void run() {
        try (poller) {
            if (nice != 0 && !ThreadPriority.nice(nice)) {
                listener.priorityRefused(nice);
            }
            while (!stopped) {
                turn();
            }
            takeChanges();
            poller.poll(0);
            releaseClosed();
        } catch (Throwable e) {
            listener.loopDied(e);
        }
    }

    private void turn() throws IOException {
        boolean changed = takeChanges();
        int events;
        if (!closing.isEmpty()) {
            events = poller.poll(0); // is done with what was closed
            releaseClosed();
        } else if (groups == 0 || quietLooks > QUIET_LOOKS_BEFORE_SLEEP && beating.isEmpty()) {
            events = sleep();
        } else {
            events = poller.poll(LOOK_EVERY_MILLIS);
        }
        quietLooks = changed || events > 0 ? 0 : quietLooks + 1;
        tick();
        beat();
    }

    private void tick() {
        if (ticking.isEmpty()) {
            return;
        }
        long now = System.nanoTime();
        if (now - lastTickNanos < TICK_NANOS) {
            return;
        }
        lastTickNanos = now;
        for (Ticking each : ticking) {
            try {
                each.tick(now);
            } catch (RuntimeException e) {
                listener.handlerFailed(e);
            }
        }
    }

    /** What is overdue is left out. */
    private void beat() {
        if (beating.isEmpty()) {
            return;
        }
        long now = System.nanoTime();
        if (now - nextBeatNanos >= 0) {
            nextBeatNanos = Math.max(nextBeatNanos + BEAT_NANOS, now);
            beating.removeIf(each -> !beats(each, now));
        }
    }

    private boolean beats(Ticking each, long now) {
        try {
            return each.beat(now);
        } catch (RuntimeException e) {
            listener.handlerFailed(e);
            return false;
        }
    }

    /** {@link #changed} adds, then looks whether we sleep; we say so, then look for what was added: one sees the other. */
    private int sleep() throws IOException {
        asleep = true;
        int events = changes.isEmpty() && !stopped
                ? poller.poll(ticking.isEmpty() ? Poller.FOR_EVER : TICK_MILLIS)
                : 0;
        asleep = false;
        return events;
    }

    private boolean takeChanges() {
        boolean changed = false;
        for (SocketGroup group = changes.poll(); group != null; group = changes.poll()) {
            changed = true;
            if (group.leaving()) {
                leave(group);
            } else {
                enter(group);
                group.ticking().ifPresent(ticking::add);
            }
        }
        return changed;
    }

    /** A group that ticks from now on is here already. */
    private void enter(SocketGroup group) {
        if (group.wasServed()) {
            return;
        }
        groups++;
        group.served();
        for (UdpSocket socket : group.sockets()) {
            try {
                poller.add(socket);
            } catch (IOException e) {
                listener.socketFailed(e);
            }
        }
    }

    /** A group that left before it was taken in stands in the queue twice. */
    private void leave(SocketGroup group) {
        if (group.closeOnce(listener)) {
            closing.add(group);
            groups -= group.wasServed() ? 1 : 0;
            group.ticking().ifPresent(this::forget);
        }
    }

    private void forget(Ticking gone) {
        ticking.remove(gone);
        beating.remove(gone);
    }

    private void releaseClosed() {
        for (SocketGroup group : closing) {
            group.released();
        }
        closing.clear();
    }
}
