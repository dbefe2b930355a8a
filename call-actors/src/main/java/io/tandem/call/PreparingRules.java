package io.tandem.call;

import io.tandem.interworking.OutgoingInvite;
import io.tandem.interworking.OutgoingInvite.Addressing;
import io.tandem.leg.Leg;
import io.tandem.leg.LegPath;
import io.tandem.leg.Legs;
import io.tandem.leg.Outgoing;
import io.tandem.media.session.OpenResult;
import io.tandem.port.PeerGroup;
import io.tandem.port.SipEdge.Advertised;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.route.Flow;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The trunk is chosen, the media plane is being asked for ports. */
record PreparingRules(CallEnvironment env, CallState.Preparing state, Instant now) {
    private static final int FIRST_CALLEE = 1;

    Decision on(CallInput input) {
        return switch (input) {
            case CallInput.MediaAnswered(OpenResult.Opened opened) -> invite(opened);
            case CallInput.MediaAnswered(OpenResult.Refused refused) -> Refusals.refuse(env, state.facts(),
                    state.caller(), 503, "no media: " + refused.reason() + ", " + refused.detail(), now);
            case CallInput.CancelReceived _ -> Refusals.cancelled(env, state.facts(), state.caller(), now);
            case CallInput.RequestReceived request ->
                    EarlyRequests.beforeAsking(env, state, state.facts(), state.caller(), request, now);
            case CallInput.Stopping(String reason) ->
                    Refusals.refuse(env, state.facts(), state.caller(), 503, reason, now);
            case CallInput.HangUp(String reason) ->
                    Refusals.refuse(env, state.facts(), state.caller(), 480, reason, now);
            case CallInput.InviteReceived _,
                    CallInput.AckReceived _,
                    CallInput.ResponseReceived _,
                    CallInput.TransactionTimedOut _,
                    CallInput.TransportFailed _,
                    CallInput.AckMissing _,
                    CallInput.NumberFound _,
                    CallInput.TimerExpired _,
                    CallInput.JournalFailed _,
                    CallInput.Resumed _ ->
                    Decision.ignore(state);
            case CallInput.StrayAnswerReceived stray -> Decision.of(state, StrayAnswers.end(env, stray));
        };
    }

    private Decision invite(OpenResult.Opened opened) {
        PeerGroup group = state.route().group();
        PeerGroup.Peer peer = state.route().peer();
        Flow flow = Flow.to(env.listenerOf(group), group.transport(),
                new InetSocketAddress(peer.address(), peer.port())).of(group.name());
        LegPath path = new LegPath(group.name(), state.route().peer().name(), flow,
                env.contact(flow.listener(), FIRST_CALLEE));
        Sessions.Prepared prepared = Sessions.prepare(env, state.offer(), opened);
        Outgoing<Leg.Asking> out = Legs.ask(FIRST_CALLEE, path, request(path, prepared), env.id().tag(FIRST_CALLEE));
        CallState.Inviting inviting = new CallState.Inviting(state.facts(), state.caller(), state.offer(),
                out.leg(), prepared.media(), 100);
        List<CallEffect> effects = new ArrayList<>();
        prepared.media().caller().ifPresent(remote -> effects.add(new CallEffect.Describe(remote)));
        effects.add(new CallEffect.SendRequest(FIRST_CALLEE, out.transaction(), out.request(), out.flow()));
        effects.add(new CallEffect.StartTimer(CallTimer.NO_ANSWER, env.settings().noAnswerTimeout()));
        return Decision.of(inviting, effects);
    }

    private SipRequest request(LegPath path, Sessions.Prepared prepared) {
        Advertised us = env.at(path.flow().listener());
        PeerGroup.Peer peer = state.route().peer();
        Addressing addressing = new Addressing(state.facts().called(), true, peer.address(),
                peer.port(), us.host(), env.id().value() + "-" + FIRST_CALLEE, env.id().tag(FIRST_CALLEE),
                path.contact(), env.settings().product());
        SipRequest.Builder invite = OutgoingInvite.of(state.caller().invite(), addressing);
        prepared.offer().ifPresent(sdp -> invite.body(Sessions.SDP, sdp));
        return invite.build();
    }
}
