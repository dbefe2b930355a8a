package io.tandem.call.actor;

import java.util.Optional;

/** What the calls of each service address work with on this node. Any thread. */
@FunctionalInterface
public interface CallPlanes {

    /**
     * @param address the first character of the calls' ids
     * @return empty where that address is not at work on this node
     */
    Optional<CallPorts> at(char address);
}
