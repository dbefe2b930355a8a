package io.tandem.port;

import io.tandem.sip.route.Flow;
import java.net.InetSocketAddress;

/**
 * Told of each SIP message as it goes in or out of the edge, repetitions too, on the edge's own thread: hand it on,
 * never block.
 */
@FunctionalInterface
public interface MessageTap {
    /** Nobody looks. */
    MessageTap NONE = (_, _, _, _) -> {
    };

    /**
     * @param sent whether it is ours; else a peer's, from an allowed source, and not looked at yet: it may be malformed
     * @param wire the message whole; it is the edge's own, and must not be changed
     * @param flow the way that it took
     * @param local our end of that way
     */
    void seen(boolean sent, byte[] wire, Flow flow, InetSocketAddress local);
}
