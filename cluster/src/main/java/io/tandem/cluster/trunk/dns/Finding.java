package io.tandem.cluster.trunk.dns;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/** What the DNS says of a peer's name. */
public sealed interface Finding {

    /** @param timeToLive the shortest of the records that led there */
    record Found(List<Server> servers, Duration timeToLive) implements Finding {}

    /** The DNS says that there is nothing: no such name, or no record of the kind (RFC 2308). */
    record Nothing(String reason, Duration timeToLive) implements Finding {}

    /** Nobody could say. */
    record Failed(String reason) implements Finding {}

    /**
     * One server of the name.
     *
     * @param priority lowest first @param weight share among those of one priority (RFC 2782)
     * @param addresses in the order of the answer; all of one family
     */
    record Server(String host, int port, int priority, int weight, List<InetAddress> addresses) {}
}
