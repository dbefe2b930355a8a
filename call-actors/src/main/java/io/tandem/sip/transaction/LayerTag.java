package io.tandem.sip.transaction;

import io.tandem.sip.message.SipRequest;

/**
 * The To-tag of responses that the layer makes itself. It is the same for each repetition of a request, because what
 * answers without a transaction must answer alike (RFC 3261 §8.2.7), and it is told from every tag of a call.
 */
final class LayerTag {
    private static final String PREFIX = "t.";

    private LayerTag() {}

    static String of(SipRequest request) {
        long hash = mix(mix(0xcbf29ce484222325L, request.callId()), request.topVia().branch().orElse(""));
        return PREFIX + Long.toUnsignedString(hash, 36);
    }

    /** Whether a response that the layer made carried this tag. */
    static boolean isOne(String tag) {
        return tag.startsWith(PREFIX);
    }

    // FNV-1a, 64 bits.
    private static long mix(long hash, String text) {
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }
}
