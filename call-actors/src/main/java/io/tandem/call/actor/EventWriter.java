package io.tandem.call.actor;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tandem.call.Attempt;
import io.tandem.call.CallEvent;
import io.tandem.call.CallFacts;
import io.tandem.call.CallMedia;
import io.tandem.call.CallView.EndCause;
import io.tandem.call.MediaWatchRules;
import io.tandem.call.OwnOffer;
import io.tandem.call.Transferral;
import io.tandem.leg.Leg;
import io.tandem.leg.LegPath;
import io.tandem.leg.SessionTimer;
import io.tandem.media.sdp.Codec;
import io.tandem.media.sdp.Sdp;
import io.tandem.media.sdp.Translation;
import io.tandem.media.session.DescribeRemote;
import io.tandem.media.session.OpenResult.LocalMedia;
import io.tandem.media.session.Protection;
import io.tandem.media.session.SessionStats;
import io.tandem.port.Service;
import io.tandem.sip.dialog.Dialog;
import io.tandem.sip.message.Address;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Writes call events, field by field. Names are for ever: {@link EventReader} of every later build knows them. */
record EventWriter(JsonGenerator out, Seal seal) {

    void answered(CallEvent.CallAnswered event) throws IOException {
        talking(event.facts(), event.answeredAt(), event.caller(), event.callee(), event.media(), event.owed(),
                event.story());
    }

    void changed(CallEvent.SessionChanged event) throws IOException {
        talking(event.facts(), event.answeredAt(), event.caller(), event.callee(), event.media(), event.owed(),
                event.story());
    }

    private void talking(CallFacts facts, Instant answeredAt, Leg caller, Leg callee, CallMedia media,
            List<OwnOffer> owed, String story) throws IOException {
        out.writeStartObject();
        facts(facts);
        time("answeredAt", answeredAt);
        leg("caller", caller);
        leg("callee", callee);
        if (media.secured()) {
            sealed(facts, media, owed);
        } else {
            described(media, owed);
        }
        out.writeStringField("story", story);
        out.writeEndObject();
    }

    private void described(CallMedia media, List<OwnOffer> owed) throws IOException {
        media(media);
        if (!owed.isEmpty()) {
            owed(owed);
        }
    }

