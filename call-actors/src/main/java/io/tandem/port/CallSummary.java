package io.tandem.port;

import java.time.Instant;
import java.util.Optional;

/**
 * One row of a list of calls.
 *
 * @param inboundGroup trunk that the call came from; @param outboundGroup trunk it goes to, once chosen
 * @param state as the call itself names it
 */
public record CallSummary(CallId id, String state, Instant startedAt, Optional<Instant> answeredAt, String calling,
        String called, Optional<String> account, Optional<Service> service, String inboundGroup,
        Optional<String> outboundGroup) {}
