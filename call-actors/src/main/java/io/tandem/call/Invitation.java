package io.tandem.call;

import io.tandem.interworking.CustomerNames;
import io.tandem.interworking.LocatedBody;
import io.tandem.interworking.MicrosoftHeaders;
import io.tandem.interworking.NumberWriting;
import io.tandem.interworking.OurContact;
import io.tandem.interworking.OutgoingInvite;
import io.tandem.interworking.OutgoingInvite.Addressing;
import io.tandem.interworking.Parties;
import io.tandem.interworking.Reliability;
import io.tandem.leg.Leg;
import io.tandem.leg.LegPath;
import io.tandem.leg.Legs;
import io.tandem.leg.Outgoing;
import io.tandem.media.session.MediaEnd;
import io.tandem.media.session.ProtectEnd;
import io.tandem.port.PeerGroup;
import io.tandem.port.SipEdge.Advertised;
import io.tandem.port.TrunkNumbers.CallerPolicy;
import io.tandem.port.TrunkTargets.Target;
import io.tandem.sip.message.Address;
import io.tandem.sip.message.Multipart;
import io.tandem.sip.message.SipRequest;
import io.tandem.tenant.number.CalledNumber;
import io.tandem.tenant.number.PhoneNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks the hunt's target to take the call. Each attempt is a leg of its own number, and so a dialog of its own: Call-ID,
 * tag, branch and offer (TRAP-8). The media session behind it stays the same.
 */
record Invitation(CallEnvironment env, CallFacts facts, Leg.Asked caller, Offer offer, CallMedia media, Hunt hunt) {

    /**
     * @param leg number of the attempt's leg
     * @param relayed highest provisional status that the caller has been told so far
     * @param early what has gone on in its early dialog
     * @param first what has to be done before the INVITE goes out
     */
    Decision send(int leg, int relayed, Early early, List<CallEffect> first) {
        Target target = hunt.target();
        PeerGroup to = env.router().group(target.peerGroup()).orElseThrow();
        if (facts.emergency() && to.profile().elin()) {
            ShownPlace place = ShownPlace.of(facts, caller.invite(), origin(), to);
            return new Invitation(env, place.facts(), caller, offer, media, hunt).ask(leg, relayed, early, first)
                    .then(place.effects());
        }
        return ask(leg, relayed, early, first);
    }

    private Decision ask(int leg, int relayed, Early early, List<CallEffect> first) {
        Target target = hunt.target();
        PeerGroup to = target();
        LegPath path = new LegPath(target.peerGroup(), target.peer(), target.flow(),
                contact(to, env.contact(target.flow().listener(), leg)));
        Parties parties = parties();
        Optional<Sessions.Shown> shown = Sessions.firstOffer(env, leg, to, offer, media);
        SipRequest invite = request(leg, path, parties, shown.map(Sessions.Shown::sdp));
        CallMedia told = shown.map(Sessions.Shown::media).orElse(media);
        Outgoing<Leg.Asking> out = Legs.ask(leg, path, invite, env.id().tag(leg));
        List<CallEffect> effects = new ArrayList<>(first);
        effects.addAll(Numbers.notes(parties.rewrites()));
        if (facts.failedAttempts().isEmpty()) { // the others of a trunk are told the same
            parties.withoutNumber().ifPresent(done -> told(done, effects));
        }
        if (to.profile().secured()) {
            effects.add(new CallEffect.Protect(new ProtectEnd(env.id().value(), MediaEnd.CALLEE)));
        }
        effects.add(new CallEffect.SendRequest(leg, out.transaction(), out.request(), out.flow()));
        return Decision.of(new CallState.Inviting(facts, caller, offer, out.leg(), told, relayed, hunt,
                early.ofNextAttempt()), effects);
    }

    private SipRequest request(int leg, LegPath path, Parties parties, Optional<byte[]> description) {
        Advertised us = env.at(path.flow().listener());
        Addressing addressing = new Addressing(parties, hunt.target().host(), hunt.target().port(),
                us.host(), env.id().value() + "-" + leg, env.id().tag(leg), path.contact(), env.settings().product());
        SipRequest.Builder invite = OutgoingInvite.of(caller.invite(), addressing);
        MicrosoftHeaders.copy(caller.invite().headers(), origin(),
                env.router().group(path.peerGroup()).orElseThrow(), invite);
        Optional<LocatedBody> located = facts.emergency() ? LocatedBody.of(caller.invite()) : Optional.empty();
        if (located.isPresent()) {
            Multipart body = located.get().with(description.orElseGet(() -> new byte[0]));
            invite.body(body.contentType(), body.toBytes());
            OutgoingInvite.copyLocation(caller.invite(), invite);
        } else {
            description.ifPresent(sdp -> invite.body(Sessions.SDP, sdp));
        }
        if (description.isPresent()) { // else a provisional may offer, and its PRACK would have to answer (RFC 3262 §5)
            Reliability.announce(target().setUp().reliable(), invite);
        }
        return invite.build();
    }

    private void told(CallerPolicy done, List<CallEffect> effects) {
        effects.add(new CallEffect.Note("caller without a number, to trunk " + hunt.target().peerGroup() + ": "
                + done.label()));
        effects.add(new CallEffect.CallerWithoutNumber(hunt.target().peerGroup(), done));
    }

    private Address contact(PeerGroup to, Address ours) {
        return CustomerNames.towards(to, OurContact.towards(to, ours, caller.invite()), facts.provisioned().customer());
    }

    private PeerGroup origin() {
        return env.router().group(facts.inboundGroup()).orElseThrow();
    }

    private PeerGroup target() {
        return env.router().group(hunt.target().peerGroup()).orElseThrow();
    }

    private Parties parties() {
        PeerGroup origin = origin();
        NumberWriting writing = new NumberWriting(origin, target());
        SipRequest received = caller.invite();
        if (facts.elin().isPresent() && target().profile().elin()) {
            return writing.emergency(received, new PhoneNumber(facts.elin().get()));
        }
        Numbers numbers = Numbers.of(received, origin);
        if (numbers.code().isPresent() && !facts.emergency()) {
            return writing.code(received, numbers.code().get());
        }
        return switch (numbers.called()) {
            case CalledNumber.Global called when !facts.emergency() -> writing.parties(received, called);
            case CalledNumber.Global _,
                    CalledNumber.Refused _ -> writing.emergency(received);
        };
    }
}
