package io.tandem.interworking;

import io.tandem.port.PeerGroup;
import io.tandem.sip.message.Address;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipUri;
import java.util.Optional;

/** Our Contact towards one trunk: what its network wants to read in it beside the way to us. */
public final class OurContact {

    private OurContact() {}

    /** With the tenant that the call comes from as originating trunk group (F-29, RFC 4904 §5), where the trunk wants that. */
    public static Address towards(PeerGroup to, Address contact, SipRequest received) {
        Optional<String> context = to.profile().proprietary().tenantContext();
        if (context.isEmpty() || to.side() != PeerGroup.Side.CORE) {
            return contact;
        }
        return received.headers()
                .first(HeaderName.X_MS_TENANT_ID)
                .filter(OurContact::isTrunkGroup)
                .map(tenant -> withUser(contact, ";tgrp=" + tenant + ";trunk-context=" + context.get()))
                .orElse(contact);
    }

    /** A GUID, or what could be one: letters, digits and hyphens need no escape in a user part. */
    private static boolean isTrunkGroup(String tenant) {
        return !tenant.isEmpty() && tenant.length() <= 64 && tenant.chars()
                .allMatch(c -> c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-');
    }

    private static Address withUser(Address contact, String parameters) {
        return contact.uri() instanceof SipUri uri
                ? contact.withUri(new SipUri(uri.secure(), uri.user().map(user -> user + parameters), uri.password(),
                        uri.host(), uri.port(), uri.parameters(), uri.headers()))
                : contact;
    }
}
