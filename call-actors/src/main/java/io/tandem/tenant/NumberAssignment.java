package io.tandem.tenant;

import io.tandem.port.Service;
import java.util.Optional;

/** What the call path has to know of a number: the part of its settings that its block keeps (NUM-50). */
public record NumberAssignment(String account, Optional<Service> service, Optional<String> customSipHeader) {

    static NumberAssignment of(String account, NumberSettings settings) {
        return new NumberAssignment(account, settings.serviceDetails().service(), settings.customSipHeader());
    }
}
