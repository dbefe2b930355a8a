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
 */
record UaSelf(String userAgent, Address contact, String gatewayName, EndPoint media, String tag,
        int hangUpAfterMillis, Script script) {}
