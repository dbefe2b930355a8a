package io.tandem.sip.transaction;

import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.Via;

/**
 * The names by which messages are matched to transactions, as 64-bit hashes: a name is several strings, and most
 * transactions do nothing for 32 s but wait for theirs to come again. Of a hundred thousand that wait, one is taken for
 * another once in some 10^14 messages. Who can make two names meet knows both, and could as well send one of them
 * twice. Never {@link #NONE}.
 */
final class Fingerprint {
    /** Stands for no name. */
    static final long NONE = 0;

    private static final String MAGIC_COOKIE = "z9hG4bK";
    private static final long SEED = 0xcbf29ce484222325L;
    private static final long FACTOR = 0x9e3779b97f4a7c15L;

    private Fingerprint() {}

    /** A client transaction's: branch and method (RFC 3261 §17.1.3). */
    static long ofClient(String branch, SipMethod method) {
        return finish(mix(mix(SEED, branch), method.name()));
    }

    /**
     * A server transaction's: branch, sent-by, and the method that made it (RFC 3261 §17.2.3), which for an ACK or a
     * CANCEL is INVITE. A client of RFC 2543 has no unique branch: it is matched by other fields.
     */
    static long ofServer(SipRequest request) {
        Via via = request.topVia();
        String branch = via.branch().orElse("");
        boolean unique = branch.regionMatches(true, 0, MAGIC_COOKIE, 0, MAGIC_COOKIE.length());
        SipMethod method = request.method();
        boolean followsInvite = method.equals(SipMethod.ACK) || method.equals(SipMethod.CANCEL);
        long hash = unique ? mix(SEED, branch) : oldStyle(request, via);
        hash = mix(mixAnyCase(hash, via.host()), via.port());
        return finish(mix(hash, followsInvite ? SipMethod.INVITE.name() : method.name()));
    }

    // The To-tag is left out: a client that repeats Call-ID, CSeq and Via repeats the request, and the ACK's is another.
    private static long oldStyle(SipRequest request, Via via) {
        long hash = mix(mix(SEED, request.requestUri().text()), request.fromTag().orElse(""));
        return mix(mix(mix(hash, request.callId()), request.cseq().number()), via.text());
    }

    /** What the final response to an INVITE and its ACK have in common, whatever branch the ACK comes on (§13.3.1.4). */
    static long ofAck(SipMessage responseOrAck) {
        long hash = mix(mix(SEED, responseOrAck.callId()), responseOrAck.fromTag().orElse(""));
        return finish(mix(mix(hash, responseOrAck.toTag().orElse("")), responseOrAck.cseq().number()));
    }

    /**
     * What two copies of one request have in common that reach us on different ways (§8.2.2.2). None for a request inside
     * a dialog, which cannot have been forked.
     */
    static long ofMerged(SipRequest request) {
        if (request.toTag().isPresent()) {
            return NONE;
        }
        long hash = mix(mix(SEED, request.callId()), request.fromTag().orElse(""));
        return finish(mix(mix(hash, request.cseq().number()), request.method().name()));
    }

    // Four characters a step; the length keeps apart what differs only in where one string ends and the next begins.
    private static long mix(long hash, String text) {
        int length = text.length();
        long mixed = mix(hash, length);
        int at = 0;
        for (; at + 4 <= length; at += 4) {
            mixed = mix(mixed, text.charAt(at) | (long) text.charAt(at + 1) << 16 | (long) text.charAt(at + 2) << 32
                    | (long) text.charAt(at + 3) << 48);
        }
        for (; at < length; at++) {
            mixed = mix(mixed, text.charAt(at));
        }
        return mixed;
    }

    private static long mixAnyCase(long hash, String host) {
        long mixed = hash;
        for (int i = 0; i < host.length(); i++) {
            mixed = mix(mixed, Character.toLowerCase(host.charAt(i)));
        }
        return mixed;
    }

    private static long mix(long hash, long word) {
        long mixed = (hash ^ word) * FACTOR;
        return mixed ^ mixed >>> 32;
    }

    private static long finish(long hash) {
        return hash == NONE ? 1 : hash;
    }
}
