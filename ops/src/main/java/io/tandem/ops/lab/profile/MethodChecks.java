package io.tandem.ops.lab.profile;

import io.tandem.sip.message.Address;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.message.SipUri;
import java.util.List;
import java.util.Locale;

/** Methods, extensions and timers (sections 3, 5 and 6 of the rules). */
final class MethodChecks {
    /** RFC 4028 §5: nobody may want a session interval below it. */
    private static final int LEAST_SESSION_SECONDS = 90;

    private MethodChecks() {}

    /** TSP-44: Contact alone, no Record-Route. */
    static void tsp42OptionsContact(Seen seen, Findings findings) {
        if (!seen.request(SipMethod.OPTIONS) || seen.message().toTag().isPresent()) {
            return;
        }
        if (seen.message().headers().contains(HeaderName.RECORD_ROUTE)) {
            findings.add(44, "has a Record-Route; Contact alone is right");
        }
        for (Address contact : seen.message().contacts().orElse(List.of())) {
            if (contact.uri() instanceof SipUri uri && uri.user().isPresent()) {
                findings.add(42, "Contact", "has a user part");
            }
        }
    }

    static void tsp45OptionsAnswer(Seen seen, Findings findings) {
        if (!seen.success(SipMethod.OPTIONS)) {
            return;
        }
        if (!seen.message().headers().contains(HeaderName.ALLOW)) {
            findings.add(45, "has no Allow");
        }
        if (!seen.lists(HeaderName.ACCEPT, "application/sdp")) {
            findings.add(45, "has no Accept: application/sdp");
        }
    }

    static void tsp70Product(Seen seen, Findings findings) {
        String product = seen.header(HeaderName.X_MS_SBC);
        if (product.isEmpty()) {
            findings.add(70, "has no X-MS-SBC");
        } else if (product.split("/").length != 3) {
            findings.add(70, "X-MS-SBC", "is not VENDOR/PRODUCT/VERSION");
        }
    }

    /** Without NOTIFY in it Microsoft resolves no transfer with us, in either style. */
    static void tsp110NotifyAllowed(Seen seen, Findings findings) {
        boolean says = seen.firstInvite() || seen.success(SipMethod.INVITE);
        if (says && !seen.lists(HeaderName.ALLOW, "NOTIFY")) {
            findings.add(110, "Allow", "lacks NOTIFY");
        }
    }

    static void tsp112AnOfferInEachInvite(Seen seen, Findings findings) {
        if (seen.request(SipMethod.INVITE) && !seen.message().hasBody()) {
            findings.add(112, "has no SDP; Microsoft knows no delayed offer");
        }
    }

    /** Neither as a header nor inside what we ask to be called (RFC 3891 §3). */
    static void tsp113NoReplaces(Seen seen, Findings findings) {
        if (!(seen.message() instanceof SipRequest request)) {
            return;
        }
        if (request.headers().contains(HeaderName.REPLACES)) {
            findings.add(113, "has a Replaces");
        }
        if (seen.header(HeaderName.REFER_TO).toLowerCase(Locale.ROOT).contains("replaces=")) {
            findings.add(113, "Refer-To", "has a Replaces");
        }
    }

    /** We need not be sent any, but are to say that we take them. */
    static void tsp113ReplacesSupported(Seen seen, Findings findings) {
        boolean says = seen.firstInvite() || seen.success(SipMethod.INVITE);
        if (says && !seen.lists(HeaderName.SUPPORTED, "replaces")) {
            findings.add(113, "Supported", "lacks replaces");
        }
    }

    static void tsp114NoUpdate(Seen seen, Findings findings) {
        if (seen.request(SipMethod.UPDATE)) {
            findings.add(114, "is not to be sent; a re-INVITE is right");
        }
    }

    static void tsp115SessionExpires(Seen seen, Findings findings) {
        String expires = seen.header(HeaderName.SESSION_EXPIRES);
        if (!expires.isEmpty()) {
            if (seconds(expires) < LEAST_SESSION_SECONDS) {
                findings.add(115, "Session-Expires", "is not a number of at least " + LEAST_SESSION_SECONDS);
            }
            boolean refresher = expires.replace(" ", "")
                    .toLowerCase(Locale.ROOT)
                    .matches(
                            "\\d+;(.*;)?refresher=(uac|uas)(;.*)?");
            if (seen.success(SipMethod.INVITE) && !refresher) {
                findings.add(115, "Session-Expires", "does not say who refreshes");
            }
        }
        String least = seen.header(HeaderName.MIN_SE);
        if (!least.isEmpty() && seconds(least) < LEAST_SESSION_SECONDS) {
            findings.add(115, "Min-SE", "is not a number of at least " + LEAST_SESSION_SECONDS);
        }
    }

    private static long seconds(String value) {
        String digits = value.split(";", 2)[0].strip();
        return digits.matches("\\d{1,10}") ? Long.parseLong(digits) : -1;
    }

    /** Busy is cause 17. */
    static void tsp125CauseOfBusy(Seen seen, Findings findings) {
        boolean busy = seen.message() instanceof SipResponse response && response.status() == 486
                && response.cseq().method().equals(SipMethod.INVITE);
        boolean says = seen.message()
                .headers()
                .all(HeaderName.REASON)
                .stream()
                .anyMatch(value -> value.replace(" ", "")
                        .toLowerCase(Locale.ROOT)
                        .matches("q\\.850;(.*;)?cause=17\\b.*"));
        if (busy && !says) {
            findings.add(125, "has no Reason with Q.850 cause 17");
        }
    }

    static void tsp125ReasonOfBye(Seen seen, Findings findings) {
        if (seen.request(SipMethod.BYE) && !seen.message().headers().contains(HeaderName.REASON)) {
            findings.add(125, "has no Reason");
        }
    }
}
