package io.tandem.sip.admission;

import java.time.Duration;

/**
 * How new calls are held back ({@code tandem.sip.overload}).
 *
 * @param initialRate new calls per second that a node starts with; it grows while nothing queues
 * @param leastRate what it never goes below, so that it can find its way up again
 * @param targetDelay how long a message may wait for its turn; longer, three tenths of a second running, is
 *            overload
 * @param emergencyRate emergency calls per second that are let in whatever happens (F-150)
 * @param retryAfterSeconds what a refused caller is told
 */
public record OverloadSettings(double initialRate, double leastRate, Duration targetDelay, double emergencyRate,
        int retryAfterSeconds) {
    public static final OverloadSettings DEFAULT = new OverloadSettings(200, 20, Duration.ofMillis(250), 100, 1);

    /** What one of several loops may take of it. */
    public OverloadSettings share(int loops) {
        return new OverloadSettings(initialRate / loops, leastRate / loops, targetDelay, emergencyRate / loops,
                retryAfterSeconds);
    }
}
