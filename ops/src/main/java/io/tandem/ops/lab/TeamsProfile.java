package io.tandem.ops.lab;

import io.tandem.sip.message.Address;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.message.SipUri;
import io.tandem.sip.message.Uri;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** What Microsoft's side does not take from a gateway; rules by their number in {@code ops/rules}. */
final class TeamsProfile {

    private static final HeaderName X_MS_SBC = HeaderName.of("X-MS-SBC");

    private TeamsProfile() {}

    /** What of that message, which the gateway sent, is against the rules. */
    static List<String> violations(SipMessage message) {
        List<String> found = new ArrayList<>(0);
        String what = switch (message) {
            case SipRequest request -> {
                secure(request.requestUri(), "Request-URI of " + request.method().name(), found);
                yield request.method().name();
            }
            case SipResponse response -> response.status() + " to " + response.cseq().method().name();
        };
        if (!message.headers().contains(X_MS_SBC)) {
            found.add("TSP-70: " + what + " has no X-MS-SBC");
        }
        secure(message.from().uri(), "From of " + what, found);
        secure(message.to().uri(), "To of " + what, found);
        hosts(message.contacts().orElse(List.of()), "Contact of " + what, found);
        if (message instanceof SipRequest) { // of a response the rows are our own, given back
            hosts(message.recordRoutes().orElse(List.of()), "Record-Route of " + what, found);
        }
        return found;
    }

    private static void hosts(List<Address> addresses, String where, List<String> found) {
        for (Address address : addresses) {
            secure(address.uri(), where, found);
            if (address.uri() instanceof SipUri sip && literal(sip.host())) {
                found.add("TSP-43: " + where + " has the address " + sip.host() + "; a name is right");
            }
        }
    }

    private static void secure(Uri uri, String where, List<String> found) {
        if (uri instanceof SipUri sip && sip.secure()) {
            found.add("TSP-2: " + where + " is sips:; sip: with transport=tls is right");
        }
    }

    private static boolean literal(String host) {
        try {
            InetAddress.ofLiteral(host);
            return true;
        } catch (IllegalArgumentException name) {
            return false;
        }
    }
}
