package io.tandem.call;

import io.tandem.call.CallEffect.Milestone;
import io.tandem.interworking.CustomerNames;
import io.tandem.interworking.Loops;
import io.tandem.interworking.Reliability;
import io.tandem.leg.Leg;
import io.tandem.leg.LegPath;
import io.tandem.leg.Legs;
import io.tandem.port.PeerGroup;
import io.tandem.port.SipEdge.Advertised;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** No call yet: an INVITE makes one, anything else finds nothing. */
record IdleRules(CallEnvironment env, CallState.Idle state, Instant now) {

    Decision on(CallInput input) {
        return switch (input) {
            case CallInput.InviteReceived received -> admit(received);
            case CallInput.RequestReceived _,
                    CallInput.AckReceived _,
                    CallInput.CancelReceived _,
                    CallInput.ResponseReceived _,
                    CallInput.StrayAnswerReceived _,
                    CallInput.TransactionTimedOut _,
                    CallInput.TransportFailed _,
                    CallInput.AckMissing _,
                    CallInput.NumberFound _,
                    CallInput.TargetsFound _,
                    CallInput.MediaAnswered _,
                    CallInput.TimerExpired _,
                    CallInput.JournalFailed _,
                    CallInput.HangUp _,
                    CallInput.FarSideAsked _,
                    CallInput.FarSideFound _,
                    CallInput.FarSideReturned _,
                    CallInput.MediaSilent _,
                    CallInput.Resumed _,
                    CallInput.Stopping _ ->
                    GoneRules.on(env, state, input);
        };
    }

    private Decision admit(CallInput.InviteReceived received) {
        SipRequest invite = received.invite();
        String localTag = env.id().tag(0);
        PeerGroup origin = env.router().group(received.peerGroup()).orElseThrow();
        LegPath path = new LegPath(received.peerGroup(), received.peer(), received.flow(),
                CustomerNames.asAsked(origin, env.contact(received.flow().listener(), 0), invite));
        Leg.Asked caller = Legs.asked(path, received.transaction(), invite, localTag);
        Numbers numbers = Numbers.of(invite, origin);
        boolean emergency = env.settings().emergency().calls(invite.requestUri());
        CallFacts facts = new CallFacts(env.id(), now, numbers.calling(),
                emergency ? Numbers.userOf(invite.requestUri()) : numbers.calledText(invite), received.peerGroup(),
                Optional.empty(), Optional.empty(), Optional.empty(), "", List.of(), emergency);
        Decision decision = emergency ? help(facts, caller, origin) : route(facts, caller, numbers, origin);
        List<CallEffect> first = new ArrayList<>(2);
        first.add(new CallEffect.Reached(Milestone.STARTED));
        if (!emergency) {
            first.addAll(Numbers.notes(numbers.rewrites()));
        }
        return decision.after(first);
    }

    private Decision route(CallFacts facts, Leg.Asked caller, Numbers numbers, PeerGroup origin) {
        if (env.full()) {
            return Refusals.refuse(env, facts, caller, 503, "the node carries as many calls as it may", now);
        }
        if (numbers.refusal(origin).isPresent()) {
            int status = origin.numbers().reading().notCanonical().status(numbers.refusal(origin).get().status());
            return Refusals.refuse(env, facts, caller, status, "the called number is not E.164", now);
        }
        if (loops(facts, caller.invite(), origin)) {
            return Refusals.refuse(env, facts, caller, 482, "forwarded back to a number that it was at before (TSP-95)",
                    now);
        }
        if (!origin.setUp().offersReliability() && Reliability.required(caller.invite())) {
            return Refusals.refuse(env, facts, caller, 420, "the caller requires 100rel, which its trunk has not", now);
        }
        if (SessionTimerRules.isTooShort(env, origin.name(), caller.invite())) {
            return Refusals.refuse(env, facts, caller, 422, "a session interval below what its trunk takes", now);
        }
        return switch (Sessions.offerOf(caller.invite(), origin.profile().secured())) {
            case Sessions.OfferRead.Understood(Offer offer) -> ask(facts, caller, offer, origin);
            case Sessions.OfferRead.Refused(int status, String reason) ->
                    Refusals.refuse(env, facts, caller, status, reason, now);
        };
    }

    private boolean loops(CallFacts facts, SipRequest invite, PeerGroup origin) {
        return invite.headers().contains(HeaderName.HISTORY_INFO) && Loops.isLoop(invite.headers(), facts.called(),
                env.advertised().values().stream().map(Advertised::host).collect(Collectors.toSet()),
                origin.numbers().inboundCalled());
    }

    /** A call for help: never refused for its number, not screened, not counted against the calls of the node (F-150). */
    private Decision help(CallFacts facts, Leg.Asked caller, PeerGroup origin) {
        return switch (Sessions.offerOfEmergency(caller.invite(), origin.profile().secured())) {
            case Sessions.OfferRead.Understood(Offer offer) ->
                    new RoutingRules(env, new CallState.Routing(facts, caller, offer), now).help(origin);
            case Sessions.OfferRead.Refused(int status, String reason) ->
                    Refusals.refuse(env, facts, caller, status, reason, now);
        };
    }

    private Decision ask(CallFacts facts, Leg.Asked caller, Offer offer, PeerGroup origin) {
        CallState.Routing routing = new CallState.Routing(facts, caller, offer);
        String deciding = switch (origin.side()) {
            case CORE -> facts.called();
            case MPS -> facts.calling();
        };
        Optional<String> customer = CustomerNames.asked(origin,
                caller.invite()) instanceof CustomerNames.Asked.OfCustomer of
                        ? Optional.of(of.label())
                        : Optional.empty();
        boolean place = origin.side() == PeerGroup.Side.CORE && env.router().showsPlaces();
        return Decision.of(routing, new CallEffect.FindNumber(deciding, customer, place));
    }
}
