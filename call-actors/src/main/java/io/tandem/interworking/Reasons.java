package io.tandem.interworking;

import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.Headers;
import io.tandem.sip.message.Parameters;
import io.tandem.sip.message.SipResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Why something ended, as a peer's Reason headers say it (RFC 3326): each protocol's word for it passes (TSP-125). */
public final class Reasons {
    /** A text of Microsoft's that says whose code it was: 560, then the SIP code (TSP-125). */
    private static final String SUB_CODE = "560";
    private static final int NO_CIRCUIT = 34;
    private static final int BUSY = 486;
    private static final int Q850_MOST = 127;

    private Reasons() {}

    /** All values, in order; none where there is no such header. */
    public static List<String> of(Headers said) {
        return said.contains(HeaderName.REASON) ? said.values(HeaderName.REASON) : List.of();
    }

    /** The Q.850 cause among them. */
    public static Optional<Integer> q850(Headers said) {
        return of(said).stream().map(Reasons::q850).flatMap(Optional::stream).findFirst();
    }

    private static Optional<Integer> q850(String value) {
        String cause = isQ850(value) ? parameter(value, "cause").orElse("") : "";
        boolean number = !cause.isEmpty() && cause.length() <= 3 && cause.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? Optional.of(Integer.parseInt(cause)).filter(said -> said <= Q850_MOST) : Optional.empty();
    }

    private static boolean isQ850(String value) {
        int end = value.indexOf(';');
        return (end < 0 ? value : value.substring(0, end)).strip().equalsIgnoreCase("Q.850");
    }

    private static Optional<String> parameter(String value, String name) {
        int from = value.indexOf(';');
        return from < 0 ? Optional.empty() : Parameters.parse(value.substring(from)).flatMap(all -> all.get(name));
    }

    /**
     * What a refusal says of its cause to people: its own words, or a sub-code of Microsoft's where that stands only in a
     * Reason.
     */
    public static String words(SipResponse refusal) {
        if (refusal.reason().startsWith(SUB_CODE)) {
            return refusal.reason();
        }
        for (String value : of(refusal.headers())) {
            Optional<String> text = parameter(value, "text").filter(said -> said.startsWith(SUB_CODE));
            if (text.isPresent()) {
                return text.get();
            }
        }
        return refusal.reason();
    }

    /** The Q.850 cause of a refusal: its own, else that of its status; never "no circuit" where somebody is busy. */
    public static int q850Of(SipResponse refusal) {
        int usual = Causes.q850OfStatus(refusal.status());
        return q850(refusal.headers()).filter(cause -> !contradicts(refusal.status(), cause)).orElse(usual);
    }

    private static boolean contradicts(int status, int cause) {
        return status == BUSY && cause == NO_CIRCUIT;
    }

    /** What goes along with a refusal: its values, a Q.850 one among them in any case. */
    static List<String> along(SipResponse refusal) {
        List<String> values = new ArrayList<>();
        boolean q850 = false;
        for (String value : of(refusal.headers())) {
            boolean wrong = q850(value).map(cause -> contradicts(refusal.status(), cause)).orElse(false);
            if (!wrong) {
                values.add(value);
                q850 |= isQ850(value);
            }
        }
        if (!q850) {
            values.add(Causes.q850Reason(Causes.q850OfStatus(refusal.status()), refusal.reason()));
        }
        return values;
    }
}
