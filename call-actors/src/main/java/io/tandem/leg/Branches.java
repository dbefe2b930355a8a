package io.tandem.leg;

import io.tandem.sip.message.SipMethod;
import io.tandem.sip.transaction.ClientTransactionId;

/**
 * Branches of our requests: our tag is unique in the world and a leg's CSeq strictly rises, so both together name a
 * transaction for ever, without chance and across a restart (RFC 3261 §8.1.1.7).
 */
final class Branches {
    private static final String MAGIC_COOKIE = "z9hG4bK";

    private Branches() {}

    static ClientTransactionId of(String localTag, long cseq, SipMethod method) {
        return new ClientTransactionId(MAGIC_COOKIE + localTag + "-" + cseq, method);
    }

    /** For one of several dialogs of one INVITE: same tag and number of ours, so the peer's tag goes in too. */
    static ClientTransactionId ofFork(String localTag, String remoteTag, long cseq, SipMethod method) {
        String fork = Integer.toHexString(remoteTag.hashCode());
        return new ClientTransactionId(MAGIC_COOKIE + localTag + "-" + cseq + "-" + fork, method);
    }
}
