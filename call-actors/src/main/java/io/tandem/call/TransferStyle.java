package io.tandem.call;

import io.tandem.interworking.Methods;
import io.tandem.port.PeerGroup;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.Headers;
import java.util.ArrayList;
import java.util.List;

/**
 * Allow without REFER, on all that a trunk gets whose peers may not hand calls on: Microsoft then resolves a transfer
 * itself and sends a new INVITE (TSP-110). Costs a look where every trunk may.
 */
final class TransferStyle {
    private TransferStyle() {}

    static boolean refers(CallEnvironment env, String peerGroup) {
        return env.router().group(peerGroup).map(group -> group.setUp().transfers()).orElse(true);
    }

    static Decision shown(CallEnvironment env, Decision decision) {
        if (env.router().refersEverywhere()) {
            return decision;
        }
        List<CallEffect> effects = new ArrayList<>(decision.effects().size());
        for (CallEffect effect : decision.effects()) {
            effects.add(switch (effect) {
                case CallEffect.Respond out when hides(env, decision.next(), out.leg(), out.response().headers()) ->
                        new CallEffect.Respond(out.leg(), out.transaction(), out.response()
                                .toBuilder()
                                .set(HeaderName.ALLOW, Methods.ALLOW_WITHOUT_REFER)
                                .build());
                case CallEffect.SendRequest out when hides(env, decision.next(), out.leg(), out.request().headers()) ->
                        new CallEffect.SendRequest(out.leg(), out.transaction(), out.request()
                                .toBuilder()
                                .set(HeaderName.ALLOW, Methods.ALLOW_WITHOUT_REFER)
                                .build(), out.flow());
                case CallEffect other -> other;
            });
        }
        return new Decision(decision.next(), decision.events(), effects);
    }

    private static boolean hides(CallEnvironment env, CallState state, int leg, Headers headers) {
        return headers.contains(HeaderName.ALLOW) && Rewriting.group(state, leg)
                .flatMap(env.router()::group)
                .map(PeerGroup::setUp)
                .filter(setUp -> !setUp.transfers())
                .isPresent();
    }
}
