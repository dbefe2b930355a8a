package io.tandem.call;

import io.tandem.call.Attempt.Outcome;
import io.tandem.call.Transfer.Inviting;
import io.tandem.call.Transfer.Refer;
import io.tandem.call.TransferRules.Told;
import io.tandem.leg.Leg;
import io.tandem.leg.Legs;
import io.tandem.leg.Outgoing;
import io.tandem.media.sdp.SessionDescription;
import io.tandem.media.session.MediaEnd;
import io.tandem.sip.message.SipResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The target takes the transferor's place, and the transferor goes; or the call ends before that. */
record TransferTaking(TransferRules rules, Transfer.Answered answered) {

    private CallState.Talking state() {
        return rules.state();
    }

    Decision take() {
        Inviting inviting = answered.inviting();
        SipResponse answer = answered.answer().response();
        Optional<Fork> fork = inviting.fork(answer);
        Optional<Leg.Confirmed> target = confirmed(inviting, fork, answer);
        Optional<SessionDescription> said = Sessions.described(answer, Sessions.secured(rules.env(), inviting.target()))
                .or(() -> fork.filter(Fork::agreed).flatMap(Fork::described))
                .filter(description -> description.usableAudio().isPresent());
        if (target.isEmpty() || said.isEmpty()) {
            List<CallEffect> effects = new ArrayList<>(
                    StrayAnswers.end(rules.env(), answer, answered.answer().flow()));
            effects.add(TransferHunting.tried(inviting,
                    TransferHunting.attempt(inviting, Outcome.REFUSED, 488, "an answer without audio")));
            return rules.failed(inviting.by(), 488, "the target's answer has no audio in it", effects);
        }
        return take(inviting, target.get(), said.get(), answer);
    }

    /** Where something was said in its early dialog, its numbers go on (TRAP-10). */
    private static Optional<Leg.Confirmed> confirmed(Inviting inviting, Optional<Fork> fork, SipResponse answer) {
        Optional<Leg.Confirmed> plain = Legs.confirmed(inviting.target(), answer);
        return plain.map(leg -> fork.flatMap(Fork::said).map(said -> Legs.confirmed(said, answer)).orElse(leg));
    }

    private Decision take(Inviting inviting, Leg.Confirmed target, SessionDescription said, SipResponse answer) {
        Refer refer = inviting.by();
        MediaEnd end = state().end(refer.leg());
        Leg.Confirmed transferee = state().otherThan(refer.leg());
        CallMedia media = Sessions.takenOver(rules.env().keys(), end, said, inviting.offered(), state().media());
        List<CallEffect> effects = new ArrayList<>(new TalkingRules(rules.env(), state(), rules.now())
                .answerPending(487));
        effects.add(new CallEffect.SendAck(target.number(), inviting.target().transaction(),
                Legs.ack(target, answer.cseq().number()).build(), Legs.nextHop(target)));
        effects.add(new CallEffect.StopTimer(CallTimer.NO_ANSWER));
        effects.add(TransferHunting.tried(inviting,
                TransferHunting.attempt(inviting, Outcome.ANSWERED, answer.status(), answer.reason())));
        media.remote(end).ifPresent(remote -> effects.add(new CallEffect.Describe(remote)));
        media.remote(end.other())
                .filter(remote -> !state().media().remote(end.other()).equals(Optional.of(remote)))
                .ifPresent(remote -> effects.add(new CallEffect.Describe(remote)));
        effects.add(new CallEffect.Note("leg " + target.number() + " has taken the place of leg " + refer.leg()));
        Leaves leaves = leaves(refer);
        CallState.Talking taken = state().with(state().facts().replaced(state().leg(refer.leg()).dialog().id()))
                .replacing(refer.leg(), target)
                .with(media)
                .transferring(leaves.transfer());
        Sessions.Reader reader = Sessions.Reader.of(rules.env(), taken, transferee);
        CallState.Talking next = state().wants(transferee.number()) || hasToHear(reader, said, media)
                ? taken.wanting(OwnOffer.describing(transferee.number(), OwnOffer.Purpose.NEW_PARTY, said))
                : taken;
        return Decision.of(next, effects).then(leaves.effects()).journaling(TransferRules.changed(next));
    }

    /** Whether the other side has been told something else of whom it talks to than is so now. */
    private boolean hasToHear(Sessions.Reader reader, SessionDescription said, CallMedia media) {
        return Sessions.offerFor(rules.env().keys(), reader, said, media)
                .map(shown -> !shown.media().told(reader.end()).equals(media.told(reader.end())))
                .orElse(false);
    }

    private record Leaves(Optional<Transfer> transfer, List<CallEffect> effects) {}

    /** It hears 200 and hangs up; one that hears nothing, or does not hang up, gets a BYE. */
    private Leaves leaves(Refer refer) {
        if (refer.left()) {
            return new Leaves(Optional.empty(), List.of());
        }
        Told told = rules.tell(state(), refer, 200, "OK");
        Leg.Confirmed transferor = told.state().leg(refer.leg());
        if (told.lastWord().isEmpty()) {
            Outgoing<Leg.Closing> bye = Legs.bye(transferor, TransferRules.REPLACED);
            return new Leaves(Optional.of(new Transfer.Leaving(bye.leg(), Optional.empty(), true)),
                    List.of(TransferRules.send(bye)));
        }
        List<CallEffect> effects = new ArrayList<>(told.effects());
        effects.add(new CallEffect.StartTimer(CallTimer.LEAVE, TransferRules.LEAVE_AFTER));
        return new Leaves(Optional.of(new Transfer.Leaving(transferor, told.lastWord(), false)), effects);
    }
}
