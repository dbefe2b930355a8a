package io.tandem.interworking;

import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.Headers;
import java.time.Duration;
import java.util.Optional;

/** How long a peer that answered 503 wants to be left alone (RFC 3261 §20.33, §21.5.4; TSP-121). */
public final class RetryAfter {
    /** What Microsoft asks for; where nothing can be read the answer may be about this call alone, so not longer. */
    public static final Duration DEFAULT = Duration.ofSeconds(1);
    /** A peer that asks for more is tried again all the same: it may be back, and asking costs one round trip. */
    public static final Duration MOST = Duration.ofMinutes(5);
    private static final int DIGITS = 6;

    private RetryAfter() {}

    /** The header's seconds, at least {@link #DEFAULT}, at most {@link #MOST}; its comment and parameters are left. */
    public static Duration of(Headers headers) {
        Optional<String> value = headers.first(HeaderName.RETRY_AFTER).map(String::strip);
        int digits = value.map(RetryAfter::leadingDigits).orElse(0);
        if (digits == 0) {
            return DEFAULT;
        }
        if (digits > DIGITS) {
            return MOST;
        }
        Duration asked = Duration.ofSeconds(Long.parseLong(value.orElseThrow().substring(0, digits)));
        return asked.compareTo(DEFAULT) < 0 ? DEFAULT : asked.compareTo(MOST) > 0 ? MOST : asked;
    }

    private static int leadingDigits(String text) {
        int digits = 0;
        while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
            digits++;
        }
        return digits;
    }
}
