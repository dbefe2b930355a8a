package io.tandem.ops.lab;

/**
 * What an agent wants of session timers (RFC 4028).
 *
 * @param expiresSeconds the interval that it offers; 0 for none
 * @param leastSeconds what it refuses to go below, with 422
 * @param refresher who is to refresh as its INVITE says it: uac, uas, or "" to leave that open
 */
public record SessionTimer(int expiresSeconds, int leastSeconds, String refresher) {
    public static final SessionTimer NONE = new SessionTimer(0, 90, "");
    /** TSP-115. */
    public static final SessionTimer MICROSOFT = new SessionTimer(1_800, 90, "");

    public SessionTimer {
        if (expiresSeconds != 0 && expiresSeconds < leastSeconds || leastSeconds < 90) {
            throw new IllegalArgumentException("an interval of 90 s or more, and no smaller than the least (§5)");
        }
    }

    boolean wanted() {
        return expiresSeconds > 0;
    }

    SessionTimer atLeast(int seconds) {
        return new SessionTimer(Math.max(expiresSeconds, seconds), leastSeconds, refresher);
    }
}
