package io.tandem.call;

import io.tandem.sip.message.Address;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.message.SipUri;
import io.tandem.sip.message.TelUri;
import io.tandem.sip.message.Uri;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Where a call is sent on to by those that it reaches (RFC 3261 §8.1.3.4).
 *
 * @param left where it may still go, best first
 * @param been the numbers that it was at: to none of them it goes again
 */
record Redirects(List<Uri> left, List<String> been) {
    static final Redirects NONE = new Redirects(List.of(), List.of());
    /** Numbers that one call may be at. */
    static final int MOST = 5;
    private static final double Q_DEFAULT = 1;

    Redirects {
        left = List.copyOf(left);
        been = List.copyOf(been);
    }

    /** Whether we follow such an answer: 305 and 380 name no other number. */
    static boolean names(int status) {
        return status >= 300 && status <= 302;
    }

    /** With what a 3xx names, before what was left: users and numbers alone, the host there is not ours to ask. */
    Redirects by(SipResponse redirection) {
        List<Uri> uris = new ArrayList<>();
        redirection.contacts()
                .orElse(List.of())
                .stream()
                .sorted(Comparator.comparingDouble(Redirects::q).reversed())
                .map(Address::uri)
                .filter(uri -> uri instanceof TelUri || uri instanceof SipUri sip && sip.user().isPresent())
                .limit(MOST)
                .forEach(uris::add);
        uris.addAll(left);
        return new Redirects(uris.subList(0, Math.min(uris.size(), MOST)), been);
    }

    private static double q(Address contact) {
        try {
            return contact.parameters().get("q").map(Double::parseDouble).orElse(Q_DEFAULT);
        } catch (NumberFormatException _) {
            return Q_DEFAULT;
        }
    }

    Redirects at(String number) {
        List<String> more = new ArrayList<>(been);
        more.add(number);
        return new Redirects(left, more);
    }

    Redirects without(int first) {
        return new Redirects(left.subList(first, left.size()), been);
    }
}
