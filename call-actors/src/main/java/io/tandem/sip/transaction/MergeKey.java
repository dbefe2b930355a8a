package io.tandem.sip.transaction;

import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import java.util.Optional;

/** What two copies of one request have in common that reach us on different ways (RFC 3261 §8.2.2.2). */
record MergeKey(String callId, String fromTag, long cseq, SipMethod method) {

    /** Empty for a request inside a dialog, which cannot have been forked. */
    static Optional<MergeKey> of(SipRequest request) {
        if (request.toTag().isPresent()) {
            return Optional.empty();
        }
        return Optional.of(new MergeKey(request.callId(), request.fromTag().orElse(""), request.cseq().number(),
                request.method()));
    }
}
