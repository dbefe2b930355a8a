package io.tandem.ops.lab;

import io.tandem.media.sdp.EndPoint;
import io.tandem.sip.message.Address;

/**
 * What one call knows of its own end.
 *
 * @param gatewayName how the gateway is named in our URIs; "" for its address
 * @param tag our tag
 * @param hangUpAfterMillis from the answer to our BYE, or {@link Answering#WAITS}
 * @param script what we do in between
 * @param manner how we present ourselves
 */
record UaSelf(String userAgent, Address contact, String gatewayName, EndPoint media, String tag,
        int hangUpAfterMillis, Script script, Manner manner) {
    private static final char FORK = '.';

    /** One of several ends that one call reaches: 0 is the first, with our own tag. */
    UaSelf fork(int number) {
        return tagged(number == 0 ? tag : tag + FORK + number);
    }

    UaSelf tagged(String other) {
        return new UaSelf(userAgent, contact, gatewayName, media, other, hangUpAfterMillis, script, manner);
    }

    /** The tag of the call that an end's tag belongs to. */
    static String callTag(String tag) {
        int fork = tag.indexOf(FORK);
        return fork < 0 ? tag : tag.substring(0, fork);
    }
}
