package io.tandem.call;

import io.tandem.call.CallView.EndCause;
import io.tandem.call.CallView.LegView;
import io.tandem.call.CallView.MediaView;
import io.tandem.call.CallView.Mos;
import io.tandem.leg.Leg;
import io.tandem.media.session.SessionStats;
import io.tandem.port.Service;
import io.tandem.sip.dialog.Dialog;
import io.tandem.sip.message.Address;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A call's state as it is shown to people. */
public final class CallViews {
    private CallViews() {}

    /** @return empty for a call that never was */
    public static Optional<CallView> of(CallState state, Story story, Optional<SessionStats> stats) {
        return switch (state) {
            case CallState.Idle _ -> Optional.empty();
            case CallState.Routing routing -> Optional.of(view(state, routing.facts(), Times.NONE, Optional.empty(),
                    List.of(routing.caller()), Optional.empty(), story, stats));
            case CallState.Targeting targeting -> Optional.of(view(state, targeting.facts(), Times.NONE,
                    Optional.empty(), List.of(targeting.caller()), Optional.empty(), story, stats));
            case CallState.Preparing preparing -> Optional.of(view(state, preparing.facts(), Times.NONE,
                    Optional.empty(), List.of(preparing.caller()), Optional.empty(), story, stats));
            case CallState.Inviting inviting -> Optional.of(view(state, inviting.facts(), Times.NONE, Optional.empty(),
                    List.of(inviting.caller(), inviting.callee()), Optional.of(inviting.media()), story, stats));
            case CallState.Redirecting redirecting -> of(redirecting.asking(), story, stats);
            case CallState.Talking talking -> Optional.of(view(state, talking.facts(),
                    new Times(Optional.of(talking.answeredAt()), Optional.empty()), Optional.empty(),
                    List.of(talking.caller(), talking.callee()), Optional.of(talking.media()), story, stats));
            case CallState.Releasing releasing -> Optional.of(view(state, releasing.facts(),
                    new Times(releasing.answeredAt(), Optional.empty()), Optional.of(releasing.cause()),
                    legs(releasing), releasing.media(), story, stats));
            case CallState.Ended ended -> Optional.of(view(state, ended.facts(),
                    new Times(ended.answeredAt(), Optional.of(ended.endedAt())), Optional.of(ended.cause()),
                    List.copyOf(ended.legs()), ended.media(), story, stats));
        };
    }

    private record Times(Optional<Instant> answeredAt, Optional<Instant> endedAt) {
        static final Times NONE = new Times(Optional.empty(), Optional.empty());
    }

    private static CallView view(CallState state, CallFacts facts, Times times, Optional<EndCause> cause,
            List<Leg> legs, Optional<CallMedia> media, Story story, Optional<SessionStats> stats) {
        return new CallView(facts.id(), state.label(), facts.startedAt(), times.answeredAt(), times.endedAt(),
                facts.calling(), facts.called(), facts.account(), facts.service().map(Service::label),
                facts.decision(), facts.failedAttempts(), facts.transfers(), facts.emergency(), cause,
                IntStream.range(0, legs.size()).mapToObj(i -> leg(legs.get(i), i == 0 ? "caller" : "callee")).toList(),
                media.map(described -> new MediaView(described.codecs(), described.hold().sides(),
                        MediaWatchRules.words(facts.muted()), stats,
                        stats.map(figures -> Mos.of(figures, described.codecs())))),
                story.timeline(facts.transfers()), story.trace());
    }

    private static List<Leg> legs(CallState.Releasing releasing) {
        List<Leg> legs = new ArrayList<>(2);
        legs.add(releasing.caller());
        releasing.callee().ifPresent(legs::add);
        return legs;
    }

    private static LegView leg(Leg leg, String role) {
        Optional<Dialog> dialog = leg.knownDialog();
        if (dialog.isPresent()) {
            Dialog known = dialog.get();
            return new LegView(leg.number(), role, state(leg), leg.path().peerGroup(), leg.path().peer(),
                    known.id().callId(), known.id().localTag(), known.id().remoteTag(), known.localCSeq(),
                    known.remoteCSeq(), known.routeSet().stream().map(Address::text).toList(),
                    known.remoteTarget().text());
        }
        return switch (leg) {
            case Leg.Asked asked ->
                    new LegView(asked.number(), role, state(leg), leg.path().peerGroup(), leg.path().peer(),
                            asked.invite().callId(), asked.localTag(), asked.invite().fromTag().orElse(""), -1,
                            asked.invite().cseq().number(), List.of(), "");
            case Leg.Asking asking -> new LegView(leg.number(), role, state(leg), leg.path().peerGroup(),
                    leg.path().peer(), asking.invite().callId(), asking.invite().fromTag().orElse(""), "",
                    asking.invite().cseq().number(), -1, List.of(), asking.invite().requestUri().text());
            case Leg.Early _,
                    Leg.Confirmed _,
                    Leg.Closing _,
                    Leg.Closed _ -> new LegView(leg.number(), role, state(leg),
                    leg.path().peerGroup(), leg.path().peer(), "", "", "", -1, -1, List.of(), "");
        };
    }

    private static String state(Leg leg) {
        return switch (leg) {
            case Leg.Asked _ -> "inviting";
            case Leg.Asking asking -> asking.cancelled() ? "cancelled" : "inviting";
            case Leg.Early _ -> "early";
            case Leg.Confirmed _ -> "confirmed";
            case Leg.Closing _ -> "closing";
            case Leg.Closed _ -> "closed";
        };
    }
}
