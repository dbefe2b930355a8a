package io.tandem.call;

import io.tandem.port.CallId;
import io.tandem.port.CallSummary;
import io.tandem.port.Service;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known of a call whatever its state.
 *
 * @param calling the caller's number as received (E.164 where it was one), or its user part
 * @param called the called number in E.164 once read, before that the user part
 * @param account account of the provisioned number, where one is involved
 * @param outboundGroup trunk that the call goes to, once chosen
 * @param decision the routing and anchoring decision in words
 */
public record CallFacts(CallId id, Instant startedAt, String calling, String called, String inboundGroup,
        Optional<String> account, Optional<Service> service, Optional<String> outboundGroup, String decision) {

    public CallFacts routed(Optional<String> toAccount, Optional<Service> toService, String toGroup, String why) {
        return new CallFacts(id, startedAt, calling, called, inboundGroup, toAccount, toService, Optional.of(toGroup),
                why);
    }

    public CallSummary summary(String state, Optional<Instant> answeredAt) {
        return new CallSummary(id, state, startedAt, answeredAt, calling, called, account, service, inboundGroup,
                outboundGroup);
    }
}
