package io.tandem.interworking;

import io.tandem.sip.message.OtherUri;
import io.tandem.sip.message.Parameters;
import io.tandem.sip.message.SipUri;
import io.tandem.sip.message.TelUri;
import io.tandem.sip.message.Uri;
import java.util.Optional;

/** Whom an outgoing request calls, without a host yet. */
public final class CalledUris {
    private static final Parameters PHONE = Parameters.EMPTY.with("user", "phone");

    private CalledUris() {}

    /** A telephone number: {@code sip:…;user=phone} (TSP-60). @param user the number, and its own parameters */
    public static SipUri phone(String user) {
        return sip(user, true);
    }

    /** What a rule made of a number; a character that may not stand in a user part is escaped. */
    static SipUri dialled(String text, String parameters) {
        String user = SipUri.of(text, "", -1).user().orElse("");
        return phone(user + parameters);
    }

    /**
     * An emergency call's dial string, untouched (F-140, NUM-42): the user as it came, its parameters with it; a tel URI
     * as the SIP URI that means the same (RFC 3261 §19.1.6); a service URN as it is.
     */
    public static Uri asDialled(Uri requestUri) {
        return switch (requestUri) {
            case SipUri dialled -> sip(dialled.user().orElse(""), dialled.userIsPhone());
            case TelUri tel -> sip(tel.number() + tel.parameters().text(), true);
            case OtherUri urn -> urn;
        };
    }

    private static SipUri sip(String user, boolean phone) {
        return new SipUri(false, user.isEmpty() ? Optional.empty() : Optional.of(user), Optional.empty(), "", -1,
                phone ? PHONE : Parameters.EMPTY, "");
    }
}
