package io.tandem.sip.route;

/** A transport protocol as the Via names it (RFC 3261 §7.1, §20.42). */
public enum Transport {
    UDP(false), TCP(true), TLS(true);

    private final boolean reliable;

    Transport(boolean reliable) {
        this.reliable = reliable;
    }

    /** Whether the transport itself repeats what is lost: then transactions do not (RFC 3261 §17). */
    public boolean reliable() {
        return reliable;
    }
}
