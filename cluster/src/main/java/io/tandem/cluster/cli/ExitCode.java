package io.tandem.cluster.cli;

/** What the process ends with. */
final class ExitCode {
    static final int RIGHT = 0;
    /** It failed while it ran. */
    static final int FAILED = 1;
    /** Wrong configuration, or wrong use of the command line (picocli's own number for that). */
    static final int WRONG_INPUT = 2;

    private ExitCode() {}
}
