package io.tandem.call;

import io.tandem.media.sdp.SessionDescription;

/** What the caller's INVITE said about media. */
public sealed interface Offer {
    /** Its session description. */
    record Described(SessionDescription description) implements Offer {}

    /** No description: the called party makes the offer, the caller's ACK carries the answer (RFC 3261 §13.2.1). */
    record Delayed() implements Offer {}
}
