package io.tandem.cluster.edge;

import java.util.List;

/** What came of starting the edge. */
public sealed interface EdgeStart {
    /** Every listener is bound. */
    record Started() implements EdgeStart {}

    /** Some are not; nothing is bound. */
    record BindFailed(List<Unbound> unbound) implements EdgeStart {}

    /** @param address as configured, {@code 127.0.0.1:5060}; @param reason as the system says it */
    record Unbound(String listener, String address, String reason) {}
}
