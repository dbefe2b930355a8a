package io.tandem.media.udp;

/** Has something to do from time to time, on its loop's thread: must not block. */
@FunctionalInterface
public interface Ticking {
    /** @param nowNanos monotonic time */
    void tick(long nowNanos);
}
