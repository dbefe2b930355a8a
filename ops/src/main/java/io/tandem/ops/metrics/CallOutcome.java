package io.tandem.ops.metrics;

import io.tandem.call.CallView.EndCause;

/** What became of an attempt, as the network effectiveness ratio needs it told apart (MET-13, MET-63). */
enum CallOutcome {
    /** Answered, and ended by one of its parties. */
    NORMAL("normal"),
    /** Answered, and ended by the gateway. */
    ABNORMAL("abnormal"), BUSY("busy"),
    /** It rang, or was said to be reachable, and nobody answered. */
    NO_ANSWER("no_answer"),
    /** The far user side refused. */
    REJECTED("rejected"),
    /** The caller gave up before it rang. */
    CANCELLED("cancelled"),
    /** No such number, or none that can be read: not the network's failure, nor its success. */
    NUMBER("number"),
    /** Refused by our own screening: no attempt at all in the ratio's sense. */
    SCREENED("screened"), FAILED("failed");

    private final String label;

    CallOutcome(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    /** @param rang whether a provisional response above 100 reached the caller */
    static CallOutcome of(boolean answered, boolean rang, EndCause cause) {
        boolean byGateway = cause.side().equals("gateway");
        if (answered) {
            return byGateway ? ABNORMAL : NORMAL;
        }
        return switch (cause.status()) {
            case 486, 600 -> BUSY;
            case 480 -> NO_ANSWER;
            case 487 -> rang ? NO_ANSWER : CANCELLED;
            case 408 -> rang ? NO_ANSWER : FAILED;
            case 404, 484, 604 -> NUMBER;
            case 403 -> byGateway ? SCREENED : REJECTED;
            case 488, 603 -> byGateway ? FAILED : REJECTED;
            default -> FAILED;
        };
    }
}
