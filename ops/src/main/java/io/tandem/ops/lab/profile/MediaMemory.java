package io.tandem.ops.lab.profile;

import io.tandem.media.sdp.RemoteMedia;
import io.tandem.media.sdp.SessionDescription;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the gateway said of its media in each call, for the rules that compare: the newest calls, a bounded number. */
final class MediaMemory {
    private static final int MOST_CALLS = 50_000;

    private final Map<Dialog, SessionDescription> last = new LinkedHashMap<>();

    /** @param tag the gateway's */
    private record Dialog(String callId, String tag) {}

    void look(Seen seen, Findings findings) {
        SipMessage message = seen.message();
        Dialog dialog = new Dialog(message.callId(), switch (message) {
            case SipRequest request -> request.fromTag().orElse("");
            case SipResponse response -> response.toTag().orElse("");
        });
        if (message.cseq().method().equals(SipMethod.BYE)) {
            last.remove(dialog);
        }
        if (seen.description().isEmpty()) {
            return;
        }
        SessionDescription now = seen.description().get();
        SessionDescription before = last.put(dialog, now);
        if (before != null) {
            tsp149MediaStays(before, now, findings);
            tsp153Version(before, now, findings);
        } else if (last.size() > MOST_CALLS) {
            last.remove(last.keySet().iterator().next());
        }
    }

    private static void tsp149MediaStays(SessionDescription before, SessionDescription now, Findings findings) {
        RemoteMedia old = RemoteMedia.of(before).orElse(null);
        RemoteMedia current = RemoteMedia.of(now).orElse(null);
        boolean moved = old != null && current != null && old.rtpPort() != 0 && current.rtpPort() != 0
                && (!old.address().equals(current.address()) || old.rtpPort() != current.rtpPort());
        if (moved) {
            findings.add(149, "SDP", "moves the media to another address or port");
        }
    }

    /** Once more the same, or one more with a change; a session never becomes another. */
    private static void tsp153Version(SessionDescription before, SessionDescription now, Findings findings) {
        if (!before.origin().sessionId().equals(now.origin().sessionId())) {
            findings.add(153, "SDP", "has another session id than before");
            return;
        }
        boolean same = before.lines().equals(now.lines()) && before.media().equals(now.media());
        BigInteger risen = version(now).subtract(version(before));
        BigInteger right = same ? BigInteger.ZERO : BigInteger.ONE;
        if (!risen.equals(right)) {
            findings.add(153, "SDP", (same ? "is the same" : "has changed") + " and its version rose by " + risen
                    + "; right is " + right);
        }
    }

    private static BigInteger version(SessionDescription description) {
        String digits = description.origin().sessionVersion();
        return digits.matches("\\d{1,40}") ? new BigInteger(digits) : BigInteger.ZERO;
    }
}
