package io.tandem.cluster.edge;

import io.tandem.sip.route.FarName;
import io.tandem.sip.route.Transport;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Says where a far side is that has a name (RFC 3263). Any thread; nothing waits. */
@FunctionalInterface
public interface FarNames {
    /** Knows nobody. */
    FarNames NONE = (_, _, _) -> CompletableFuture.completedFuture(List.of());

    /**
     * Its addresses, the one to try first before others; none where nobody can tell. Never fails; may be completed on any
     * thread, so what follows must not block.
     *
     * @param ipv6 the family of addresses that can be reached
     */
    CompletionStage<List<InetSocketAddress>> find(FarName name, Transport transport, boolean ipv6);
}
