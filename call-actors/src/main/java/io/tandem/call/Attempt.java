package io.tandem.call;

/**
 * One attempt at one peer of the trunk that a call goes to, and what became of it.
 *
 * @param leg number of the leg, from 1
 * @param peer the peer's name in the trunk
 * @param status SIP status that it gave; where it gave none 408 for silence, 503 for no way to it (RFC 3261 §16.7, §16.9)
 * @param reason in words: the peer's own where it said something
 */
public record Attempt(int leg, String peer, Outcome outcome, int status, String reason) {

    /** What becomes of an attempt. */
    public enum Outcome {
        /** 2xx. */
        ANSWERED("answered"),
        /** A refusal that no other peer would change: the caller gets it. */
        REFUSED("refused"),
        /** 408, 503, 504: this peer cannot, another may (TSP-124, F-115). */
        UNAVAILABLE("unavailable"),
        /** No response at all in time. */
        SILENT("silent"),
        /** The INVITE could not be sent. */
        UNREACHABLE("unreachable"),
        /** We gave up, or the caller did. */
        CANCELLED("cancelled");

        private final String label;

        Outcome(String label) {
            this.label = label;
        }

        /** Its name in metrics, records and queries. */
        public String label() {
            return label;
        }

        /** The outcome of that label; of a label that a later build wrote, the nearest that this one knows. */
        public static Outcome ofLabel(String label) {
            for (Outcome outcome : values()) {
                if (outcome.label.equals(label)) {
                    return outcome;
                }
            }
            return UNAVAILABLE;
        }
    }
}
