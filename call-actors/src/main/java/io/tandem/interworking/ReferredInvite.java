package io.tandem.interworking;

import io.tandem.port.CallId;
import io.tandem.port.PeerGroup;
import io.tandem.port.PeerGroup.Side;
import io.tandem.sip.message.Address;
import io.tandem.sip.message.CSeq;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.Parameters;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipUri;
import io.tandem.sip.message.Uri;
import java.util.Optional;

/** The INVITE that a REFER asks for (RFC 5589 §6, TSP-127). */
public final class ReferredInvite {
    private static final int MAX_FORWARDS = 70; // RFC 3261 §8.1.1.6

    private ReferredInvite() {}

    /** As if the one who is transferred had sent it to us itself, for what routes and writes calls to read. */
    public static SipRequest asSent(Address transferee, Uri to) {
        return SipRequest.builder(SipMethod.INVITE, to)
                .from(transferee.withoutTag())
                .to(Address.of(to))
                .callId("refer")
                .cseq(new CSeq(1, SipMethod.INVITE))
                .maxForwards(MAX_FORWARDS)
                .build();
    }

    /** Whom it calls, as the Refer-To names it: user and parameters untouched, the To without what is Microsoft's own. */
    public static Parties named(Uri called, Parties others) {
        Uri to = called instanceof SipUri sip
                ? sip.withParameters(sip.userIsPhone() ? Parameters.EMPTY.with("user", "phone") : Parameters.EMPTY)
                : called;
        return new Parties(called, to, others.from(), others.identities(), others.privacy(), others.forwarded(),
                others.rewrites(), others.withoutNumber());
    }

    /** One who knows no Replaces must not take an INVITE for the place of our own dialog for a second call (RFC 3891 §3). */
    private static void replacing(Replaces dialog, SipRequest.Builder invite) {
        invite.add(HeaderName.REPLACES, dialog.text());
        if (CallId.fromTag(dialog.fromTag()).isPresent()) {
            invite.add(HeaderName.REQUIRE, "replaces");
        }
    }

    /** What the REFER adds: Referred-By as it came (TSP-126), and the dialog to replace, which Microsoft never gets. */
    public static void complete(SipRequest refer, Optional<Replaces> replaces, PeerGroup from, PeerGroup to,
            SipRequest.Builder invite) {
        if (refer.headers().contains(HeaderName.REFERRED_BY)) {
            invite.copy(refer.headers(), HeaderName.REFERRED_BY);
        }
        if (from.side() != to.side()) { // TSP-72: nothing of Microsoft's own goes back to it
            MicrosoftHeaders.copy(refer.headers(), from, to, invite);
        }
        if (to.side() == Side.CORE) { // TSP-113
            replaces.ifPresent(dialog -> replacing(dialog, invite));
        }
    }
}
