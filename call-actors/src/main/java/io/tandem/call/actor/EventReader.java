package io.tandem.call.actor;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.call.Attempt;
import io.tandem.call.CallEvent;
import io.tandem.call.CallFacts;
import io.tandem.call.CallMedia;
import io.tandem.call.CallMedia.Hold;
import io.tandem.call.CallMedia.Told;
import io.tandem.call.CallView.EndCause;
import io.tandem.call.OwnOffer;
import io.tandem.call.OwnOffer.Purpose;
import io.tandem.call.Provisioned;
import io.tandem.call.Transferral;
import io.tandem.leg.Leg;
import io.tandem.leg.LegPath;
import io.tandem.leg.SessionTimer;
import io.tandem.media.sdp.Sdp;
import io.tandem.media.sdp.SdpResult;
import io.tandem.media.sdp.SessionDescription;
import io.tandem.media.sdp.Codec;
import io.tandem.media.sdp.Translation;
import io.tandem.media.session.DescribeRemote;
import io.tandem.media.session.Protection;
import io.tandem.media.keys.MasterKey;
import io.tandem.media.keys.SrtpSuite;
import io.tandem.media.session.MediaEnd;
import io.tandem.media.session.OpenResult.LocalMedia;
import io.tandem.media.session.SessionStats;
import io.tandem.port.CallId;
import io.tandem.port.Service;
import io.tandem.sip.dialog.Dialog;
import io.tandem.sip.dialog.DialogId;
import io.tandem.sip.message.Address;
import io.tandem.sip.message.Uri;
import io.tandem.sip.route.Flow;
import io.tandem.sip.route.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads call events as {@link EventWriter} writes them, and as it ever wrote them. Unknown fields are left. */
final class EventReader {
    private EventReader() {}

    static CallEvent.CallAnswered answered(JsonNode tree) throws IOException {
        CallFacts facts = facts(tree);
        return new CallEvent.CallAnswered(facts, time(tree, "answeredAt").orElseThrow(), confirmed(tree.path("caller")),
                confirmed(tree.path("callee")), media(tree.path("media"), facts.id()), owed(tree.path("owed")),
                tree.path("story").asText());
    }

    /** An offer that this build knows no purpose of, or whose description it cannot read, is not made. */
    private static List<OwnOffer> owed(JsonNode tree) {
        List<OwnOffer> offers = new ArrayList<>();
        for (JsonNode offer : tree) {
            Optional<SessionDescription> described = text(offer, "described").flatMap(EventReader::described);
            Purpose.named(offer.path("purpose").asText())
                    .filter(_ -> described.isPresent() || !offer.has("described"))
                    .ifPresent(purpose -> offers.add(new OwnOffer(offer.path("leg").asInt(), purpose, described, 0,
                            offer.path("round").asInt(), false)));
        }
        return offers;
    }

    private static Optional<SessionDescription> described(String text) {
        return switch (Sdp.parse(text)) {
            case SdpResult.Parsed(SessionDescription description) -> Optional.of(description);
            case SdpResult.Malformed _ -> Optional.empty();
        };
    }

    static CallEvent.SessionChanged changed(JsonNode tree) throws IOException {
        CallEvent.CallAnswered same = answered(tree);
        return new CallEvent.SessionChanged(same.facts(), same.answeredAt(), same.caller(), same.callee(), same.media(),
                same.owed(), same.story());
    }

    static CallEvent.CallEnded ended(JsonNode tree) throws IOException {
        CallFacts facts = facts(tree);
        List<Leg.Closed> legs = new ArrayList<>(2);
        for (JsonNode leg : tree.path("legs")) {
            legs.add(new Leg.Closed(leg.path("number").asInt(), path(leg), dialog(leg)));
        }
        JsonNode media = tree.path("media");
        return new CallEvent.CallEnded(facts, time(tree, "answeredAt"), time(tree, "endedAt").orElseThrow(),
                cause(tree.path("cause")), legs,
                media.isObject() ? Optional.of(media(media, facts.id())) : Optional.empty(), stats(tree.path("stats")),
                tree.path("story").asText());
    }

