package io.tandem.ops.metrics;

import io.tandem.call.CallView.EndCause;

/** Why the gateway ended an answered call (MET-14). */
enum AbnormalRelease {
    /** Operations staff ended it: the one release of ours that is no failure on the wire. */
    ADMIN("admin"),
    /** Neither side sends media any more. */
    RTP_TIMEOUT("rtp_timeout"),
    /** The peer no longer answers. */
    TRANSPORT("transport"),
    /** Something of ours or of the peer's broke. */
    SERVER("5xx"),
    /** A peer left the protocol. */
    PROTOCOL("protocol");

    private final String label;

    AbnormalRelease(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    static AbnormalRelease of(EndCause cause) {
        if (cause.status() < 300) {
            return ADMIN;
        }
        if (cause.status() == 408) {
            return TRANSPORT;
        }
        if (cause.forWantOfMedia()) {
            return RTP_TIMEOUT;
        }
        return cause.status() >= 500 ? SERVER : PROTOCOL;
    }
}
