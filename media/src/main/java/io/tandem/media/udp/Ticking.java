package io.tandem.media.udp;

/** Has something to do from time to time, on its loop's thread: must not block. */
@FunctionalInterface
public interface Ticking {
    /** Twice a second. @param nowNanos monotonic time */
    void tick(long nowNanos);

    /**
     * Every 20 ms from when it was wanted ({@link SelectorLoop#beat}).
     *
     * @param nowNanos monotonic time
     * @return whether it is wanted any longer
     */
    default boolean beat(long nowNanos) {
        return false;
    }
}
