package io.tandem.call;

import io.tandem.interworking.Methods;
import io.tandem.leg.Leg;
import io.tandem.port.CallId;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import java.time.Instant;
import java.util.List;

/** Requests in a dialog that is not confirmed, or not there; and the plain answers to requests in one that is. */
final class EarlyRequests {
    private static final int MOST_RETRY_AFTER_SECONDS = 10;

    private EarlyRequests() {}

    /** Whether it is the caller that hangs up before the answer. */
    static boolean isGoodbye(Leg.Asked caller, SipRequest request) {
        return request.method().equals(SipMethod.BYE) && isCallers(caller, request);
    }

    /** Whether it came in the caller's early dialog. */
    static boolean isCallers(Leg.Asked caller, SipRequest request) {
        return request.callId().equals(caller.invite().callId())
                && request.toTag().map(CallId::legOfTag).orElse(-1) == 0
                && request.fromTag().equals(caller.invite().fromTag());
    }

    /**
     * A request in the caller's early dialog while nobody is being asked yet: a BYE gives up like a CANCEL (RFC 3261
     * §15.1.2), nothing else makes sense.
     */
    static Decision beforeAsking(CallEnvironment env, CallState.Unasked state, CallInput.RequestReceived received,
            Instant now) {
        if (!isGoodbye(state.caller(), received.request())) {
            return Decision.of(state, refuse(env, received));
        }
        return Refusals.cancelled(env, state.facts(), state.caller(), now).after(List.of(accept(env, received)));
    }

    /** Not now: what is asked for has to wait for an answer that is due, for up to ten seconds (RFC 3261 §14.2). */
    static CallEffect later(CallEnvironment env, CallInput.RequestReceived received) {
        int chance = 31 * env.id().value().hashCode() + (int) received.request().cseq().number();
        SipResponse response = SipResponse.to(received.request(), 500)
                .add(HeaderName.RETRY_AFTER, Integer.toString(Math.floorMod(chance, MOST_RETRY_AFTER_SECONDS + 1)))
                .add(HeaderName.SERVER, env.settings().product())
                .build();
        return new CallEffect.Respond(legOf(received.request()), received.transaction(), response);
    }

    static CallEffect accept(CallEnvironment env, CallInput.RequestReceived received) {
        return answer(env, received, 200);
    }

    /** Outside of a confirmed dialog there is nothing to do with it (RFC 3261 §12.2.2). */
    static CallEffect refuse(CallEnvironment env, CallInput.RequestReceived received) {
        return answer(env, received, 481);
    }

    static CallEffect answer(CallEnvironment env, CallInput.RequestReceived received, int status) {
        SipResponse.Builder response = SipResponse.to(received.request(), status)
                .add(HeaderName.SERVER,
                        env.settings().product());
        if (status == 405 || received.request().method().equals(SipMethod.OPTIONS) && status == 200) {
            response.add(HeaderName.ALLOW, Methods.ALLOW);
        }
        if (status == 415) { // RFC 3261 §8.2.3
            response.add(HeaderName.ACCEPT, "application/sdp");
        }
        return new CallEffect.Respond(legOf(received.request()), received.transaction(), response.build());
    }

    private static int legOf(SipRequest request) {
        return Math.max(0, request.toTag().map(CallId::legOfTag).orElse(0));
    }
}
