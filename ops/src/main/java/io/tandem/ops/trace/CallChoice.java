package io.tandem.ops.trace;

import io.tandem.port.CallId;
import io.tandem.sip.message.OtherUri;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipUri;
import io.tandem.sip.message.TelUri;
import io.tandem.sip.message.Uri;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which messages are exported. A call is chosen once, by the first of its messages that is seen, with all its legs. One
 * thread's.
 */
final class CallChoice {
    private static final int CALLS = 50_000;
    private static final int WHOLE = 100;

    private final Optional<CallTrunks> trunks;
    private final List<String> prefixes;
    private final int percent;
    private final Map<CallId, Boolean> chosen = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<CallId, Boolean> eldest) {
            return size() > CALLS;
        }
    };

    /**
     * @param trunks of which the calls must be; empty: of any
     * @param prefixes of which the calling or the called number must have one, as the peer writes it; none: any number
     * @param percent of these calls, 1 to 100; which ones follows from the call's id
     */
    CallChoice(Optional<CallTrunks> trunks, List<String> prefixes, int percent) {
        this.trunks = trunks;
        this.prefixes = List.copyOf(prefixes);
        this.percent = percent;
    }

    /** With no rule everything; else what belongs to a call that the rules choose. */
    boolean takes(Optional<CallId> call, Optional<SipMessage> message) {
        if (trunks.isEmpty() && prefixes.isEmpty() && percent == WHOLE) {
            return true;
        }
        if (call.isEmpty() || message.isEmpty()) {
            return false;
        }
        return chosen.computeIfAbsent(call.get(), id -> sampled(id) && isOfTrunk(id) && hasNumber(message.get()));
    }

    private boolean isOfTrunk(CallId call) {
        return trunks.isEmpty() || trunks.get().areOf(call);
    }

    private boolean sampled(CallId call) {
        return Math.floorMod(call.value().hashCode(), WHOLE) < percent;
    }

    private boolean hasNumber(SipMessage message) {
        return prefixes.isEmpty() || begins(message.from().uri()) || begins(message.to().uri())
                || message instanceof SipRequest request && begins(request.requestUri());
    }

    private boolean begins(Uri uri) {
        String number = switch (uri) {
            case SipUri sip -> sip.decodedUser();
            case TelUri tel -> tel.number();
            case OtherUri _ -> "";
        };
        return prefixes.stream().anyMatch(number::startsWith);
    }
}
