package io.tandem.ops.lab;

import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import java.util.Locale;

/**
 * How a session is kept alive (RFC 4028).
 *
 * @param seconds the interval; 0 for a session without a timer
 * @param ours whether we refresh
 * @param number of this agreement in its call: a timer of an earlier one is stale
 */
record Refreshing(int seconds, boolean ours, int number) {
    static final Refreshing NONE = new Refreshing(0, false, 0);
    private static final int LONGEST_SECONDS = 1_000_000;

    /** As the 2xx to our request says. */
    Refreshing by(SipResponse response) {
        return agreed(seconds(response), !refresher(response).equals("uas"));
    }

    /** As our 2xx to that request says. */
    Refreshing by(SipRequest request, UaSelf self) {
        return agreed(answered(request, self.manner().timer()), refresherOf(request).equals("uas"));
    }

    private Refreshing agreed(int interval, boolean byUs) {
        return new Refreshing(interval, byUs && interval > 0, number + 1);
    }

    /** When to do something about it: half the interval, or a little before its end (§10). */
    UaOrder.Wake wake() {
        int millis = ours ? seconds * 500 : (seconds - Math.min(32, seconds / 3)) * 1_000;
        return new UaOrder.Wake(ours ? UaTimer.REFRESH : UaTimer.EXPIRED, millis, number);
    }

    /** What Session-Expires says; 0 when it is not there or cannot be read. */
    static int seconds(SipMessage message) {
        return number(message.headers().firstOr(HeaderName.SESSION_EXPIRES, ""));
    }

    static int leastSeconds(SipMessage message) {
        return number(message.headers().firstOr(HeaderName.MIN_SE, ""));
    }

    private static int number(String value) {
        String digits = value.split(";", 2)[0].strip();
        return digits.matches("\\d{1,9}") ? Math.min(LONGEST_SECONDS, Integer.parseInt(digits)) : 0;
    }

    /** The interval in our 2xx: theirs, where that is the shorter; 0 where neither wants one (§9). */
    static int answered(SipRequest request, SessionTimer ours) {
        int theirs = seconds(request);
        int wanted = ours.expiresSeconds();
        int interval = theirs == 0 || wanted == 0 ? Math.max(theirs, wanted) : Math.min(theirs, wanted);
        return interval == 0 ? 0 : Math.max(interval, Math.max(ours.leastSeconds(), leastSeconds(request)));
    }

    /** Who refreshes, as our 2xx says it: whom they want; where that is open they do if they can (§9, table 2). */
    static String refresherOf(SipRequest request) {
        String wanted = refresher(request);
        return !wanted.isEmpty() ? wanted : supports(request) ? "uac" : "uas";
    }

    static boolean supports(SipMessage message) {
        return message.headers()
                .values(HeaderName.SUPPORTED)
                .stream()
                .anyMatch(option -> option.strip().equals("timer"));
    }

    private static String refresher(SipMessage message) {
        String value = message.headers()
                .firstOr(HeaderName.SESSION_EXPIRES, "")
                .replace(" ", "")
                .toLowerCase(
                        Locale.ROOT);
        return value.contains(";refresher=uac") ? "uac" : value.contains(";refresher=uas") ? "uas" : "";
    }
}
