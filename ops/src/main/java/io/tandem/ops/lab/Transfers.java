package io.tandem.ops.lab;

import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The transfers that an agent has asked for to itself: each must come back as an INVITE with the same user part and
 * parameters in its Request-URI and the same Referred-By, byte for byte (TSP-126, TSP-127). For the agent's thread.
 */
final class Transfers {
    private static final int MOST = 1_000;

    private final String host;
    private final List<Expected> expected = new ArrayList<>();

    /** @param target user part and parameters */
    private record Expected(String call, String target, String referredBy) {}

    /** @param host our own name */
    Transfers(String host) {
        this.host = host;
    }

    /** A REFER goes out. */
    void sent(SipRequest refer) {
        String uri = inBrackets(refer.headers().firstOr(HeaderName.REFER_TO, ""));
        if (expected.size() < MOST && host(uri).equalsIgnoreCase(host)) {
            expected.add(new Expected(refer.callId(), target(uri), refer.headers()
                    .firstOr(HeaderName.REFERRED_BY,
                            "")));
        }
    }

    /** An INVITE that begins a call is here. What of it is against the rules; it fulfils a transfer in any case. */
    List<String> arrived(SipRequest invite) {
        String target = target(requestUri(invite));
        String referredBy = invite.headers().firstOr(HeaderName.REFERRED_BY, "");
        if (expected.isEmpty() || !target.contains(";x-m=") && referredBy.isEmpty()) {
            return List.of();
        }
        Expected nearest = nearest(target, referredBy);
        expected.remove(nearest);
        List<String> wrong = new ArrayList<>(0);
        if (!nearest.target().equals(target)) {
            wrong.add("TSP-127: the INVITE of a transfer has another user part or other parameters than its Refer-To");
        }
        if (!nearest.referredBy().equals(referredBy)) {
            wrong.add("TSP-127: the INVITE of a transfer has another Referred-By than its REFER");
        }
        return wrong;
    }

    private Expected nearest(String target, String referredBy) {
        return find(one -> one.target().equals(target) && one.referredBy().equals(referredBy))
                .or(() -> find(one -> one.target().equals(target)))
                .or(() -> find(one -> one.referredBy().equals(referredBy)))
                .orElse(expected.getFirst());
    }

    private Optional<Expected> find(Predicate<Expected> which) {
        return expected.stream().filter(which).findFirst();
    }

    /** That call was told how its transfer ended. */
    List<String> ended(String call, int status) {
        boolean waited = expected.removeIf(one -> one.call().equals(call));
        return waited && status < 300
                ? List.of("TSP-127: a transfer to Microsoft was told as done, and no INVITE of it came")
                : List.of();
    }

    private static String requestUri(SipRequest invite) {
        String message = new String(invite.toBytes(), StandardCharsets.UTF_8); // as it came: text() might mend it
        return message.substring(message.indexOf(' ') + 1, message.indexOf(" SIP/2.0"));
    }

    private static String inBrackets(String value) {
        int open = value.indexOf('<');
        return open < 0 ? value : value.substring(open + 1, value.indexOf('>', open));
    }

    private static String host(String uri) {
        String rest = uri.substring(Math.max(uri.indexOf('@'), uri.indexOf(':')) + 1);
        return rest.split("[:;?]", 2)[0];
    }

    private static String target(String uri) {
        int at = uri.indexOf('@');
        String user = at < 0 ? "" : uri.substring(uri.indexOf(':') + 1, at);
        int parameters = uri.indexOf(';', at + 1);
        return user + "|" + (parameters < 0 ? "" : uri.substring(parameters));
    }
}
