package io.tandem.call;

import io.tandem.tenant.number.EmergencyNumbers;
import java.time.Duration;

/**
 * What configuration says to calls.
 *
 * @param noAnswerTimeout how long a called party may ring
 * @param releaseTimeout how long a side that is being closed may take; longer than 64·T1, so that transactions end first
 * @param progressAfter how long a caller from Microsoft may hear nothing before we tell it 183 ourselves; zero: for ever
 *            (TSP-122)
 * @param maxAttempts how many peers of its trunk one call may try
 * @param mediaAddress our local IP address for media
 * @param product how we name ourselves in User-Agent and Server: {@code product/version}
 * @param emergency the dial strings that call for help
 * @param logged whether the end of each call is a line in the log
 * @param t1 T1 of RFC 3261: what the call itself sends again is sent by it
 */
public record CallSettings(Duration noAnswerTimeout, Duration releaseTimeout, Duration progressAfter,
        int maxAttempts, String mediaAddress, String product,
        EmergencyNumbers emergency, boolean logged, Duration t1) {
    public static final Duration NO_ANSWER_DEFAULT = Duration.ofSeconds(180);
    public static final Duration RELEASE_DEFAULT = Duration.ofSeconds(34);
    public static final Duration PROGRESS_DEFAULT = Duration.ofSeconds(8);
    public static final int MAX_ATTEMPTS_DEFAULT = 6;
    public static final Duration T1_DEFAULT = Duration.ofMillis(500);

    /** With the RFC's T1. */
    public CallSettings(Duration noAnswerTimeout, Duration releaseTimeout, Duration progressAfter,
            int maxAttempts, String mediaAddress, String product, EmergencyNumbers emergency, boolean logged) {
        this(noAnswerTimeout, releaseTimeout, progressAfter, maxAttempts, mediaAddress, product, emergency, logged,
                T1_DEFAULT);
    }
}
