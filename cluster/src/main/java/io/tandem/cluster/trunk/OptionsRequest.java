package io.tandem.cluster.trunk;

import io.tandem.port.PeerGroup;
import io.tandem.port.SipEdge.Advertised;
import io.tandem.port.TrunkTargets.Target;
import io.tandem.sip.message.Address;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.Parameters;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipUri;
import io.tandem.sip.route.Transport;
import java.util.Optional;

/** The OPTIONS that asks a peer whether it serves: TSP-42 to TSP-44; the edge adds TSP-49. Pure. */
final class OptionsRequest {
    private OptionsRequest() {}

    /**
     * @param us the address of the listener that it leaves by; the trunk's {@code probing.host} takes its host's place, or
     *            the domain of its customers
     * @param unique makes the Call-ID and the tag: never the same again
     * @param product {@code product/version}
     */
    static SipRequest of(Target target, PeerGroup group, Advertised us, String unique, String product) {
        Parameters overTcp = group.transport() == Transport.TCP
                ? Parameters.EMPTY.with("transport", "tcp")
                : Parameters.EMPTY;
        String host = group.probing().host().or(() -> group.profile().customers()).orElse(us.host()); // TSP-47
        SipUri peer = uri(target.host(), target.port(), overTcp);
        // no user part: an empty one before the @ is what Microsoft takes for an error
        SipUri contact = uri(host, us.port(), Parameters.EMPTY.with("transport", us.transport()));
        Address from = new Address(Optional.empty(), uri(host, us.port(), Parameters.EMPTY),
                Parameters.EMPTY.with("tag", "o" + unique));
        return SipRequest.builder(SipMethod.OPTIONS, peer)
                .add(HeaderName.MAX_FORWARDS, "70")
                .add(HeaderName.FROM, from.text())
                .add(HeaderName.TO, bare(uri(target.host(), target.port(), Parameters.EMPTY)))
                .add(HeaderName.CALL_ID, "options-" + unique)
                .add(HeaderName.CSEQ, "1 OPTIONS")
                .add(HeaderName.CONTACT, bare(contact))
                .add(HeaderName.ACCEPT, "application/sdp")
                .add(HeaderName.USER_AGENT, product)
                .build();
    }

    private static String bare(SipUri uri) {
        return new Address(Optional.empty(), uri, Parameters.EMPTY).text();
    }

    private static SipUri uri(String host, int port, Parameters parameters) {
        return new SipUri(false, Optional.empty(), Optional.empty(), host, port, parameters, "");
    }
}
