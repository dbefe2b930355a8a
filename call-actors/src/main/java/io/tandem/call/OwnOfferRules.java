package io.tandem.call;

import io.tandem.call.OwnOffer.Purpose;
import io.tandem.interworking.Methods;
import io.tandem.interworking.RetryAfter;
import io.tandem.leg.Leg;
import io.tandem.leg.Legs;
import io.tandem.leg.Outgoing;
import io.tandem.media.sdp.SessionDescription;
import io.tandem.media.sdp.TranslatedAnswer;
import io.tandem.media.session.MediaEnd;
import io.tandem.sip.dialog.Dialog;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Re-INVITEs of our own: no side asked for them, so no side waits for their answer. One is under way at a time; the rest
 * wait in {@link CallState.Talking#due()}, and a session that both sides have agreed on meanwhile makes them needless.
 */
record OwnOfferRules(CallEnvironment env, CallState.Talking state) {

    /**
     * What was decided, and the next offer that is due, where nothing stands in its way. What is journaled of it says which
     * offers it leaves owed: a side that misses one would be in another session than the other.
     */
    static Decision proceed(CallEnvironment env, Decision decided) {
        Decision next = begun(env, decided);
        if (next.events().isEmpty() || !(next.next() instanceof CallState.Talking talking)
                || talking.owed().isEmpty()) {
            return next;
        }
        List<OwnOffer> owed = talking.owed();
        return new Decision(talking, next.events().stream().map(event -> event.owing(owed)).toList(), next.effects());
    }

    /** After a restart: what the dead process owed is made once the peers can be reached. */
    static CallState.Talking resumed(CallState.Talking talking, Duration pace, List<CallEffect> effects) {
        if (talking.due().isEmpty()) {
            return talking;
        }
        effects.add(new CallEffect.StartTimer(CallTimer.GLARE, pace));
        return talking.withoutFirstDue().wantingFirst(talking.due().getFirst().resting(0));
    }

    private static Decision begun(CallEnvironment env, Decision decided) {
        if (decided.next() instanceof CallState.Talking talking && !talking.due().isEmpty()
                && talking.exchange().isEmpty() && !talking.due().getFirst().resting()) {
            return new OwnOfferRules(env, talking).begin(decided, talking.due().getFirst());
        }
        return decided;
    }

    private Decision begin(Decision decided, OwnOffer due) {
        CallState.Talking left = state.withoutFirstDue();
        if (state.hasLeft(due.leg())) { // whoever takes its place is told instead
            return begun(env, new Decision(left, decided.events(), decided.effects()));
        }
        Leg.Confirmed leg = state.leg(due.leg());
        Sessions.Reader reader = Sessions.Reader.of(env, state, leg);
        Optional<Sessions.Shown> shown = due.description().isPresent()
                ? Sessions.offerFor(env.keys(), reader, due.description().get(), state.media())
                : Sessions.again(reader.end(), state.media());
        if (shown.isEmpty()) {
            return begun(env, new Decision(left, decided.events(), decided.effects()));
        }
        Outgoing<Leg.Confirmed> out = Legs.request(leg, SipMethod.INVITE, invite -> invite
                .add(HeaderName.ALLOW, Methods.ALLOW)
                .add(HeaderName.USER_AGENT, env.settings().product())
                .body(Sessions.SDP, shown.get().sdp()));
        Exchange.Own own = new Exchange.Own(due.sent(), out.transaction(), shown.get().media());
        CallEffect send = new CallEffect.SendRequest(leg.number(), out.transaction(), out.request(), out.flow());
        return new Decision(left.with(out.leg()).in(Optional.of(own)), counting(decided.events(), out.leg()),
                decided.effects()).then(List.of(send));
    }

    private static List<CallEvent> counting(List<CallEvent> events, Leg.Confirmed leg) {
        return events.stream()
                .map(event -> event instanceof CallEvent.SessionChanged changed ? changed.counting(leg) : event)
                .toList();
    }

    /** The side has answered our offer finally, and its dialog lives. */
    Decision answered(Exchange.Own own, SipResponse response) {
        if (response.success()) {
            return accepted(own, response);
        }
        OwnOffer offer = own.offer();
        Optional<Leg.Confirmed> patient = SessionTimerRules.raised(state.leg(own.leg()), response);
        if (patient.isPresent()) {
            return Decision.of(asItWas(own).with(patient.get()).wantingFirst(offer.rested()));
        }
        if (response.status() == 491 && offer.attempt() < OwnOffer.MOST_ATTEMPTS) {
            return rest(own, offer.attempt(), glareDelay(own));
        }
        boolean notNow = response.status() >= 500 && response.headers().contains(HeaderName.RETRY_AFTER);
        if (notNow && offer.attempt() < OwnOffer.MOST_ATTEMPTS) {
            return rest(own, OwnOffer.MOST_ATTEMPTS - 1, RetryAfter.of(response.headers())); // once
        }
        return failed(own, response.status() + " " + response.reason());
    }

    private Duration glareDelay(Exchange.Own own) {
        boolean owner = state.leg(own.leg()).dialog().role() == Dialog.Role.UAC;
        return OwnOffer.glareDelay(owner, 31 * env.id().value().hashCode() + own.invite().hashCode());
    }

    private Decision rest(Exchange.Own own, int attempts, Duration howLong) {
        return Decision.of(asItWas(own).wantingFirst(own.offer().resting(attempts)),
                new CallEffect.StartTimer(CallTimer.GLARE, howLong));
    }

    /** The timer of the offer that rests has run out. */
    Decision rested() {
        if (state.due().isEmpty()) {
            return Decision.ignore(state);
        }
        return Decision.of(state.withoutFirstDue().wantingFirst(state.due().getFirst().rested()));
    }

    /** A refusal leaves the session as it was (§14.1). */
    Decision failed(Exchange.Own own, String why) {
        return Decision.of(asItWas(own), new CallEffect.Note("a re-INVITE of ours was refused: " + why));
    }

    private CallState.Talking asItWas(Exchange.Own own) {
        return state.with(state.media().numberedAs(own.media())).in(Optional.empty());
    }

    private Decision accepted(Exchange.Own own, SipResponse response) {
        Leg.Confirmed leg = refreshed(own, response);
        CallState.Talking done = state.with(leg).in(Optional.empty());
        List<CallEffect> effects = new ArrayList<>();
        effects.add(ack(own, leg, response));
        Optional<SessionDescription> said = Sessions.described(response, Sessions.secured(env, leg));
        if (said.isEmpty()) { // wrong, and plain all the same: it has taken the offer as it is
            return new SessionChange(state).to(done.with(own.media()), effects);
        }
        Sessions.Reader other = Sessions.Reader.of(env, state, state.otherThan(own.leg()));
        SessionDescription offered = Sessions.lastTold(own.media(), other.end().other()).orElse(said.get());
        CallMedia media = answeredBy(own, other.end().other(), offered, said.get());
        return new SessionChange(state).to(followed(own, done.with(media), other, said.get()), effects);
    }

    private CallMedia answeredBy(Exchange.Own own, MediaEnd writer, SessionDescription offered,
            SessionDescription answer) {
        CallMedia known = Sessions.answeredBy(env.keys(), writer, offered, answer, own.media());
        return own.offer()
                .description()
                .map(others -> Speech.translated(writer, TranslatedAnswer.of(others, answer).translations(), known))
                .orElse(known);
    }

    /** Where the answer takes back what the other side may send, that side has to hear it. */
    private CallState.Talking followed(Exchange.Own own, CallState.Talking agreed, Sessions.Reader other,
            SessionDescription answer) {
        boolean enough = own.offer().round() + 1 >= OwnOffer.MOST_ROUNDS
                || Sessions.covers(answer, agreed.media(), other.end());
        boolean unknown = own.offer().purpose() == Purpose.NEW_PARTY && agreed.media().told(other.end()).isNothing();
        return enough || unknown ? agreed : agreed.wanting(own.offer().followedBy(other.leg(), answer));
    }

    /** The answer could not be journaled: it is acknowledged, and the call stays what the journal knows. */
    Decision undurable(Exchange.Own own, SipResponse response) {
        if (!response.success()) {
            return failed(own, "journal");
        }
        Leg.Confirmed leg = refreshed(own, response);
        return Decision.of(asItWas(own).with(leg), ack(own, leg, response));
    }

    private Leg.Confirmed refreshed(Exchange.Own own, SipResponse response) {
        Leg.Confirmed leg = state.leg(own.leg());
        return leg.with(leg.dialog().refreshTarget(response));
    }

    private static CallEffect ack(Exchange.Own own, Leg.Confirmed leg, SipResponse response) {
        return new CallEffect.SendAck(leg.number(), own.invite(), Legs.ack(leg, response.cseq().number()).build(),
                Legs.nextHop(leg));
    }

    /**
     * A 2xx to a re-INVITE of ours that nobody remembers: it is acknowledged. Where it describes other media than the
     * call knows of that side, each side may be in a session of its own; the one that all remember is restored.
     */
    Decision late(Leg.Confirmed leg, SipResponse answer) {
        long cseq = answer.cseq().number();
        CallEffect ack = new CallEffect.SendAck(leg.number(), Legs.inviteTransaction(leg, cseq),
                Legs.ack(leg, cseq).build(), Legs.nextHop(leg));
        MediaEnd end = Sessions.Reader.of(env, state, leg).end();
        boolean known = Sessions.described(answer, Sessions.secured(env, leg))
                .map(said -> Sessions.isKnown(env.keys(), end, said, state.media()))
                .orElse(true);
        if (known || state.wants(leg.number())) {
            return Decision.of(state, ack);
        }
        CallState.Talking next = state.wanting(OwnOffer.again(leg.number(), Purpose.RESTORE));
        return Decision.of(next, ack,
                new CallEffect.Note("a forgotten re-INVITE was answered: the session is restored"))
                .journaling(TransferRules.changed(next)); // it is acknowledged, and will not be answered again
    }
}
