package io.tandem.cluster.cli;

/** Says what went wrong in words for an operator. */
final class Failures {

    private Failures() {}

    /** The message, or the kind of failure where it has none; with the cause's where that says more. */
    static String words(Throwable failure) {
        String own = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        Throwable cause = failure.getCause();
        return cause == null || cause.getMessage() == null || own.contains(cause.getMessage())
                ? own
                : own + ": " + cause.getMessage();
    }
}