    /** Keys stand in all of it: in what each side was told, in what it said, and in what is to be told on. */
    private void sealed(CallFacts facts, CallMedia media, List<OwnOffer> owed) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator inner = CallEventSerializer.generator(bytes)) {
            inner.writeStartObject();
            new EventWriter(inner, seal).described(media, owed);
            inner.writeEndObject();
        }
        out.writeBinaryField(CallEventSerializer.SEALED, seal.seal(facts.id().value(), bytes.toByteArray()));
    }

    private void owed(List<OwnOffer> offers) throws IOException {
        out.writeArrayFieldStart("owed");
        for (OwnOffer offer : offers) {
            out.writeStartObject();
            out.writeNumberField("leg", offer.leg());
            out.writeStringField("purpose", offer.purpose().name());
            text("described", offer.description().map(Sdp::write));
            if (offer.round() > 0) {
                out.writeNumberField("round", offer.round());
            }
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    void ended(CallEvent.CallEnded event) throws IOException {
        out.writeStartObject();
        facts(event.facts());
        if (event.answeredAt().isPresent()) {
            time("answeredAt", event.answeredAt().get());
        }
        time("endedAt", event.endedAt());
        cause(event.cause());
        out.writeArrayFieldStart("legs");
        for (Leg leg : event.legs()) {
            leg(leg);
        }
        out.writeEndArray();
        if (event.media().isPresent()) {
            media(event.media().get().withoutKeys());
        }
        if (event.stats().isPresent()) {
            stats(event.stats().get());
        }
        out.writeStringField("story", event.story());
        out.writeEndObject();
    }

    private void facts(CallFacts facts) throws IOException {
        out.writeStringField("id", facts.id().value());
        time("startedAt", facts.startedAt());
        out.writeStringField("calling", facts.calling());
        out.writeStringField("called", facts.called());
        out.writeStringField("inboundGroup", facts.inboundGroup());
        text("account", facts.account());
        text("service", facts.service().map(Service::configName));
        text("outboundGroup", facts.outboundGroup());
        out.writeStringField("decision", facts.decision());
        if (!facts.failedAttempts().isEmpty()) {
            attempts(facts.failedAttempts());
        }
        if (facts.emergency()) {
            out.writeBooleanField("emergency", true);
        }
        text("customSipHeader", facts.provisioned().customSipHeader());
        text("customer", facts.provisioned().customer());
        if (!facts.transfers().isEmpty()) {
            transfers(facts.transfers());
        }
        text("elin", facts.elin());
        if (!facts.muted().isEmpty()) {
            out.writeArrayFieldStart("muted");
            for (String side : MediaWatchRules.words(facts.muted())) {
                out.writeString(side);
            }
            out.writeEndArray();
        }
    }

    private void transfers(List<Transferral> transfers) throws IOException {
        out.writeArrayFieldStart("transfers");
        for (Transferral transfer : transfers) {
            out.writeStartObject();
            out.writeNumberField("by", transfer.by());
            out.writeStringField("peer", transfer.peer());
            out.writeStringField("peerGroup", transfer.peerGroup());
            out.writeNumberField("target", transfer.target());
            out.writeStringField("to", transfer.to());
            out.writeNumberField("status", transfer.status());
            if (!transfer.goneTag().isEmpty()) {
                out.writeStringField("goneTag", transfer.goneTag());
            }
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private void attempts(List<Attempt> attempts) throws IOException {
        out.writeArrayFieldStart("failedAttempts");
        for (Attempt attempt : attempts) {
            out.writeStartObject();
            out.writeNumberField("leg", attempt.leg());
            out.writeStringField("peer", attempt.peer());
            out.writeStringField("outcome", attempt.outcome().label());
            out.writeNumberField("status", attempt.status());
            out.writeStringField("reason", attempt.reason());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private void cause(EndCause cause) throws IOException {
        out.writeObjectFieldStart("cause");
        out.writeStringField("side", cause.side());
        out.writeNumberField("status", cause.status());
        out.writeNumberField("q850", cause.q850());
        out.writeStringField("reason", cause.reason());
        out.writeEndObject();
    }

    private void leg(String name, Leg leg) throws IOException {
        out.writeFieldName(name);
        leg(leg);
    }

    private void leg(Leg leg) throws IOException {
        out.writeStartObject();
        out.writeNumberField("number", leg.number());
        path(leg.path());
        Optional<Dialog> dialog = leg.knownDialog();
        if (dialog.isPresent()) {
            dialog(dialog.get());
        }
        if (leg instanceof Leg.Confirmed confirmed && !confirmed.timer().equals(SessionTimer.NONE)) {
            timer(confirmed.timer());
        }
        out.writeEndObject();
    }

    private void timer(SessionTimer timer) throws IOException {
        out.writeObjectFieldStart("sessionTimer");
        out.writeNumberField("seconds", timer.seconds());
        out.writeBooleanField("ours", timer.ours());
        out.writeBooleanField("shared", timer.shared());
        out.writeNumberField("endsAt", timer.endsAt());
        if (timer.least() > 0) {
            out.writeNumberField("least", timer.least());
        }
        out.writeEndObject();
    }

    private void path(LegPath path) throws IOException {
        out.writeStringField("peerGroup", path.peerGroup());
        out.writeStringField("peer", path.peer());
        out.writeStringField("listener", path.flow().listener());
        out.writeStringField("transport", path.flow().transport().name());
        out.writeStringField("remoteHost", path.flow().remote().getHostString());
        out.writeNumberField("remotePort", path.flow().remote().getPort());
        out.writeStringField("contact", path.contact().text());
    }

    private void dialog(Dialog dialog) throws IOException {
        out.writeObjectFieldStart("dialog");
        out.writeStringField("callId", dialog.id().callId());
        out.writeStringField("localTag", dialog.id().localTag());
        out.writeStringField("remoteTag", dialog.id().remoteTag());
        out.writeStringField("role", dialog.role().name());
        out.writeStringField("local", dialog.local().text());
        out.writeStringField("remote", dialog.remote().text());
        out.writeStringField("remoteTarget", dialog.remoteTarget().text());
        out.writeArrayFieldStart("routeSet");
        for (Address route : dialog.routeSet()) {
            out.writeString(route.text());
        }
        out.writeEndArray();
        out.writeNumberField("localCSeq", dialog.localCSeq());
        out.writeNumberField("remoteCSeq", dialog.remoteCSeq());
        out.writeBooleanField("secure", dialog.secure());
        out.writeEndObject();
    }

    private void media(CallMedia media) throws IOException {
        out.writeObjectFieldStart("media");
        local("towardsCaller", media.towardsCaller());
        local("towardsCallee", media.towardsCallee());
        if (media.caller().isPresent()) {
            remote("caller", media.caller().get());
        }
        if (media.callee().isPresent()) {
            remote("callee", media.callee().get());
        }
        out.writeArrayFieldStart("codecs");
        for (String codec : media.codecs()) {
            out.writeString(codec);
        }
        out.writeEndArray();
        out.writeStringField("shownToCaller", media.toldCaller().description());
        out.writeNumberField("versionToCaller", media.toldCaller().version());
        out.writeStringField("shownToCallee", media.toldCallee().description());
        out.writeNumberField("versionToCallee", media.toldCallee().version());
        if (media.hold().byCaller()) {
            out.writeBooleanField("heldByCaller", true);
        }
        if (media.hold().byCallee()) {
            out.writeBooleanField("heldByCallee", true);
        }
        out.writeEndObject();
    }

    private void local(String name, LocalMedia local) throws IOException {
        out.writeObjectFieldStart(name);
        out.writeStringField("address", local.address());
        out.writeNumberField("rtpPort", local.rtpPort());
        out.writeEndObject();
    }

    private void remote(String name, DescribeRemote remote) throws IOException {
        out.writeObjectFieldStart(name);
        out.writeStringField("address", remote.address());
        out.writeNumberField("rtpPort", remote.rtpPort());
        out.writeNumberField("rtcpPort", remote.rtcpPort());
        out.writeNumberField("clockRateHz", remote.clockRateHz());
        if (remote.secured()) {
            out.writeBooleanField("secured", true);
        }
        if (remote.protection().isPresent()) {
            protection(remote.protection().get());
        }
        if (!remote.translations().isEmpty()) {
            translations(remote.translations());
        }
        out.writeEndObject();
    }

    private void translations(List<Translation> translations) throws IOException {
        out.writeArrayFieldStart("translations");
        for (Translation each : translations) {
            out.writeStartObject();
            codec("here", each.here());
            codec("there", each.there());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private void codec(String name, Codec codec) throws IOException {
        out.writeObjectFieldStart(name);
        out.writeNumberField("payloadType", codec.payloadType());
        out.writeStringField("encodingName", codec.encodingName());
        out.writeNumberField("clockRateHz", codec.clockRateHz());
        out.writeNumberField("channels", codec.channels());
        out.writeEndObject();
    }

    private void protection(Protection protection) throws IOException {
        out.writeStringField("suite", protection.ours().suite().name());
        out.writeStringField("ourKey", protection.ours().base64());
        out.writeStringField("peersKey", protection.peers().base64());
        if (protection.mkiBytes() > 0) {
            out.writeNumberField("mkiBytes", protection.mkiBytes());
        }
    }

    private void stats(SessionStats stats) throws IOException {
        out.writeObjectFieldStart("stats");
        stats("caller", stats.caller());
        stats("callee", stats.callee());
        out.writeEndObject();
    }

    private void stats(String name, SessionStats.EndStats end) throws IOException {
        out.writeObjectFieldStart(name);
        out.writeStringField("localAddress", end.localAddress());
        out.writeStringField("remoteAddress", end.remoteAddress());
        out.writeBooleanField("latched", end.latched());
        out.writeNumberField("packetsReceived", end.packetsReceived());
        out.writeNumberField("octetsReceived", end.octetsReceived());
        out.writeNumberField("packetsSent", end.packetsSent());
        out.writeNumberField("octetsSent", end.octetsSent());
        out.writeNumberField("packetsLost", end.packetsLost());
        out.writeNumberField("packetsOutOfOrder", end.packetsOutOfOrder());
        out.writeNumberField("packetsRefused", end.packetsRefused());
        out.writeNumberField("jitterMillis", end.jitterMillis());
        out.writeNumberField("rtcpReceived", end.rtcpReceived());
        out.writeNumberField("rtcpSent", end.rtcpSent());
        if (end.packetsForged() > 0) {
            out.writeNumberField("packetsForged", end.packetsForged());
        }
        if (end.lostAtPeer() > 0) {
            out.writeNumberField("lostAtPeer", end.lostAtPeer());
        }
        if (end.roundTripMillis() > 0) {
            out.writeNumberField("roundTripMillis", end.roundTripMillis());
        }
        out.writeEndObject();
    }

    /** Microseconds since 1970-01-01T00:00Z. */
    private void time(String name, Instant at) throws IOException {
        out.writeNumberField(name, at.getEpochSecond() * 1_000_000 + at.getNano() / 1_000);
    }

    private void text(String name, Optional<String> value) throws IOException {
        if (value.isPresent()) {
            out.writeStringField(name, value.get());
        }
    }
}
