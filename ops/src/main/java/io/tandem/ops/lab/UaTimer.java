package io.tandem.ops.lab;

/** What a call of an agent waits for by the clock. */
enum UaTimer {
    RING, ANSWER, PATIENCE, HANG_UP
}
