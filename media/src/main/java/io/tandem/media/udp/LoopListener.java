package io.tandem.media.udp;

import java.io.IOException;

/** Told of a loop's troubles, on the loop's thread. Count, and log once rather than each time. */
public interface LoopListener {

    /** A socket could not be received from, served or closed. */
    default void socketFailed(IOException cause) {}

    /** A handler threw: a bug of ours. Its socket is served no more, all others are. */
    default void handlerFailed(RuntimeException cause) {}

    /** The system does not let a loop's thread have that niceness: it runs as all others. Said once for each loop. */
    default void priorityRefused(int nice) {}

    /** The loop has ended though nobody stopped it: its sessions are deaf from now on. */
    default void loopDied(Throwable cause) {}
}
