package io.tandem.call;

import io.tandem.port.PeerGroup;
import io.tandem.port.Service;
import java.util.Optional;

/** What the router says of a call. */
public sealed interface Route {
    /** To that trunk, for that account and service, and why; what its number adds to messages. */
    record Chosen(PeerGroup group, Optional<String> account, Optional<Service> service, String why,
            Provisioned provisioned) implements Route {
        Chosen(PeerGroup group, Optional<String> account, Optional<Service> service, String why) {
            this(group, account, service, why, Provisioned.NOTHING);
        }

        Chosen of(Provisioned number) {
            return new Chosen(group, account, service, why, number);
        }
    }

    /** Nowhere: what the caller is told, and why. */
    record Refused(int status, String reason) implements Route {}
}
