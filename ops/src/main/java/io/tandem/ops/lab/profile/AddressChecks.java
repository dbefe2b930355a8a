package io.tandem.ops.lab.profile;

import io.tandem.sip.message.Address;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipUri;
import io.tandem.sip.message.Uri;
import io.tandem.sip.message.Via;
import java.util.List;

/** Names, numbers and addresses (sections 1, 4 and 5 of the rules). */
final class AddressChecks {
    private static final List<HeaderName> IDENTITIES = List.of(HeaderName.P_ASSERTED_IDENTITY, HeaderName.REFER_TO,
            HeaderName.REFERRED_BY);

    private AddressChecks() {}

    static void tsp2NoSips(Seen seen, Findings findings) {
        SipMessage message = seen.message();
        if (message instanceof SipRequest request) {
            plain(request.requestUri(), "Request-URI", findings);
            message.recordRoutes().orElse(List.of()).forEach(route -> plain(route.uri(), "Record-Route", findings));
            for (HeaderName name : IDENTITIES) {
                seen.addresses(name).forEach(address -> plain(address.uri(), name.canonical(), findings));
            }
        }
        plain(message.from().uri(), "From", findings);
        plain(message.to().uri(), "To", findings);
        message.contacts().orElse(List.of()).forEach(contact -> plain(contact.uri(), "Contact", findings));
    }

    private static void plain(Uri uri, String where, Findings findings) {
        if (uri instanceof SipUri sip && sip.secure()) {
            findings.add(2, where, "is sips:; sip: with transport=tls is right");
        }
    }

    /** Of a response the Record-Route rows are our own, given back. */
    static void tsp43NoAddressAsHost(Seen seen, Findings findings) {
        named(seen.message().contacts().orElse(List.of()), "Contact", findings);
        if (seen.message() instanceof SipRequest) {
            named(seen.message().recordRoutes().orElse(List.of()), "Record-Route", findings);
        }
    }

    private static void named(List<Address> addresses, String where, Findings findings) {
        for (Address address : addresses) {
            Seen.host(address.uri())
                    .filter(Seen::literal)
                    .ifPresent(host -> findings.add(43, where, "has the address " + host + "; a name is right"));
        }
    }

    /** One with x-m is the target of a transfer, which is Microsoft's own and judged by who asked for it (TSP-127). */
    static void tsp60RequestUri(Seen seen, Findings findings) {
        if (!seen.firstInvite() || !(seen.message() instanceof SipRequest request)) {
            return;
        }
        if (!(request.requestUri() instanceof SipUri uri)) {
            findings.add(60, "Request-URI", "is no sip: URI");
            return;
        }
        if (!uri.host().equalsIgnoreCase(seen.names().microsoft())) {
            findings.add(60, "Request-URI", "names " + uri.host() + "; right is " + seen.names().microsoft());
        }
        if (uri.parameters().has("x-m")) {
            return;
        }
        if (!Seen.e164(uri.decodedUser())) {
            findings.add(60, "Request-URI", "has no number that begins with + and goes on in digits");
        }
        if (!uri.userIsPhone()) {
            findings.add(60, "Request-URI", "has no user=phone");
        }
    }

    static void tsp62From(Seen seen, Findings findings) {
        if (!seen.firstInvite() || anonymous(seen.message().from().uri())) {
            return;
        }
        if (!(seen.message().from().uri() instanceof SipUri uri)) {
            findings.add(62, "From", "is no sip: URI");
            return;
        }
        if (!Seen.e164(uri.decodedUser())) {
            findings.add(62, "From", "has no number that begins with + and goes on in digits");
        }
        if (!isGateway(uri.host(), seen)) {
            findings.add(62, "From", "names " + uri.host() + "; right is " + seen.names().gateway());
        }
    }

