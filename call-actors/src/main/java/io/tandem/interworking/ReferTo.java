package io.tandem.interworking;

import io.tandem.sip.message.Address;
import io.tandem.sip.message.Field;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.OtherUri;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipUri;
import io.tandem.sip.message.TelUri;
import io.tandem.sip.message.Uri;
import java.util.List;
import java.util.Optional;

/** Whom a REFER wants to be called (RFC 3515 §2.1). */
public sealed interface ReferTo {

    /**
     * Somebody who can be called.
     *
     * @param uri as written, parameters and all (TSP-126), without its headers
     * @param replaces the dialog that the INVITE is to take the place of (RFC 3891, RFC 5589 §7)
     */
    record Party(Uri uri, Optional<Replaces> replaces) implements ReferTo {}

    /** What the REFER is answered. */
    record Refused(int status, String reason) implements ReferTo {}

    static ReferTo of(SipRequest refer) {
        return switch (refer.addresses(HeaderName.REFER_TO)) {
            case Field.Present(List<Address> named) when named.size() == 1 -> party(named.getFirst().uri());
            case Field.Present<List<Address>> _ -> new Refused(400, "more than one Refer-To");
            case Field.Absent<List<Address>> _ -> new Refused(400, "no Refer-To");
            case Field.Malformed<List<Address>> _ -> new Refused(400, "the Refer-To cannot be read");
        };
    }

    private static ReferTo party(Uri uri) {
        return switch (uri) {
            case SipUri sip -> sip(sip);
            case TelUri tel -> new Party(tel, Optional.empty());
            case OtherUri other -> new Refused(416, "a Refer-To of scheme " + other.scheme());
        };
    }

    private static ReferTo sip(SipUri uri) {
        Optional<String> method = uri.parameters().get("method");
        if (method.isPresent() && !method.get().equals("INVITE")) {
            return new Refused(603, "a Refer-To of method " + method.get());
        }
        Uri called = uri.withoutHeaders().withoutParameter("method");
        Optional<String> value = Replaces.inUri(uri.headers());
        Optional<Replaces> replaces = value.flatMap(Replaces::parse);
        return value.isPresent() && replaces.isEmpty()
                ? new Refused(400, "the Replaces in the Refer-To cannot be read")
                : new Party(called, replaces);
    }
}
