package io.tandem.call;

import io.tandem.call.Transfer.Refer;
import io.tandem.interworking.CustomerNames;
import io.tandem.interworking.NumberWriting;
import io.tandem.interworking.OutgoingInvite;
import io.tandem.interworking.OutgoingInvite.Addressing;
import io.tandem.interworking.Parties;
import io.tandem.interworking.ReferredInvite;
import io.tandem.interworking.Reliability;
import io.tandem.leg.Leg;
import io.tandem.leg.LegPath;
import io.tandem.leg.Legs;
import io.tandem.leg.Outgoing;
import io.tandem.port.PeerGroup;
import io.tandem.port.TrunkTargets.Target;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipUri;
import io.tandem.tenant.number.CalledNumber;
import java.util.List;
import java.util.Optional;

/**
 * Asks the target of a transfer to take the transferor's place: an INVITE of its own leg number, so a dialog of its own,
 * with what the transferor was last told of the other side, from the same port (TSP-149).
 */
record TransferInvitation(CallEnvironment env, CallState.Talking state, Refer refer, Hunt hunt,
        Optional<String> customer) {

    /** @return empty when nobody knows what the other side has described */
    Optional<Decision> send(int number) {
        Target target = hunt.target();
        PeerGroup to = env.router().group(target.peerGroup()).orElseThrow();
        return Sessions.offerInPlace(env, reader(number, to), state.media()).map(shown -> {
            Parties parties = parties(to);
            Outgoing<Leg.Asking> out = Legs.ask(number, path(number, to), invite(number, to, parties, shown.sdp()),
                    env.id().tag(number));
            Transfer inviting = new Transfer.Inviting(refer, out.leg(), shown.media().told(state.end(refer.leg())),
                    hunt, customer, Early.NONE);
            List<CallEffect> effects = Numbers.notes(parties.rewrites());
            return Decision.of(state.transferring(Optional.of(inviting)),
                    new CallEffect.SendRequest(number, out.transaction(), out.request(), out.flow())).after(effects);
        });
    }

    private Sessions.Reader reader(int number, PeerGroup to) {
        return Sessions.Reader.at(state.end(refer.leg()), number, to);
    }

    private LegPath path(int number, PeerGroup to) {
        Target target = hunt.target();
        return new LegPath(target.peerGroup(), target.peer(), target.flow(),
                CustomerNames.towards(to, env.contact(target.flow().listener(), number), label()));
    }

    private SipRequest invite(int number, PeerGroup to, Parties parties, byte[] sdp) {
        boolean itself = refer.named() && parties.requestUri() instanceof SipUri;
        SipUri asked = itself
                ? (SipUri) parties.requestUri()
                : SipUri.of("", hunt.target().host(),
                        hunt.target().port());
        Addressing addressing = new Addressing(parties, asked.host(), asked.port(),
                env.at(hunt.target().flow().listener()).host(), env.id().value() + "-" + number,
                env.id().tag(number), path(number, to).contact(), env.settings().product());
        SipRequest.Builder invite = OutgoingInvite.of(asSent(), addressing);
        ReferredInvite.complete(refer.request(), refer.replaces(), trunk(refer.leg()), to, invite);
        Reliability.announce(to.setUp().reliable(), invite); // TSP-116
        return invite.body(Sessions.SDP, sdp).build();
    }

    /** Direct Routing: the customer that is called, else the one that the transferor has called us by (TSP-64, F-161). */
    private Optional<String> label() {
        return customer.or(() -> CustomerNames.asked(trunk(refer.leg()),
                refer.request()) instanceof CustomerNames.Asked.OfCustomer of
                        ? Optional.of(of.label())
                        : Optional.empty());
    }

    private SipRequest asSent() {
        return ReferredInvite.asSent(state.otherThan(refer.leg()).dialog().remote(), refer.uri());
    }

    /** Who calls is the one who is transferred; the transferor is named in Referred-By. */
    private Parties parties(PeerGroup to) {
        NumberWriting writing = new NumberWriting(trunk(state.otherThan(refer.leg()).number()), to);
        if (refer.named()) {
            return ReferredInvite.named(refer.uri(), writing.emergency(asSent()));
        }
        if (env.settings().emergency().calls(refer.uri())) {
            return writing.emergency(asSent()); // before anything else reads the number (NUM-41)
        }
        return switch (CalledNumber.read(refer.uri(), trunk(refer.leg()).numbers().inboundCalled()).number()) {
            case CalledNumber.Global called -> writing.parties(asSent(), called);
            case CalledNumber.Refused _ -> writing.emergency(asSent());
        };
    }

    private PeerGroup trunk(int leg) {
        return env.router().group(state.leg(leg).path().peerGroup()).orElseThrow();
    }
}
