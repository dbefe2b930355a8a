package io.tandem.ops.lab.stamp;

import java.nio.ByteBuffer;

/** Who gets what came in. */
@FunctionalInterface
public interface Arrivals {

    /**
     * A datagram.
     *
     * @param datagram between position and limit; of no use after the call
     * @param arrivalNanos when the kernel got it, on the clock of {@link System#nanoTime}
     */
    void arrived(ByteBuffer datagram, long arrivalNanos);
}