    /** TSP-66: in answers too. */
    static void tsp63OneContact(Seen seen, Findings findings) {
        boolean wants = seen.request(SipMethod.INVITE) || seen.answersInvite()
                || seen.request(SipMethod.OPTIONS) && seen.message().toTag().isEmpty();
        List<Address> contacts = seen.message().contacts().orElse(List.of());
        boolean counts = wants || seen.message() instanceof SipRequest && !contacts.isEmpty();
        if (!counts) {
            return;
        }
        if (contacts.size() != 1) {
            findings.add(63, "has " + contacts.size() + " Contact values; right is one");
        }
        for (Address contact : contacts) {
            boolean tls = contact.uri() instanceof SipUri uri && uri.transportParameter()
                    .filter("tls"::equalsIgnoreCase)
                    .isPresent();
            if (!tls) {
                findings.add(63, "Contact", "has no transport=tls");
            }
        }
    }

    static void tsp65RecordRoute(Seen seen, Findings findings) {
        if (!(seen.message() instanceof SipRequest)) {
            return;
        }
        List<Address> routes = seen.message().recordRoutes().orElse(List.of());
        List<Address> contacts = seen.message().contacts().orElse(List.of());
        if (!routes.isEmpty() && !contacts.isEmpty()
                && !Seen.host(routes.getFirst().uri()).equals(Seen.host(contacts.getFirst().uri()))) {
            findings.add(65, "Record-Route", "is another host than Contact; right is none, or the same");
        }
    }

    /** Via is ours alone; of a response the rows are our own, given back. An address as host tells who is behind. */
    static void tsp68NothingOfTheCore(Seen seen, Findings findings) {
        if (!(seen.message() instanceof SipRequest request)) {
            return;
        }
        List<Via> vias = request.vias();
        if (vias.size() != 1) {
            findings.add(68, "has " + vias.size() + " Via values; right is the gateway's own");
        }
        if (Seen.literal(vias.getFirst().host())) {
            findings.add(68, "Via", "has the address " + vias.getFirst().host() + "; a name is right");
        }
        int at = request.callId().indexOf('@');
        if (at >= 0 && Seen.literal(request.callId().substring(at + 1))) {
            findings.add(68, "Call-ID", "shows an address");
        }
        if (request.toTag().isEmpty()) { // inside a dialog they are repeated as it began
            hidden(request.from(), "From", findings);
            hidden(request.to(), "To", findings);
        }
    }

    private static void hidden(Address address, String where, Findings findings) {
        Seen.host(address.uri())
                .filter(Seen::literal)
                .ifPresent(host -> findings.add(68, where, "shows the address " + host));
    }

    static void tsp91AssertedIdentity(Seen seen, Findings findings) {
        if (!(seen.message() instanceof SipRequest)) {
            return;
        }
        for (Address identity : seen.addresses(HeaderName.P_ASSERTED_IDENTITY)) {
            boolean right = identity.uri() instanceof SipUri uri && Seen.e164(uri.decodedUser()) && uri.userIsPhone()
                    && isGateway(uri.host(), seen);
            if (!right) {
                findings.add(91, "P-Asserted-Identity", "is not <sip:+NUMBER@" + seen.names().gateway()
                        + ";user=phone>");
            }
        }
    }

    static void tsp93Anonymous(Seen seen, Findings findings) {
        if (!seen.firstInvite() || !anonymous(seen.message().from().uri())) {
            return;
        }
        if (!Seen.host(seen.message().from().uri()).filter("anonymous.invalid"::equalsIgnoreCase).isPresent()) {
            findings.add(93, "From", "withholds the caller and is not anonymous@anonymous.invalid");
        }
        boolean id = seen.message()
                .headers()
                .all(HeaderName.PRIVACY)
                .stream()
                .flatMap(value -> List.of(value.split(";")).stream())
                .anyMatch(value -> value.strip().equalsIgnoreCase("id"));
        if (!id) {
            findings.add(93, "withholds the caller without Privacy: id");
        }
    }

    private static boolean anonymous(Uri uri) {
        return uri instanceof SipUri sip && sip.decodedUser().equalsIgnoreCase("anonymous");
    }

    /** Its name, or that of one of its customers below it (TSP-64). */
    private static boolean isGateway(String host, Seen seen) {
        String own = seen.names().gateway();
        return own.isEmpty() || host.equalsIgnoreCase(own)
                || host.regionMatches(true, host.length() - own.length() - 1, "." + own, 0, own.length() + 1);
    }
}
