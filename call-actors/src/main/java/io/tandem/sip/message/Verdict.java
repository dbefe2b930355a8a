package io.tandem.sip.message;

/** The first thing found wrong with a message; later finds do not replace it. */
final class Verdict {
    private Problem problem;
    private String reason;

    void fail(Problem found, String why) {
        if (problem == null) {
            problem = found;
            reason = why;
        }
    }

    boolean failed() {
        return problem != null;
    }

    Problem problem() {
        return problem;
    }

    String reason() {
        return reason;
    }
}
