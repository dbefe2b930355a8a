package io.tandem.call;

import io.tandem.interworking.ReferTo;
import io.tandem.leg.Leg;
import io.tandem.port.PeerAddress;
import io.tandem.port.PeerGroup;
import io.tandem.port.PeerGroup.Peer;
import io.tandem.port.PeerGroup.Side;
import io.tandem.sip.message.SipUri;
import io.tandem.sip.message.Uri;
import io.tandem.tenant.number.CalledNumber;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a REFER leads (TSP-127): to the trunk whose peer the Refer-To names, with what it names left as it is; else to a
 * number, routed like any call of the transferor's side.
 */
record TransferRouting(CallEnvironment env, CallState.Talking state) {
    /** Domains of Microsoft's, below which all of its proxies are (TSP-1 to TSP-3). */
    private static final String[] HUBS = {"pstnhub.microsoft.com", "pstnhub.gov.teams.microsoft.us",
            "pstnhub.dod.teams.microsoft.us"};
    private static final int SIP_PORT = 5060;
    private static final int SIPS_PORT = 5061;

    sealed interface Lead {
        /** To a trunk, known at once. */
        record ToTrunk(Route.Chosen route, boolean named) implements Lead {}

        /** To a number: who holds the deciding one has to be asked. */
        record ToNumber(String deciding) implements Lead {}

        record Nowhere(int status, String reason) implements Lead {}
    }

    Lead lead(Leg.Confirmed from, ReferTo.Party party) {
        PeerGroup origin = trunk(from);
        if (env.settings().emergency().calls(party.uri())) {
            return taken(env.router().helpOfUnknownPlace(origin));
        }
        Optional<PeerGroup> named = named(from, party.uri());
        if (named.isPresent()) {
            return new Lead.ToTrunk(new Route.Chosen(named.get(), state.facts().account(), Optional.empty(),
                    "the Refer-To names it"), true);
        }
        return switch (CalledNumber.read(party.uri(), origin.numbers().inboundCalled()).number()) {
            case CalledNumber.Global called -> new Lead.ToNumber(switch (origin.side()) {
                case CORE -> called.number().e164();
                case MPS -> callerOf(from, origin);
            });
            case CalledNumber.Refused refused -> new Lead.Nowhere(
                    origin.numbers().reading().notCanonical().status(refused.status()),
                    "the Refer-To names neither a peer nor a number in E.164");
        };
    }

    /** Calls of Microsoft's are decided by who makes them: here the transferor (TSP-127). */
    private String callerOf(Leg.Confirmed from, PeerGroup origin) {
        Uri transferor = from.dialog().remote().uri();
        return CalledNumber.read(transferor, origin.numbers().inboundCalling())
                .number() instanceof CalledNumber.Global global ? global.number().e164() : Numbers.userOf(transferor);
    }

    private static Lead taken(Route route) {
        return switch (route) {
            case Route.Chosen chosen -> new Lead.ToTrunk(chosen, false);
            case Route.Refused(int status, String reason) -> new Lead.Nowhere(status, reason);
        };
    }

    PeerGroup trunk(Leg leg) {
        return env.router().group(leg.path().peerGroup()).orElseThrow();
    }

    /** The trunk of which a peer is named; the transferor's own host is a peer of its trunk, whichever it is. */
    private Optional<PeerGroup> named(Leg.Confirmed from, Uri uri) {
        if (!(uri instanceof SipUri sip)) {
            return Optional.empty();
        }
        boolean sameHost = from.dialog().remoteTarget() instanceof SipUri contact
                && contact.host().equalsIgnoreCase(sip.host()) && port(contact) == port(sip);
        if (sameHost || trunk(from).side() == Side.MPS && isHub(sip.host())) {
            return Optional.of(trunk(from));
        }
        return env.router().groups().stream().filter(group -> isPeerOf(group, sip)).findFirst();
    }

    private static boolean isPeerOf(PeerGroup group, SipUri uri) {
        for (Peer peer : group.peers()) {
            boolean same = peer.at().host().equalsIgnoreCase(uri.host());
            if (same && (!(peer.at() instanceof PeerAddress.Literal) || peer.at().port() == port(uri))) {
                return true;
            }
        }
        return group.side() == Side.MPS && isHub(uri.host());
    }

    private static boolean isHub(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        for (String hub : HUBS) {
            if (name.equals(hub) || name.endsWith("." + hub)) {
                return true;
            }
        }
        return false;
    }

    private static int port(SipUri uri) {
        boolean tls = uri.secure() || uri.transportParameter().filter("tls"::equalsIgnoreCase).isPresent();
        return uri.port() >= 0 ? uri.port() : tls ? SIPS_PORT : SIP_PORT;
    }
}
