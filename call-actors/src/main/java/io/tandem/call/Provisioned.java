package io.tandem.call;

import io.tandem.port.NumberDirectory.Lookup;
import io.tandem.port.Service;
import java.util.Optional;

/**
 * What the account of a call's deciding number adds to its messages.
 *
 * @param customSipHeader the number's own value for the operator's header, towards the core (F-30)
 * @param customer Direct Routing: the label of the customer's sub-domain, towards Microsoft (TSP-64)
 */
public record Provisioned(Optional<String> customSipHeader, Optional<String> customer) {
    public static final Provisioned NOTHING = new Provisioned(Optional.empty(), Optional.empty());

    /** Of a call that the account's number decided; numbers of Teams Phone Mobile have no header of their own (F-30). */
    static Provisioned of(Lookup lookup, Optional<String> customer) {
        Optional<String> header = lookup instanceof Lookup.Held held && held.service() != Service.TEAMS_PHONE_MOBILE
                ? held.customSipHeader()
                : Optional.empty();
        return header.isEmpty() && customer.isEmpty() ? NOTHING : new Provisioned(header, customer);
    }
}