    private static CallFacts facts(JsonNode tree) {
        return new CallFacts(new CallId(tree.path("id").asText()), time(tree, "startedAt").orElse(Instant.EPOCH),
                tree.path("calling").asText(), tree.path("called").asText(), tree.path("inboundGroup").asText(),
                text(tree, "account"), text(tree, "service").flatMap(Service::ofConfigName),
                text(tree, "outboundGroup"), tree.path("decision").asText(), attempts(tree.path("failedAttempts")),
                tree.path("emergency").asBoolean(),
                new Provisioned(text(tree, "customSipHeader"), text(tree, "customer")),
                transfers(tree.path("transfers")), text(tree, "elin"), muted(tree.path("muted")));
    }

    private static Set<MediaEnd> muted(JsonNode tree) {
        Set<MediaEnd> sides = EnumSet.noneOf(MediaEnd.class);
        tree.forEach(side -> sides.add(side.asText().equals("caller") ? MediaEnd.CALLER : MediaEnd.CALLEE));
        return sides;
    }

    private static List<Transferral> transfers(JsonNode tree) {
        List<Transferral> transfers = new ArrayList<>();
        for (JsonNode transfer : tree) {
            transfers.add(new Transferral(transfer.path("by").asInt(), transfer.path("peer").asText(),
                    transfer.path("peerGroup").asText(), transfer.path("target").asInt(),
                    transfer.path("to").asText(), transfer.path("status").asInt(),
                    transfer.path("goneTag").asText()));
        }
        return transfers;
    }

    private static List<Attempt> attempts(JsonNode tree) {
        List<Attempt> attempts = new ArrayList<>();
        for (JsonNode attempt : tree) {
            attempts.add(new Attempt(attempt.path("leg").asInt(), attempt.path("peer").asText(),
                    Attempt.Outcome.ofLabel(attempt.path("outcome").asText()), attempt.path("status").asInt(),
                    attempt.path("reason").asText()));
        }
        return attempts;
    }

    private static EndCause cause(JsonNode tree) {
        return new EndCause(tree.path("side").asText(), tree.path("status").asInt(), tree.path("q850").asInt(),
                tree.path("reason").asText());
    }

    private static Leg.Confirmed confirmed(JsonNode tree) throws IOException {
        Dialog dialog = dialog(tree).orElseThrow(() -> new IOException("a confirmed leg without its dialog"));
        return new Leg.Confirmed(tree.path("number").asInt(), path(tree), dialog, timer(tree.path("sessionTimer")));
    }

    private static SessionTimer timer(JsonNode tree) {
        return SessionTimer.ending(tree.path("seconds").asInt(), tree.path("ours").asBoolean(),
                tree.path("shared").asBoolean(), tree.path("least").asInt(), tree.path("endsAt").asLong());
    }

    /** A connection of the dead process is none: the address it led to is what is left of it (TRAP-38). */
    private static LegPath path(JsonNode tree) throws IOException {
        InetSocketAddress remote = new InetSocketAddress(tree.path("remoteHost").asText(),
                tree.path("remotePort").asInt());
        String trunk = tree.path("peerGroup").asText();
        Flow flow = Flow.to(tree.path("listener").asText(), Transport.valueOf(tree.path("transport").asText()), remote);
        // what it opens anew shows the same identity as before
        return new LegPath(trunk, tree.path("peer").asText(), flow.of(trunk), address(tree, "contact"));
    }

    private static Optional<Dialog> dialog(JsonNode leg) throws IOException {
        JsonNode tree = leg.path("dialog");
        if (!tree.isObject()) {
            return Optional.empty();
        }
        List<Address> routeSet = new ArrayList<>();
        for (JsonNode route : tree.path("routeSet")) {
            routeSet.add(address(route.asText()));
        }
        DialogId id = new DialogId(tree.path("callId").asText(), tree.path("localTag").asText(),
                tree.path("remoteTag").asText());
        String target = tree.path("remoteTarget").asText();
        return Optional.of(new Dialog(id, Dialog.Role.valueOf(tree.path("role").asText()), true,
                address(tree, "local"), address(tree, "remote"),
                Uri.parse(target).orElseThrow(() -> new IOException("no URI: " + target)), routeSet,
                tree.path("localCSeq").asLong(-1), tree.path("remoteCSeq").asLong(-1),
                tree.path("secure").asBoolean()));
    }

    private static Address address(JsonNode tree, String name) throws IOException {
        return address(tree.path(name).asText());
    }

