package io.tandem.media.session;

import java.util.Collection;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Looks at all sessions of an engine, one after the other, now and then. On a thread of its own, which reads what the loops count
 * anyway: no packet waits for it, and a call hears of its media when there is something to say.
 */
final class SilenceWatch implements AutoCloseable {
    private final Collection<RelaySession> sessions;
    private final MediaLimits limits;
    private final RelayListener listener;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("media-watch").daemon().factory());

    /** @param sessions as they are at any time; safe to go through while others change it */
    SilenceWatch(Collection<RelaySession> sessions, MediaLimits limits, RelayListener listener) {
        this.sessions = sessions;
        this.limits = limits;
        this.listener = listener;
    }

    /** A look that comes late is not made up for: who had no processor has heard nothing meanwhile. */
    void start() {
        if (limits.watches()) {
            long nanos = limits.look().toNanos();
            thread.scheduleWithFixedDelay(this::look, nanos, nanos, TimeUnit.NANOSECONDS);
        }
    }

    private void look() {
        for (RelaySession session : sessions) {
            try {
                session.look(limits);
            } catch (RuntimeException e) {
                listener.handlerFailed(e);
            }
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
