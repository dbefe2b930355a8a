package io.tandem.ops.lab;

/** What happened in an answered call, as one agent saw it. */
public sealed interface CallEvent {

    /** Media no longer flows both ways. @param byUs whether our offer did it */
    record Held(boolean byUs) implements CallEvent {}

    /** Media flows both ways again. */
    record Resumed(boolean byUs) implements CallEvent {}

    /** A step of our script came to nothing. @param status of the final response */
    record StepRefused(ScriptStep step, int status) implements CallEvent {}

    /** Both wanted to change the session at once (RFC 3261 §14.1): our step is tried again. */
    record Glare(ScriptStep step) implements CallEvent {}

    /** Our REFER was taken. */
    record Referred(int status) implements CallEvent {}

    /** How the far end gets on with it (RFC 3515 §2.4.5). @param status of its own call there */
    record Notified(int status) implements CallEvent {}

    /** The session was refreshed as it is, or was to be changed and is the same. */
    record Refreshed(boolean byUs) implements CallEvent {}
}
