package io.tandem.call;

import java.time.Duration;

/**
 * What configuration says to calls.
 *
 * @param noAnswerTimeout how long a called party may ring
 * @param releaseTimeout how long a side that is being closed may take; longer than 64·T1, so that transactions end first
 * @param mediaAddress our local IP address for media
 * @param product how we name ourselves in User-Agent and Server: {@code product/version}
 */
public record CallSettings(Duration noAnswerTimeout, Duration releaseTimeout, String mediaAddress, String product) {
    public static final Duration NO_ANSWER_DEFAULT = Duration.ofSeconds(180);
    public static final Duration RELEASE_DEFAULT = Duration.ofSeconds(34);
}
