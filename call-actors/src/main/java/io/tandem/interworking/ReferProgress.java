package io.tandem.interworking;

import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** What the one who sent a REFER is told of it, by NOTIFY (RFC 3515 §2.4). */
public final class ReferProgress {
    private static final String SIPFRAG = "message/sipfrag;version=2.0";
    private static final int MOST_REASON_CHARS = 80;

    private ReferProgress() {}

    /** Whether it wants to be told nothing (RFC 4488). */
    public static boolean unwanted(SipRequest refer) {
        return refer.headers().first(HeaderName.REFER_SUB).filter(said -> said.strip().startsWith("false")).isPresent();
    }

    /**
     * Completes a NOTIFY in the dialog of the REFER.
     *
     * @param referCSeq number of the REFER, which names the subscription where a dialog has several
     * @param status of the INVITE that it led to
     * @param left how long the subscription may still last; zero: this is its last word
     */
    public static void fill(SipRequest.Builder notify, long referCSeq, int status, String reason, Duration left) {
        notify.add(HeaderName.EVENT, "refer;id=" + referCSeq)
                .add(HeaderName.SUBSCRIPTION_STATE, left.isZero()
                        ? "terminated;reason=noresource"
                        : "active;expires=" + left.toSeconds())
                .body(SIPFRAG, ("SIP/2.0 " + status + " " + plain(reason) + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    private static String plain(String reason) {
        String line = reason.replace('\r', ' ').replace('\n', ' ');
        return line.length() <= MOST_REASON_CHARS ? line : line.substring(0, MOST_REASON_CHARS);
    }
}
