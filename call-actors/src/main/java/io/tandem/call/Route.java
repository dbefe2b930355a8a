package io.tandem.call;

import io.tandem.port.PeerGroup;
import io.tandem.port.Service;
import java.util.Optional;

/** What the router says of a call. */
public sealed interface Route {
    /** To that trunk, for that account and service, and why. */
    record Chosen(PeerGroup group, Optional<String> account, Optional<Service> service, String why)
            implements
                Route {}

    /** Nowhere: what the caller is told, and why. */
    record Refused(int status, String reason) implements Route {}
}
