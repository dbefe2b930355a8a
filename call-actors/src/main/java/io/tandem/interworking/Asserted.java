package io.tandem.interworking;

import io.tandem.port.PeerGroup;
import io.tandem.sip.message.Address;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.Headers;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipUri;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Who calls, by the word of the trunk that an INVITE came in on rather than by its From, and whether that is for
 * everybody (TSP-90 to TSP-93, RFC 3325).
 */
public final class Asserted {
    private static final int MOST = 8;

    private Asserted() {}

    /**
     * The headers that count on that trunk, first the one that counts most: P-Asserted-Identity and, by option,
     * Remote-Party-ID where its word is trusted; by option P-Preferred-Identity (NUM §2, TSP-91).
     */
    public static List<HeaderName> headers(PeerGroup trunk) {
        boolean trusted = trunk.profile().identity().trusted();
        boolean remote = trusted && trunk.numbers().reading().remotePartyId();
        boolean preferred = trunk.profile().identity().preferred();
        if (trusted && !remote && !preferred) {
            return List.of(HeaderName.P_ASSERTED_IDENTITY);
        }
        List<HeaderName> headers = new ArrayList<>(3);
        if (trusted) {
            headers.add(HeaderName.P_ASSERTED_IDENTITY);
        }
        if (remote) {
            headers.add(HeaderName.REMOTE_PARTY_ID);
        }
        if (preferred) {
            headers.add(HeaderName.P_PREFERRED_IDENTITY);
        }
        return headers;
    }

    /** The values of the first of them that is there, in order; at most {@value #MOST}. */
    static List<Address> identities(Headers received, PeerGroup trunk) {
        for (HeaderName header : headers(trunk)) {
            if (received.contains(header)) {
                return received.values(header)
                        .stream()
                        .limit(MOST)
                        .map(Address::parse)
                        .flatMap(Optional::stream)
                        .toList();
            }
        }
        return List.of();
    }

    /** Whether the caller wants that no user hears who it is: Privacy of id, user or header (RFC 3323, RFC 3325). */
    static boolean isWithheld(Headers received) {
        return asksFor(received, "id") || asksFor(received, "user") || asksFor(received, "header");
    }

    static boolean asksFor(Headers received, String wanted) {
        if (!received.contains(HeaderName.PRIVACY)) {
            return false;
        }
        for (String value : received.first(HeaderName.PRIVACY).orElse("").split("[;,]")) {
            if (value.strip().toLowerCase(Locale.ROOT).equals(wanted)) {
                return true;
            }
        }
        return false;
    }

    /** A From that says that it says nothing (RFC 3323 §4.1.1.3). */
    static boolean isAnonymous(SipRequest received) {
        return received.from().uri() instanceof SipUri sip && sip.host().endsWith(".invalid");
    }
}