    private static Address address(String text) throws IOException {
        return Address.parse(text).orElseThrow(() -> new IOException("no address: " + text));
    }

    private static CallMedia media(JsonNode tree, CallId id) {
        List<String> codecs = new ArrayList<>();
        tree.path("codecs").forEach(codec -> codecs.add(codec.asText()));
        return new CallMedia(local(tree.path("towardsCaller")), local(tree.path("towardsCallee")),
                remote(tree.path("caller"), id, MediaEnd.CALLER), remote(tree.path("callee"), id, MediaEnd.CALLEE),
                codecs, new Told(tree.path("shownToCaller").asText(), tree.path("versionToCaller").asInt()),
                toldCallee(tree),
                new Hold(tree.path("heldByCaller").asBoolean(), tree.path("heldByCallee").asBoolean()));
    }

    /** Builds that did not write it had told the called side once: the next description must not be number 1 again. */
    private static Told toldCallee(JsonNode tree) {
        return new Told(tree.path("shownToCallee").asText(), tree.path("versionToCallee").asInt(1));
    }

    private static LocalMedia local(JsonNode tree) {
        return new LocalMedia(tree.path("address").asText(), tree.path("rtpPort").asInt());
    }

    private static Optional<DescribeRemote> remote(JsonNode tree, CallId id, MediaEnd end) {
        if (!tree.isObject()) {
            return Optional.empty();
        }
        DescribeRemote plain = new DescribeRemote(id.value(), end, tree.path("address").asText(),
                tree.path("rtpPort").asInt(), tree.path("rtcpPort").asInt(), tree.path("clockRateHz").asInt());
        DescribeRemote read = tree.path("secured").asBoolean() ? plain.protectedBy(protection(tree)) : plain;
        return Optional.of(read.translating(translations(tree.path("translations"))));
    }

    private static List<Translation> translations(JsonNode tree) {
        List<Translation> translations = new ArrayList<>();
        tree.forEach(each -> translations.add(new Translation(codec(each.path("here")), codec(each.path("there")))));
        return translations;
    }

    private static Codec codec(JsonNode tree) {
        return new Codec(tree.path("payloadType").asInt(), tree.path("encodingName").asText(),
                tree.path("clockRateHz").asInt(), tree.path("channels").asInt());
    }

    /** Empty of an end that never named a key, and of a suite that this build does not know. */
    private static Optional<Protection> protection(JsonNode tree) {
        return SrtpSuite.named(tree.path("suite").asText())
                .map(suite -> new Protection(key(suite, tree.path("ourKey")), key(suite, tree.path("peersKey")),
                        tree.path("mkiBytes").asInt(), 1));
    }

    private static MasterKey key(SrtpSuite suite, JsonNode base64) {
        return MasterKey.of(suite, Base64.getDecoder().decode(base64.asText()));
    }

    private static Optional<SessionStats> stats(JsonNode tree) {
        return tree.isObject()
                ? Optional.of(new SessionStats(endStats(tree.path("caller")), endStats(tree.path("callee"))))
                : Optional.empty();
    }

    private static SessionStats.EndStats endStats(JsonNode end) {
        return new SessionStats.EndStats(end.path("localAddress").asText(), end.path("remoteAddress").asText(),
                end.path("latched").asBoolean(), end.path("packetsReceived").asLong(),
                end.path("octetsReceived").asLong(), end.path("packetsSent").asLong(), end.path("octetsSent").asLong(),
                end.path("packetsLost").asLong(), end.path("packetsOutOfOrder").asLong(),
                end.path("packetsRefused").asLong(), end.path("jitterMillis").asDouble(),
                end.path("rtcpReceived").asLong(), end.path("rtcpSent").asLong(),
                end.path("packetsForged").asLong(), end.path("lostAtPeer").asLong(),
                end.path("roundTripMillis").asDouble());
    }

    private static Optional<Instant> time(JsonNode tree, String name) {
        JsonNode micros = tree.path(name);
        return micros.isNumber()
                ? Optional.of(Instant.ofEpochSecond(Math.floorDiv(micros.asLong(), 1_000_000L),
                        Math.floorMod(micros.asLong(), 1_000_000L) * 1_000))
                : Optional.empty();
    }

    private static Optional<String> text(JsonNode tree, String name) {
        return tree.has(name) ? Optional.of(tree.path(name).asText()) : Optional.empty();
    }
}
