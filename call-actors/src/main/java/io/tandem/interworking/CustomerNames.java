package io.tandem.interworking;

import io.tandem.port.PeerGroup;
import io.tandem.port.Service;
import io.tandem.sip.message.Address;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipUri;
import io.tandem.sip.message.Uri;
import java.util.Locale;
import java.util.Optional;

/**
 * The names of Direct Routing's customers: each has one label of its own below the region's domain, and Microsoft tells
 * its tenants apart by nothing else (TSP-64, TSP-67, F-160, F-161).
 */
public final class CustomerNames {
    /** DNS has no longer ones; those of accounts are shorter. */
    private static final int LONGEST_LABEL = 63;

    private CustomerNames() {}

    /** By what name a call from Microsoft came to us. */
    public sealed interface Asked {
        /** None that matters: its trunk is not, or not only, one of Direct Routing. */
        record Ordinary() implements Asked {}

        /** None of a customer's, on a trunk that has nothing but customers. */
        record Nobody() implements Asked {}

        /** @param label in lower case */
        record OfCustomer(String label) implements Asked {}
    }

    private static final Asked ORDINARY = new Asked.Ordinary();
    private static final Asked NOBODY = new Asked.Nobody();

    /** Told by the Request-URI, else by To (TSP-67). */
    public static Asked asked(PeerGroup origin, SipRequest invite) {
        if (origin.profile().customers().isEmpty()) {
            return ORDINARY;
        }
        String domain = origin.profile().customers().get();
        Optional<String> label = label(invite.requestUri(), domain).or(() -> label(invite.to().uri(), domain));
        if (label.isPresent()) {
            return new Asked.OfCustomer(label.get());
        }
        boolean others = origin.services().stream().anyMatch(service -> service != Service.DIRECT_ROUTING);
        return others ? ORDINARY : NOBODY;
    }

    private static Optional<String> label(Uri uri, String domain) {
        if (!(uri instanceof SipUri sip)) {
            return Optional.empty();
        }
        String host = sip.host();
        int length = host.length() - domain.length() - 1;
        boolean below = length > 0 && length <= LONGEST_LABEL && host.charAt(length) == '.'
                && host.regionMatches(true, length + 1, domain, 0, domain.length());
        return below
                ? Optional.of(host.substring(0, length).toLowerCase(Locale.ROOT)).filter(CustomerNames::isLabel)
                : Optional.empty();
    }

    private static boolean isLabel(String label) {
        return label.chars().allMatch(c -> c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_');
    }

    /** Our Contact for a caller: the name that it has called us by (TSP-66). */
    public static Address asAsked(PeerGroup origin, Address contact, SipRequest invite) {
        return asked(origin, invite) instanceof Asked.OfCustomer of
                ? towards(origin, contact, Optional.of(of.label()))
                : contact;
    }

    /** Our Contact for a called side: the sub-domain of the customer that is called (F-161). */
    public static Address towards(PeerGroup to, Address contact, Optional<String> label) {
        Optional<String> domain = to.profile().customers();
        return domain.isPresent() && label.isPresent() && contact.uri() instanceof SipUri uri
                ? contact.withUri(uri.withHostPort(label.get() + "." + domain.get(), uri.port()))
                : contact;
    }
}
