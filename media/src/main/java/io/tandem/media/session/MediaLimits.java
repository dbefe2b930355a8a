package io.tandem.media.session;

import java.time.Duration;

/**
 * How long a session that is watched may go on without media (TSP-165).
 *
 * @param inactive after so long without RTP or RTCP of either end {@link Silence.Everywhere} is told; zero: never
 * @param oneWay after so long without RTP of one end, while the other sends, {@link Silence.OneWay} is; zero: never
 */
public record MediaLimits(Duration inactive, Duration oneWay) {
    public static final MediaLimits DEFAULT = new MediaLimits(Duration.ofSeconds(30), Duration.ofSeconds(10));
    public static final MediaLimits NONE = new MediaLimits(Duration.ZERO, Duration.ZERO);
    /** So many looks make up the shorter of the two: what has stopped is noticed at most one look late. */
    private static final int LOOKS = 4;

    boolean watches() {
        return !look().isZero();
    }

    /** From one look at the figures to the next; zero: nobody looks. */
    public Duration look() {
        Duration shorter = inactive.isZero() || !oneWay.isZero() && oneWay.compareTo(inactive) < 0 ? oneWay : inactive;
        return shorter.dividedBy(LOOKS);
    }

    boolean isInactive(int looks) {
        return isReached(inactive, looks);
    }

    boolean isOneWay(int looks) {
        return isReached(oneWay, looks);
    }

    private boolean isReached(Duration limit, int looks) {
        return !limit.isZero() && look().multipliedBy(looks).compareTo(limit) >= 0;
    }
}
