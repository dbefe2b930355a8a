package io.tandem.port;

import java.time.Instant;
import java.util.Optional;

/**
 * One row of a list of calls.
 *
 * @param state as the call itself names it
 * @param calling the caller's number, or its user part where it has none; whole, not masked
 * @param called the called number, whole
 * @param account account of the provisioned number, where one is involved
 * @param inboundGroup trunk that the call came from
 * @param outboundGroup trunk that it goes to, once chosen
 * @param emergency whether it calls for help (F-140)
 */
public record CallSummary(CallId id, String state, Instant startedAt, Optional<Instant> answeredAt, String calling,
        String called, Optional<String> account, Optional<Service> service, String inboundGroup,
        Optional<String> outboundGroup, boolean emergency) {

    /** One that does not call for help. */
    public CallSummary(CallId id, String state, Instant startedAt, Optional<Instant> answeredAt, String calling,
            String called, Optional<String> account, Optional<Service> service, String inboundGroup,
            Optional<String> outboundGroup) {
        this(id, state, startedAt, answeredAt, calling, called, account, service, inboundGroup, outboundGroup, false);
    }
}
