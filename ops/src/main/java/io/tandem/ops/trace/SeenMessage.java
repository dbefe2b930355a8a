package io.tandem.ops.trace;

import io.tandem.sip.route.Transport;
import java.net.InetSocketAddress;

/**
 * A message as it passed the edge.
 *
 * @param sent whether it was ours
 * @param epochMicros when
 * @param wire whole, secrets and all; shared with the edge, not to be changed
 */
public record SeenMessage(boolean sent, long epochMicros, byte[] wire, Transport transport, InetSocketAddress local,
        InetSocketAddress remote) {

    public InetSocketAddress source() {
        return sent ? local : remote;
    }

    public InetSocketAddress destination() {
        return sent ? remote : local;
    }
}
