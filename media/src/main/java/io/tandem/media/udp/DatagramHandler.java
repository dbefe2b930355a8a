package io.tandem.media.udp;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** Gets what a socket receives, on its loop's thread: must not block and should not allocate. */
@FunctionalInterface
public interface DatagramHandler {

    /**
     * @param packet the datagram between position and limit; the loop's own buffer, gone after return
     * @param receivedNanos monotonic time
     */
    void received(ByteBuffer packet, InetSocketAddress source, long receivedNanos);
}
