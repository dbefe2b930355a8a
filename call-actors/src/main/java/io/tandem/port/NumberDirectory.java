package io.tandem.port;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Who holds a number: the call path's view of the provisioned numbers, through a cache of this node (design §5). */
public interface NumberDirectory {

    /** What the cache knows of a canonical number ({@code +E.164}); empty when it has to be asked for. */
    Optional<Lookup> cached(String number);

    /** Asks where the cache does not know. Never fails: a directory in trouble answers {@link Lookup.Unavailable}. */
    CompletionStage<Lookup> find(String number);

    sealed interface Lookup {
        /** Held by an account and enabled for a service. */
        record Held(String number, String account, Service service, Optional<String> customSipHeader)
                implements
                    Lookup {}

        /** Held by nobody, or by an account without an enabled service for it. */
        record Unprovisioned(String number) implements Lookup {}

        /** The directory cannot tell now. */
        record Unavailable(String number, String reason) implements Lookup {}
    }
}
