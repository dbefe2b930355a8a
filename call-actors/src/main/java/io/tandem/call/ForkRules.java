package io.tandem.call;

import io.tandem.call.CallEffect.Milestone;
import io.tandem.interworking.RelayedResponse;
import io.tandem.interworking.Reliability;
import io.tandem.leg.Leg;
import io.tandem.leg.Legs;
import io.tandem.leg.Outgoing;
import io.tandem.media.sdp.SessionDescription;
import io.tandem.media.session.MediaEnd;
import io.tandem.port.PeerGroup;
import io.tandem.port.TrunkSetUp;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.RAck;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A provisional response of the called side. However many phones ring there, the caller sees one dialog (TSP-117, F-26);
 * what is to be acknowledged is acknowledged here, on its own early dialog (RFC 3262 §4).
 */
record ForkRules(CallEnvironment env, CallState.Inviting state, Instant now) {
    /** "Early dialog terminated" (RFC 6228). */
    private static final int TERMINATED = 199;

    Decision provisional(SipResponse response) {
        Optional<Fork> known = response.toTag()
                .flatMap(tag -> state.early()
                        .fork(tag)
                        .or(() -> state.early().forks().size() < Early.MOST_FORKS
                                ? Optional.of(Fork.of(tag, response))
                                : Optional.empty()));
        Optional<Long> number = Reliability.number(response);
        if (number.isEmpty()) {
            return told(state, known, response, List.of());
        }
        if (known.isEmpty()) {
            return Decision.of(state, new CallEffect.Note(response.status() + " not acknowledged: "
                    + (response.toTag().isEmpty() ? "it has no To-tag" : "too many phones ring")));
        }
        boolean again = known.get().rseq() > 0 && number.get() != known.get().rseq() + 1; // §4: or out of order
        return again ? Decision.ignore(state) : acknowledge(known.get(), number.get(), response);
    }

    private Decision acknowledge(Fork fork, long number, SipResponse response) {
        return acknowledge(env, state.callee(), fork, number, response)
                .map(acknowledged -> told(state, Optional.of(acknowledged.fork()), response,
                        List.of(acknowledged.prack())))
                .orElseGet(() -> Decision.ignore(state));
    }

    /** A fork that has its PRACK. */
    record Acknowledged(Fork fork, CallEffect prack) {}

    /** The PRACK to a reliable response, in the early dialog that it came in; empty where there is none (§4). */
    static Optional<Acknowledged> acknowledge(CallEnvironment env, Leg.Asking asking, Fork fork, long number,
            SipResponse response) {
        return fork.dialog(asking).filter(Legs::hasRoom).map(dialog -> {
            Outgoing<Leg.Early> prack = Legs.request(dialog, SipMethod.PRACK, request -> request
                    .add(HeaderName.RACK, new RAck(number, response.cseq()).text())
                    .add(HeaderName.USER_AGENT, env.settings().product()));
            boolean answering = Sessions.described(response, Sessions.secured(env, asking)).isPresent();
            return new Acknowledged(fork.with(prack.leg()).acknowledged(number, answering), new CallEffect.SendRequest(
                    prack.leg().number(), prack.transaction(), prack.request(), prack.flow()));
        });
    }

    private Decision told(CallState.Inviting from, Optional<Fork> fork, SipResponse response,
            List<CallEffect> first) {
        if (response.status() == TERMINATED) {
            return ended(from, fork, first);
        }
        boolean answers = from.offer() instanceof Offer.Described || from.offersOurs();
        Optional<SessionDescription> said = answers
                ? Sessions.described(response, Sessions.secured(env, from.callee()))
                : Optional.empty();
        Optional<Fork> newer = said.isPresent() ? fork.map(heard -> heard.describing(said.get())) : fork;
        CallState.Inviting known = newer.map(heard -> from.with(from.early().with(heard, said.isPresent())))
                .orElse(from);
        List<CallEffect> effects = new ArrayList<>(first);
        boolean firstProgress = state.relayed() <= 100;
        if (firstProgress) {
            effects.add(new CallEffect.StopTimer(CallTimer.PROGRESS));
        }
        SipResponse.Builder relayed = RelayedResponse.progress(state.caller().invite(), response,
                callers().shown(response.status(), said.isPresent()),
                state.caller().localTag(), state.caller().path().contact(), env.settings().product());
        // the answer to an offer of ours is an offer to the caller, for which the 2xx is early enough
        CallMedia media = said.filter(_ -> !from.offersOurs() && callers().earlyMedia())
                .map(description -> described(known, description, relayed, effects))
                .orElse(known.media());
        Decision decision = new ProgressRules(env, known.told(media, response.status()), now).tell(relayed.build());
        return firstProgress
                ? decision.after(effects).then(List.of(new CallEffect.Reached(Milestone.RINGING)))
                : decision.after(effects);
    }

    /** How the caller's trunk wants it. */
    private TrunkSetUp callers() {
        return env.router().group(state.facts().inboundGroup()).map(PeerGroup::setUp).orElse(TrunkSetUp.DEFAULT);
    }

    /**
     * Media goes to whoever described itself last. The caller keeps the first description that it was given: in one dialog
     * it would not look at another (RFC 3261 §13.2.1), and our address and port, which it says, are the same in all.
     */
    private CallMedia described(CallState.Inviting known, SessionDescription description, SipResponse.Builder relayed,
            List<CallEffect> effects) {
        Offer.Described offer = (Offer.Described) known.offer();
        Sessions.Shown shown = Sessions.answerFor(env.keys(), Sessions.Reader.of(env, state.caller()),
                offer.description(), description, known.media());
        CallMedia.Told before = known.media().toldCaller();
        boolean first = before.description().isEmpty();
        relayed.body(Sessions.SDP, first ? shown.sdp() : before.description().getBytes(StandardCharsets.UTF_8));
        shown.media().callee().ifPresent(remote -> effects.add(new CallEffect.Describe(remote)));
        return first ? shown.media() : shown.media().telling(MediaEnd.CALLER, before);
    }

    /** That phone rings no more (RFC 6228): nothing for the caller, for whom there is one dialog, and another may ring. */
    private Decision ended(CallState.Inviting from, Optional<Fork> fork, List<CallEffect> first) {
        if (fork.isEmpty()) {
            return Decision.of(from, first);
        }
        List<CallEffect> effects = new ArrayList<>(first);
        Optional<Fork> heard = from.early().heard();
        Early left = from.early().with(fork.get().ended(), false);
        effects.add(new CallEffect.Note("199: one of the called phones rings no more"));
        boolean wasHeard = heard.map(Fork::toTag).equals(Optional.of(fork.get().toTag()));
        if (!wasHeard || left.heard().isEmpty() || !(from.offer() instanceof Offer.Described offer)) {
            return Decision.of(from.with(left), effects);
        }
        Sessions.Shown shown = Sessions.answerFor(env.keys(), Sessions.Reader.of(env, from.caller()),
                offer.description(), left.heard().get().described().orElseThrow(), from.media());
        CallMedia media = shown.media().telling(MediaEnd.CALLER, from.media().toldCaller());
        media.callee().ifPresent(remote -> effects.add(new CallEffect.Describe(remote)));
        return Decision.of(from.with(left).told(media, 100), effects);
    }
}
