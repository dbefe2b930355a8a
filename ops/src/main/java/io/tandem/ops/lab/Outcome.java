package io.tandem.ops.lab;

/** How a call ended, as one agent saw it. */
public sealed interface Outcome {

    /**
     * Answered, and released by BYE.
     *
     * @param byUs whether the BYE was ours
     * @param reason value of the Reason header in the BYE, or ""
     */
    record Released(boolean byUs, String reason) implements Outcome {}

    /** Not answered: the final status, whoever gave it. */
    record Refused(int status, String phrase) implements Outcome {}

    /** What must not happen: no response, no ACK, no agreement, a refused BYE. */
    record Failed(String why) implements Outcome {}
}
