package io.tandem.ops.trace;

import io.tandem.call.CallListener;
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

    private final boolean anyTrunk;
    private final KnownCalls calls;
    private final List<String> prefixes;
    private final int percent;
    private final Map<CallId, Boolean> chosen = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<CallId, Boolean> eldest) {
            return size() > CALLS;
        }
    };

    /**
     * @param trunks of which a call must come in on or go to one; none: any
     * @param prefixes of which the calling or the called number must have one, in E.164 or as the peer writes it; none: any
     *            number
     * @param percent of these calls, 1 to 100; which ones follows from the call's id
     */
    CallChoice(List<String> trunks, List<String> prefixes, int percent) {
        this.anyTrunk = trunks.isEmpty();
        this.calls = new KnownCalls(trunks, prefixes);
        this.prefixes = List.copyOf(prefixes);
        this.percent = percent;
    }

    /** Who has to be told of calls; empty when it does not matter what they are. */
    Optional<CallListener> calls() {
        return anyTrunk && prefixes.isEmpty() ? Optional.empty() : Optional.of(calls);
    }

    /** With no rule everything; else what belongs to a call that the rules choose. */
    boolean takes(Optional<CallId> call, Optional<SipMessage> message) {
        if (anyTrunk && prefixes.isEmpty() && percent == WHOLE) {
            return true;
        }
        if (call.isEmpty() || message.isEmpty()) {
            return false;
        }
        return chosen.computeIfAbsent(call.get(), id -> sampled(id) && isOfTrunk(id) && hasNumber(id, message.get()));
    }

    private boolean isOfTrunk(CallId call) {
        return anyTrunk || calls.byTrunk(call);
    }

    private boolean sampled(CallId call) {
        return Math.floorMod(call.value().hashCode(), WHOLE) < percent;
    }

    private boolean hasNumber(CallId call, SipMessage message) {
        return prefixes.isEmpty() || calls.byNumber(call) || begins(message.from().uri()) || begins(message.to().uri())
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
