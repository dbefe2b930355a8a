package io.tandem.sip.transaction;

import io.tandem.sip.message.SipMessage;

/** What the final response to an INVITE and its ACK have in common, whatever branch the ACK comes on (§13.3.1.4). */
record AckKey(String callId, String fromTag, String toTag, long cseq) {

    static AckKey of(SipMessage responseOrAck) {
        return new AckKey(responseOrAck.callId(), responseOrAck.fromTag().orElse(""),
                responseOrAck.toTag().orElse(""), responseOrAck.cseq().number());
    }
}
