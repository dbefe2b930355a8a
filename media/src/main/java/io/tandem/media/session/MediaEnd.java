package io.tandem.media.session;

/** The two ends of a relayed session, named by who asked for the call. */
public enum MediaEnd {
    CALLER, CALLEE;

    /** The end that hears what this one says. */
    public MediaEnd other() {
        return this == CALLER ? CALLEE : CALLER;
    }
}
