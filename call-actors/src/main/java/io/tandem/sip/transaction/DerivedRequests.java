package io.tandem.sip.transaction;

import io.tandem.sip.message.CSeq;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.Headers;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;

/** The requests that are made from an INVITE and go its way, on its branch. */
final class DerivedRequests {
    private static final int MAX_FORWARDS = 70;

    private DerivedRequests() {}

    /** The ACK to a refusal (RFC 3261 §17.1.1.3): the INVITE's, but for the To, which is the response's. */
    static SipRequest ack(SipRequest invite, SipResponse refusal) {
        return onSameBranch(invite, SipMethod.ACK).copy(refusal.headers(), HeaderName.TO).build();
    }

    /** The CANCEL (§9.1), on the INVITE's own branch, or nobody could match it (TRAP-7). */
    static SipRequest cancel(SipRequest invite, Headers extra) {
        return onSameBranch(invite, SipMethod.CANCEL).copy(invite.headers(), HeaderName.TO).copyAll(extra).build();
    }

    private static SipRequest.Builder onSameBranch(SipRequest invite, SipMethod method) {
        Headers headers = invite.headers();
        return SipRequest.builder(method, invite.requestUri())
                .via(invite.topVia())
                .maxForwards(MAX_FORWARDS)
                .copy(
                        headers, HeaderName.ROUTE)
                .copy(headers, HeaderName.FROM)
                .copy(headers, HeaderName.CALL_ID)
                .cseq(
                        new CSeq(invite.cseq().number(), method));
    }
}
