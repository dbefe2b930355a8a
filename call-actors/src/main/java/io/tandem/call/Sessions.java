package io.tandem.call;

import io.tandem.interworking.LocatedBody;
import io.tandem.media.sdp.OwnMedia;
import io.tandem.media.sdp.RelayedSdp;
import io.tandem.media.sdp.RemoteMedia;
import io.tandem.media.sdp.Sdp;
import io.tandem.media.sdp.SdpResult;
import io.tandem.media.sdp.SessionDescription;
import io.tandem.media.session.DescribeRemote;
import io.tandem.media.session.MediaEnd;
import io.tandem.media.session.OpenResult.LocalMedia;
import io.tandem.media.session.OpenResult.Opened;
import io.tandem.media.session.OpenSession;
import io.tandem.port.CallId;
import io.tandem.sip.message.ContentType;
import io.tandem.sip.message.Field;
import io.tandem.sip.message.Parameters;
import io.tandem.sip.message.SipMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The call's descriptions of media: what one side wrote, as the other side shall read it, with our ports in it. */
final class Sessions {
    static final ContentType SDP = new ContentType("application", "sdp", Parameters.EMPTY);

    private Sessions() {}

    sealed interface OfferRead {
        record Understood(Offer offer) implements OfferRead {}

        /** @param status 400 not readable, 415 not a session description, 488 nothing in it that we can relay */
        record Refused(int status, String reason) implements OfferRead {}
    }

    /** What the caller's INVITE says of media. */
    static OfferRead offerOf(SipMessage invite) {
        if (!invite.hasBody()) {
            return new OfferRead.Understood(new Offer.Delayed());
        }
        if (!isSdp(invite)) {
            return new OfferRead.Refused(415, "the body is no application/sdp");
        }
        return offerIn(invite.body());
    }

    /** What an emergency INVITE says of media: alone in its body, or beside the caller's location. */
    static OfferRead offerOfEmergency(SipMessage invite) {
        Optional<LocatedBody> located = LocatedBody.of(invite);
        if (located.isEmpty()) {
            return offerOf(invite);
        }
        return located.get()
                .description()
                .map(Sessions::offerIn)
                .orElseGet(() -> new OfferRead.Understood(new Offer.Delayed()));
    }

    private static OfferRead offerIn(byte[] body) {
        return switch (Sdp.parse(body)) {
            case SdpResult.Malformed(int line, String reason) ->
                    new OfferRead.Refused(400, "session description, line " + line + ": " + reason);
            case SdpResult.Parsed(SessionDescription description) -> usable(description);
        };
    }

    private static OfferRead usable(SessionDescription description) {
        if (description.usableAudio().isEmpty()) {
            return new OfferRead.Refused(488, "no RTP audio in the offer");
        }
        return new OfferRead.Understood(new Offer.Described(description));
    }

    /** The description that a response or an ACK carries, if it carries one that can be read. */
    static Optional<SessionDescription> described(SipMessage message) {
        if (!message.hasBody() || !isSdp(message)) {
            return Optional.empty();
        }
        return switch (Sdp.parse(message.body())) {
            case SdpResult.Parsed(SessionDescription description) -> Optional.of(description);
            case SdpResult.Malformed _ -> Optional.empty();
        };
    }

    private static boolean isSdp(SipMessage message) {
        return message.contentType() instanceof Field.Present(ContentType type) && type.is("application", "sdp");
    }

    static OpenSession open(CallEnvironment env) {
        String address = env.settings().mediaAddress();
        return new OpenSession(env.id().value(), address, address, Optional.empty());
    }

    /** The order that brings a recovered call's media back where its peers send it (TSP-149). */
    static OpenSession reopen(CallState.Talking talking) {
        CallMedia media = talking.media();
        return new OpenSession(talking.facts().id().value(), media.towardsCaller().address(),
                media.towardsCallee().address(), Optional.of(new OpenSession.Ports(media.towardsCaller().rtpPort(),
                        media.towardsCallee().rtpPort())));
    }

