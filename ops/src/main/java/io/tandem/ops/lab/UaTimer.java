package io.tandem.ops.lab;

/** What a call of an agent waits for by the clock. */
enum UaTimer {
    RING, ANSWER, PATIENCE, HANG_UP,
    /** The next step of the script is due. */
    STEP,
    /** A step that met a 491 is to be tried again. */
    GLARE,
    /** A reliable provisional response has no PRACK yet. */
    UNACKNOWLEDGED,
    /** The session is ours to refresh. */
    REFRESH,
    /** Nobody has refreshed the session. */
    EXPIRED
}
