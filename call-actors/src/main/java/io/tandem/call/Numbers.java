package io.tandem.call;

import io.tandem.sip.message.Address;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipUri;
import io.tandem.sip.message.TelUri;
import io.tandem.sip.message.Uri;
import io.tandem.tenant.number.CalledNumber;
import java.util.Optional;

/**
 * The numbers of a call as its INVITE names them (NUM §2).
 *
 * @param called what the Request-URI calls
 * @param calling canonical where the caller has a number, else the user part of its From
 */
record Numbers(CalledNumber called, String calling) {

    static Numbers of(SipRequest invite) {
        return new Numbers(CalledNumber.read(invite.requestUri()), callingOf(invite));
    }

    /** The called number: canonical; of a call that is refused for it, the user part as dialled. */
    String calledText(SipRequest invite) {
        return switch (called) {
            case CalledNumber.Global global -> global.number().e164();
            case CalledNumber.Refused _ -> userOf(invite.requestUri());
        };
    }

    /** Why a call to that number cannot be routed (NUM-34); empty when it can. */
    Optional<CalledNumber.Refused> refusal() {
        return called instanceof CalledNumber.Refused refused ? Optional.of(refused) : Optional.empty();
    }

    /** NUM §2: P-Asserted-Identity, the first value that is a number, else From. */
    private static String callingOf(SipRequest invite) {
        if (invite.headers().contains(HeaderName.P_ASSERTED_IDENTITY)) {
            for (String value : invite.headers().values(HeaderName.P_ASSERTED_IDENTITY)) {
                Optional<String> number = Address.parse(value).flatMap(identity -> global(identity.uri()));
                if (number.isPresent()) {
                    return number.get();
                }
            }
        }
        Uri from = invite.from().uri();
        return global(from).orElseGet(() -> userOf(from));
    }

    private static Optional<String> global(Uri uri) {
        return CalledNumber.read(uri) instanceof CalledNumber.Global global
                ? Optional.of(global.number().e164())
                : Optional.empty();
    }

    static String userOf(Uri uri) {
        return switch (uri) {
            case SipUri sip -> sip.decodedUser();
            case TelUri tel -> tel.number();
            case Uri other -> other.text();
        };
    }
}
