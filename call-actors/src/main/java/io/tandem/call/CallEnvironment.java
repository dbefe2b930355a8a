package io.tandem.call;

import io.tandem.port.CallId;
import io.tandem.port.SipEdge.Advertised;
import io.tandem.sip.message.Address;
import io.tandem.sip.message.Parameters;
import io.tandem.sip.message.SipUri;
import java.util.Map;
import java.util.Optional;

/**
 * What the rules of a call may know of the node that it is on: configuration, and the call's own id.
 *
 * @param advertised host and port that each listener is reached at, by listener name
 * @param keys of the call's media
 * @param full whether the node carries as many calls as it may: new ones are refused, those that are up stay up
 */
public record CallEnvironment(CallId id, CallSettings settings, Router router, Map<String, Advertised> advertised,
        boolean full, CallKeys keys) {

    /** Our Contact for a leg on a listener: names the call, so that any node finds it (design §2). */
    public Address contact(String listener, int leg) {
        Advertised at = at(listener);
        Parameters parameters = at.transport().equals("udp")
                ? Parameters.EMPTY
                : Parameters.EMPTY.with("transport", at.transport());
        SipUri uri = new SipUri(false, Optional.of(id.tag(leg)), Optional.empty(), at.host(), at.port(), parameters,
                "");
        return new Address(Optional.empty(), uri, Parameters.EMPTY);
    }

    public Advertised at(String listener) {
        Advertised at = advertised.get(listener);
        return at != null
                ? at
                : BetweenCalls.at(listener)
                        .orElseThrow(() -> new IllegalStateException(
                                "no listener " + listener + " in " + advertised.keySet()));
    }
}
