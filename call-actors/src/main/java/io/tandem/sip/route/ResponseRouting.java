package io.tandem.sip.route;

import io.tandem.sip.message.Via;
import java.net.InetSocketAddress;

/** Which way a response goes back (RFC 3261 §18.2, RFC 3581). */
public final class ResponseRouting {
    private static final int SIP_PORT = 5060;

    private ResponseRouting() {}

    /**
     * The top Via with what the source address adds (RFC 3261 §18.2.1, RFC 3581 §4): the same object when it adds
     * nothing. What the peer wrote into received or rport is overwritten.
     */
    public static Via stampReceived(Via via, InetSocketAddress source) {
        String address = source.getAddress().getHostAddress();
        boolean asksForPort = via.parameters().has("rport");
        if (!asksForPort && sameHost(via.host(), address)) {
            return via.parameters().has("received")
                    ? new Via(via.transport(), via.host(), via.port(),
                            via.parameters().without("received"))
                    : via;
        }
        Via stamped = via.withParameter("received", address);
        return asksForPort ? stamped.withParameter("rport", Integer.toString(source.getPort())) : stamped;
    }

    /**
     * Where the response to a request goes: back on the connection of a stream; on UDP to the address that it came
     * from, at the port that it came from if the Via asks for that, else at the sent-by port (RFC 3261 §18.2.2, RFC 3581
     * §4). A maddr is not followed: it serves multicast, and would let a stranger aim our responses at a third party.
     *
     * @param topVia of the request
     * @param arrived the flow that the request came in on
     */
    public static Flow responseDestination(Via topVia, Flow arrived) {
        if (arrived.transport().reliable() || topVia.parameters().has("rport")) {
            return arrived;
        }
        int port = topVia.port() < 0 ? SIP_PORT : topVia.port();
        if (port == arrived.remote().getPort()) {
            return arrived;
        }
        return arrived.toward(new InetSocketAddress(arrived.remote().getAddress(), port));
    }

    private static boolean sameHost(String sentBy, String address) {
        if (sentBy.startsWith("[")) {
            return LiteralAddress.parse(sentBy).map(a -> a.getHostAddress().equals(address)).orElse(false);
        }
        return sentBy.equals(address);
    }
}
