package io.tandem.cluster.edge;

import io.tandem.sip.message.SipResponse;

/** What came of a request that the edge sent for nobody's call. */
public sealed interface EdgeReply {
    /** Its final response. */
    record Answered(SipResponse response) implements EdgeReply {}

    /** No final response came (timer F). */
    record Silent() implements EdgeReply {}

    /** It could not be sent, or its connection broke. */
    record Unsent(String reason) implements EdgeReply {}
}