    /** The media session as it is before any target has been asked. */
    static CallMedia opened(CallEnvironment env, Offer offer, Opened opened) {
        CallMedia media = new CallMedia(opened.caller(), opened.callee(), Optional.empty(), Optional.empty(), List.of(),
                "", 0);
        return switch (offer) {
            case Offer.Delayed _ -> media;
            case Offer.Described(SessionDescription description) ->
                    media.withCaller(remote(env.id(), MediaEnd.CALLER, description));
        };
    }

    /** The offer that the called leg of that number gets: each is a dialog and a session of its own. */
    static Optional<byte[]> offerForCallee(CallEnvironment env, int leg, Offer offer, CallMedia media) {
        return switch (offer) {
            case Offer.Delayed _ -> Optional.empty();
            case Offer.Described(SessionDescription description) ->
                    RelayedSdp.offer(description, own(env.id(), leg, media.towardsCallee(), 1)).map(Sdp::toBytes);
        };
    }

    /** A description for the caller, and the media as it is once the caller has been shown it. */
    record Shown(CallMedia media, byte[] sdp) {}

    /** The called side's answer, or its early one, as the caller shall read it. */
    static Shown answerForCaller(CallId id, Offer.Described offer, SessionDescription answer, CallMedia media) {
        CallMedia known = learned(id, answer, media);
        return show(known, version -> RelayedSdp.answer(offer.description(), answer,
                own(id, 0, media.towardsCaller(), version)));
    }

    /** The called side's offer, in answer to an INVITE without one; empty when it offers nothing that we can relay. */
    static Optional<Shown> offerForCaller(CallId id, SessionDescription offer, CallMedia media) {
        if (offer.usableAudio().isEmpty()) {
            return Optional.empty();
        }
        CallMedia known = learned(id, offer, media);
        return Optional.of(show(known,
                version -> RelayedSdp.offer(offer, own(id, 0, media.towardsCaller(), version)).orElseThrow()));
    }

    /** The caller's answer to the called side's offer, as the called side shall read it in its ACK. */
    static byte[] answerForCallee(CallId id, SessionDescription offer, SessionDescription answer, CallMedia media) {
        return Sdp.toBytes(RelayedSdp.answer(offer, answer, own(id, 1, media.towardsCallee(), 1)));
    }

    private static CallMedia learned(CallId id, SessionDescription written, CallMedia media) {
        Optional<RemoteMedia> remote = RemoteMedia.of(written);
        return media.withCallee(remote(id, MediaEnd.CALLEE, written))
                .withCodecs(
                        remote.map(RemoteMedia::codecNames).orElse(List.of()));
    }

    /** RFC 3264 §8: the version rises by one when, and only when, the description has changed. */
    private static Shown show(CallMedia media, java.util.function.IntFunction<SessionDescription> description) {
        String same = Sdp.write(description.apply(media.versionToCaller()));
        if (same.equals(media.shownToCaller())) {
            return new Shown(media, same.getBytes(StandardCharsets.UTF_8));
        }
        int version = media.versionToCaller() + 1;
        String newer = Sdp.write(description.apply(version));
        return new Shown(media.shown(newer, version), newer.getBytes(StandardCharsets.UTF_8));
    }

    static Optional<DescribeRemote> remote(CallId id, MediaEnd end, SessionDescription description) {
        return RemoteMedia.of(description)
                .map(media -> new DescribeRemote(id.value(), end, media.address(),
                        media.rtpPort(), media.rtcpPort(), media.clockRateHz()));
    }

    private static OwnMedia own(CallId id, int leg, LocalMedia local, long version) {
        return new OwnMedia(sessionId(id, leg), version, local.address(), local.rtpPort());
    }

    /** o= session id: numeric, the same for the life of the dialog, told from the call's id (RFC 8866 §5.2). */
    private static long sessionId(CallId id, int leg) {
        long hash = 1_125_899_906_842_597L + leg;
        for (int i = 0; i < id.value().length(); i++) {
            hash = 31 * hash + id.value().charAt(i);
        }
        return hash >>> 11;
    }
}
