package io.tandem.sip.transaction;

import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.Via;

/**
 * By what a request is matched to its server transaction (RFC 3261 §17.2.3): branch, sent-by, and the method that made
 * the transaction.
 *
 * @param branch of the top Via; for a client of RFC 2543, which has no unique one, the fields that it is to be matched by
 */
record ServerKey(String branch, String host, int port, SipMethod method) {
    private static final String MAGIC_COOKIE = "z9hG4bK";

    /** The key of a request; an ACK's and a CANCEL's is the INVITE's, on whose branch they come. */
    static ServerKey of(SipRequest request) {
        Via via = request.topVia();
        String branch = via.branch().orElse("");
        boolean unique = branch.regionMatches(true, 0, MAGIC_COOKIE, 0, MAGIC_COOKIE.length());
        SipMethod method = request.method();
        boolean followsInvite = method.equals(SipMethod.ACK) || method.equals(SipMethod.CANCEL);
        return new ServerKey(unique ? branch : oldStyle(request, via), via.host(), via.port(),
                followsInvite ? SipMethod.INVITE : method);
    }

    // The To-tag is left out: a client that repeats Call-ID, CSeq and Via repeats the request, and the ACK's is another.
    private static String oldStyle(SipRequest request, Via via) {
        return request.requestUri().text() + '\n' + request.fromTag().orElse("") + '\n' + request.callId() + '\n'
                + request.cseq().number() + '\n' + via.text();
    }

    @Override
    public int hashCode() {
        return branch.hashCode() * 31 + method.name().hashCode();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ServerKey(var itsBranch, var itsHost, var itsPort, var itsMethod)
                && branch.equals(itsBranch) && port == itsPort && method.equals(itsMethod)
                && host.equalsIgnoreCase(itsHost);
    }
}
