package io.tandem.ops.lab;

/**
 * A provisional response of an agent that is called.
 *
 * @param afterMillis from the INVITE
 * @param status 180, 183 …
 * @param fork which of its ends says it: each has a To-tag of its own (TSP-117)
 * @param described whether it carries the answer; it does so only where the INVITE has an offer
 */
public record Provisional(int afterMillis, int status, int fork, boolean described) {
    public static final int MOST_FORKS = 16;

    public Provisional {
        if (afterMillis < 0 || status <= 100 || status >= 200 || fork < 0 || fork >= MOST_FORKS) {
            throw new IllegalArgumentException("no such provisional response");
        }
    }
}
