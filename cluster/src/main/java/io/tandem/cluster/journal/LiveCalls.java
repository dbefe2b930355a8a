package io.tandem.cluster.journal;

import io.tandem.port.CallId;
import java.util.List;

/** Which answered calls a service address has: those to be woken where it is taken up. */
@FunctionalInterface
public interface LiveCalls {

    /**
     * In no useful order. Waits for the store: not for an event loop.
     *
     * @param serviceAddress its id, the first character of its calls' ids
     */
    List<CallId> of(char serviceAddress);
}
