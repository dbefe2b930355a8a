package io.tandem.call;

import io.tandem.interworking.MicrosoftHeaders;
import io.tandem.port.PeerGroup;
import io.tandem.port.PeerGroup.Side;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What no single rule of a call's states does: the operator's own header on what the core gets of an INVITE (F-30,
 * TSP-75), and notes of what Microsoft's headers say (TSP-73, TSP-74). Costs a look where there is neither.
 */
record Marking(CallEnvironment env) {

    /** The decision with both. */
    Decision of(CallInput input, Decision decision) {
        List<CallEffect> notes = notes(input, decision.next());
        Decision told = notes.isEmpty() ? decision : decision.after(notes);
        Optional<String> value = Rewriting.facts(decision.next())
                .flatMap(facts -> facts.provisioned().customSipHeader());
        return value.isEmpty() ? told : marked(told, value.get());
    }

    private List<CallEffect> notes(CallInput input, CallState next) {
        if (input instanceof CallInput.InviteReceived in) {
            return notes(Optional.of(in.peerGroup()), in.invite());
        }
        return input instanceof CallInput.RequestReceived in && in.request().method().equals(SipMethod.INVITE)
                ? notes(Rewriting.group(next, Rewriting.leg(in.request().toTag())), in.request())
                : List.of();
    }

    private List<CallEffect> notes(Optional<String> group, SipRequest invite) {
        return group.flatMap(env.router()::group)
                .filter(trunk -> trunk.side() == Side.MPS)
                .map(trunk -> MicrosoftHeaders.notes(invite.headers(), trunk))
                .orElse(List.of())
                .stream()
                .<CallEffect>map(CallEffect.Note::new)
                .toList();
    }

    private Decision marked(Decision decision, String value) {
        List<CallEffect> effects = new ArrayList<>(decision.effects().size());
        for (CallEffect effect : decision.effects()) {
            effects.add(switch (effect) {
                case CallEffect.SendRequest send when send.request().method().equals(SipMethod.INVITE)
                        && send.request().toTag().isEmpty() -> headerOf(decision.next(), send.leg())
                                .<CallEffect>map(name -> new CallEffect.SendRequest(send.leg(), send.transaction(),
                                        with(send.request(), name, value), send.flow()))
                                .orElse(send);
                case CallEffect.Respond respond when progresses(respond.response()) ->
                        headerOf(decision.next(), respond.leg())
                                .<CallEffect>map(name -> new CallEffect.Respond(respond.leg(), respond.transaction(),
                                        with(respond.response(), name, value)))
                                .orElse(respond);
                case CallEffect other -> other;
            });
        }
        return new Decision(decision.next(), decision.events(), effects);
    }

    private static boolean progresses(SipResponse response) {
        return response.status() > 100 && response.status() < 300
                && response.cseq().method().equals(SipMethod.INVITE);
    }

    /** Of a trunk to the core alone: Microsoft is never shown it. */
    private Optional<HeaderName> headerOf(CallState state, int leg) {
        return Rewriting.group(state, leg)
                .flatMap(env.router()::group)
                .filter(trunk -> trunk.side() == Side.CORE)
                .map(PeerGroup::profile)
                .flatMap(profile -> profile.proprietary().custom());
    }

    private static SipRequest with(SipRequest request, HeaderName name, String value) {
        return request.toBuilder().set(name, value).build();
    }

    private static SipResponse with(SipResponse response, HeaderName name, String value) {
        return response.toBuilder().set(name, value).build();
    }
}
