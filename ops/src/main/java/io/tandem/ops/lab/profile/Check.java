package io.tandem.ops.lab.profile;

/** One rule. */
@FunctionalInterface
interface Check {

    /** Adds what in that message is against the rule. */
    void look(Seen seen, Findings findings);
}
