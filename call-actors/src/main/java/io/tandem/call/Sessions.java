package io.tandem.call;

import io.tandem.call.CallMedia.Told;
import io.tandem.interworking.Holding;
import io.tandem.interworking.LocatedBody;
import io.tandem.interworking.OfferedCodecs;
import io.tandem.leg.Leg;
import io.tandem.media.sdp.Crypto;
import io.tandem.media.sdp.Direction;
import io.tandem.media.sdp.MediaDescription;
import io.tandem.media.sdp.OwnMedia;
import io.tandem.media.sdp.OwnSdp;
import io.tandem.media.sdp.RelayedSdp;
import io.tandem.media.sdp.RemoteMedia;
import io.tandem.media.sdp.Sdp;
import io.tandem.media.sdp.SdpResult;
import io.tandem.media.sdp.SessionDescription;
import io.tandem.media.sdp.TranslatedAnswer;
import io.tandem.media.session.DescribeRemote;
import io.tandem.media.session.MediaEnd;
import io.tandem.media.session.OpenResult.LocalMedia;
import io.tandem.media.session.OpenResult.Opened;
import io.tandem.media.session.OpenSession;
import io.tandem.port.CallId;
import io.tandem.port.PeerGroup;
import io.tandem.port.TrunkPackets;
import io.tandem.port.PeerGroup.Side;
import io.tandem.sip.message.ContentType;
import io.tandem.sip.message.Field;
import io.tandem.sip.message.Parameters;
import io.tandem.sip.message.SipMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The call's descriptions of media: what one side wrote, as the other side shall read it, with our ports in it. */
final class Sessions {
    static final ContentType SDP = new ContentType("application", "sdp", Parameters.EMPTY);

    private Sessions() {}

    sealed interface OfferRead {
        record Understood(Offer offer) implements OfferRead {}

        /** @param status 400 not readable, 415 not a session description, 488 nothing in it that we can relay */
        record Refused(int status, String reason) implements OfferRead {}
    }

    /** What the caller's INVITE says of media. @param secured whether its trunk's media is protected */
    static OfferRead offerOf(SipMessage invite, boolean secured) {
        if (!invite.hasBody()) {
            return new OfferRead.Understood(new Offer.Delayed());
        }
        if (!isSdp(invite)) {
            return new OfferRead.Refused(415, "the body is no application/sdp");
        }
        return offerIn(invite.body(), secured);
    }

    /** What an emergency INVITE says of media: alone in its body, or beside the caller's location. */
    static OfferRead offerOfEmergency(SipMessage invite, boolean secured) {
        Optional<LocatedBody> located = LocatedBody.of(invite);
        if (located.isEmpty()) {
            return offerOf(invite, secured);
        }
        return located.get()
                .description()
                .map(body -> offerIn(body, secured))
                .orElseGet(() -> new OfferRead.Understood(new Offer.Delayed()));
    }

    private static OfferRead offerIn(byte[] body, boolean secured) {
        return switch (Sdp.parse(body)) {
            case SdpResult.Malformed(int line, String reason) ->
                    new OfferRead.Refused(400, "session description, line " + line + ": " + reason);
            case SdpResult.Parsed(SessionDescription description) ->
                    usable(CallKeys.fitting(description, secured), secured);
        };
    }

    private static OfferRead usable(SessionDescription description, boolean secured) {
        if (description.usableAudio().isEmpty()) {
            return new OfferRead.Refused(488, secured
                    ? "no RTP/SAVP audio in the offer with a key that we can use"
                    : "no RTP/AVP audio in the offer");
        }
        return new OfferRead.Understood(new Offer.Described(description));
    }

    /**
     * The description that a response or an ACK carries, if it carries one that can be read.
     *
     * @param secured whether its trunk's media is protected: what is not so is no audio
     */
    static Optional<SessionDescription> described(SipMessage message, boolean secured) {
        if (!message.hasBody() || !isSdp(message)) {
            return Optional.empty();
        }
        return switch (Sdp.parse(message.body())) {
            case SdpResult.Parsed(SessionDescription description) ->
                    Optional.of(CallKeys.fitting(description, secured));
            case SdpResult.Malformed _ -> Optional.empty();
        };
    }

    /** Whether the media of the trunk that a leg is on is protected. */
    static boolean secured(CallEnvironment env, Leg leg) {
        return secured(env, leg.path().peerGroup());
    }

    /** The same of a trunk by its name. */
    static boolean secured(CallEnvironment env, String peerGroup) {
        return env.router().group(peerGroup).map(group -> group.profile().secured()).orElse(false);
    }

    /** Whether its body is a session description, or several bodies of which one may be. */
    static boolean mayDescribe(SipMessage message) {
        return message.hasBody() && message.contentType() instanceof Field.Present(ContentType type)
                && (type.is("application", "sdp") || type.type().equalsIgnoreCase("multipart"));
    }

    private static boolean isSdp(SipMessage message) {
        return message.contentType() instanceof Field.Present(ContentType type) && type.is("application", "sdp");
    }

    static OpenSession open(CallEnvironment env, Leg caller, PeerGroup to) {
        String address = env.settings().mediaAddress();
        return new OpenSession(env.id().value(), address, address, Optional.empty(),
                secured(env, caller) ? Set.of(MediaEnd.CALLER) : Set.of(),
                new OpenSession.Dscp(dscp(env, caller), to.packets().mediaDscp()),
                filled(packets(env, caller), to.packets()));
    }

    /** The order that brings a recovered call's media back where its peers send it (TSP-149). */
    static OpenSession reopen(CallEnvironment env, CallState.Talking talking) {
        CallMedia media = talking.media();
        return new OpenSession(talking.facts().id().value(), media.towardsCaller().address(),
                media.towardsCallee().address(), Optional.of(new OpenSession.Ports(media.towardsCaller().rtpPort(),
                        media.towardsCallee().rtpPort())),
                Stream.of(MediaEnd.values())
                        .filter(end -> media.remote(end).map(DescribeRemote::secured).orElse(false))
                        .collect(Collectors.toUnmodifiableSet()),
                new OpenSession.Dscp(dscp(env, talking.caller()), dscp(env, talking.callee())),
                filled(packets(env, talking.caller()), packets(env, talking.callee())));
    }

    private static Set<MediaEnd> filled(TrunkPackets caller, TrunkPackets callee) {
        Set<MediaEnd> filled = EnumSet.noneOf(MediaEnd.class);
        if (caller.comfortNoise()) {
            filled.add(MediaEnd.CALLER);
        }
        if (callee.comfortNoise()) {
            filled.add(MediaEnd.CALLEE);
        }
        return filled;
    }

    private static int dscp(CallEnvironment env, Leg leg) {
        return packets(env, leg).mediaDscp();
    }

    private static TrunkPackets packets(CallEnvironment env, Leg leg) {
        return env.router().group(leg.path().peerGroup()).map(PeerGroup::packets).orElse(TrunkPackets.DEFAULT);
    }

    /** The media session as it is before any target has been asked. */
    static CallMedia opened(CallEnvironment env, Offer offer, Opened opened) {
        CallMedia media = CallMedia.opened(opened.caller(), opened.callee());
        return switch (offer) {
            case Offer.Delayed _ -> media;
            case Offer.Described(SessionDescription description) ->
                    offered(env.keys(), MediaEnd.CALLER, description, media);
        };
    }

    /** The offer that the called leg of that number gets: each is a dialog and a session of its own. */
    static Optional<Shown> firstOffer(CallEnvironment env, int leg, PeerGroup to, Offer offer, CallMedia media) {
        CallMedia unknown = media.telling(MediaEnd.CALLEE, Told.NOTHING);
        return switch (offer) {
            case Offer.Delayed _ -> offersNothing(to.side())
                    ? Optional.of(show(unknown, MediaEnd.CALLEE,
                            version -> OwnSdp.offer(to.sessions().offered(),
                                    offering(env.keys(), Reader.at(MediaEnd.CALLEE, leg, to), unknown, version))))
                    : Optional.empty();
            case Offer.Described(SessionDescription description) ->
                    offerFor(env.keys(), Reader.at(MediaEnd.CALLEE, leg, to), description, unknown);
        };
    }

    /** Whether an offer has to be made for a network that makes none when it is asked for one (TSP-112, TRAP-16). */
    static boolean offersNothing(Side side) {
        return side == Side.MPS;
    }

    /**
     * An offer to the reader of what the other side last described, for an INVITE that asks for one. Both ways, unless the
     * other side holds: what the reader answered last time is no reason to offer it less (RFC 6337 §5.2.5).
     *
     * @return empty where nobody knows what the other side described
     */
    static Optional<Shown> ofOther(MediaEnd reader, CallMedia media) {
        boolean held = reader == MediaEnd.CALLER ? media.hold().byCallee() : media.hold().byCaller();
        return lastTold(media, reader).map(told -> held ? told : OwnSdp.directed(told, Direction.SENDRECV))
                .map(offer -> show(media, reader, offer::withVersion));
    }

    /** Whether a side that answered so has been described to the other one well enough. */
    static boolean suffices(SessionDescription answer, CallMedia media, Reader other) {
        Optional<SessionDescription> told = lastTold(media, other.end());
        return covers(answer, media, other.end()) && direction(told)
                .equals(direction(Optional.of(Holding.offer(other.side(), answer))));
    }

    private static Optional<Direction> direction(Optional<SessionDescription> description) {
        return description.flatMap(RemoteMedia::of).map(Sessions::direction);
    }

    /** A description for one side, and the media as it is once that side has been shown it. */
    record Shown(CallMedia media, byte[] sdp) {}

    /**
     * Who reads a description: which end, on which leg, in which network, of which codecs it is offered those (TSP-129), whether its media
     * is protected, and whether it is offered RTCP on the port of RTP.
     */
    record Reader(MediaEnd end, int leg, Side side, Set<String> codecs, boolean secured, boolean rtcpMux) {
        /** The caller, before anybody has answered. */
        static Reader of(CallEnvironment env, Leg.Asked caller) {
            return new Reader(MediaEnd.CALLER, caller.number(), sideOf(env, caller), codecsOf(env, caller),
                    Sessions.secured(env, caller), packets(env, caller).rtcpMux());
        }

        /** A leg of that number, to be asked on that trunk. */
        static Reader at(MediaEnd end, int leg, PeerGroup trunk) {
            return new Reader(end, leg, trunk.side(), trunk.profile().codecs(), trunk.profile().secured(),
                    trunk.packets().rtcpMux());
        }

        /** A side of a call that is up: by where it stands, for a transfer puts other legs in its places. */
        static Reader of(CallEnvironment env, CallState.Talking talking, Leg leg) {
            return new Reader(talking.end(leg.number()), leg.number(), sideOf(env, leg), codecsOf(env, leg),
                    Sessions.secured(env, leg), packets(env, leg).rtcpMux());
        }

        private static Side sideOf(CallEnvironment env, Leg leg) {
            return env.router().group(leg.path().peerGroup()).map(PeerGroup::side).orElse(Side.CORE);
        }

        private static Set<String> codecsOf(CallEnvironment env, Leg leg) {
            return env.router().group(leg.path().peerGroup()).map(group -> group.profile().codecs()).orElse(Set.of());
        }
    }

    /** What one side offers, as the other shall read it; empty when it offers nothing that we can relay. */
    static Optional<Shown> offerFor(CallKeys keys, Reader reader, SessionDescription offer, CallMedia media) {
        if (offer.usableAudio().isEmpty()) {
            return Optional.empty();
        }
        CallMedia known = offered(keys, reader.end().other(), offer, media);
        return Optional.of(show(known, reader.end(), version -> Holding.offer(reader.side(),
                RelayedSdp
                        .offer(OfferedCodecs.of(offer, reader.codecs(), Speech.spokenAt(reader.end(), offer, media)),
                                offering(keys, reader, media, version))
                        .orElseThrow())));
    }

    /** What one side answers, as the one that offered shall read it: computed from both, never replayed (TRAP-14). */
    static Shown answerFor(CallKeys keys, Reader reader, SessionDescription offer, SessionDescription answer,
            CallMedia media) {
        TranslatedAnswer translated = TranslatedAnswer.of(offer, answer);
        CallMedia known = Speech.translated(reader.end().other(), translated.translations(),
                answered(keys, reader.end().other(), offer, answer, media));
        Optional<Crypto> crypto = keys.answering(offer, media.told(reader.end())).map(CallKeys.Agreed::ours);
        return show(known, reader.end(), version -> RelayedSdp.answer(offer, translated.answer(),
                own(keys.id(), reader.leg(), media.towards(reader.end()), version, false, crypto)));
    }

    /** What one side was last told, to tell it again; empty where nobody knows that. */
    static Optional<Shown> again(MediaEnd reader, CallMedia media) {
        return lastTold(media, reader).map(told -> show(media, reader, told::withVersion));
    }

    static Optional<SessionDescription> lastTold(CallMedia media, MediaEnd reader) {
        return switch (Sdp.parse(media.told(reader).description().getBytes(StandardCharsets.UTF_8))) {
            case SdpResult.Parsed(SessionDescription told) -> Optional.of(told);
            case SdpResult.Malformed _ -> Optional.empty(); // nothing, from a journal that did not keep it
        };
    }

    /** The session once a side has answered what it was told without the other side's asking. */
    static CallMedia answeredBy(CallKeys keys, MediaEnd writer, SessionDescription told, SessionDescription answer,
            CallMedia media) {
        return Speech.kept(writer, answer, media, answered(keys, writer, told, answer, media));
    }

    /**
     * Whether an answer leaves the other side all that it may send: the formats that it was told and described itself.
     *
     * @param answer to what the answerer was last told, which is the other side's description
     * @param other the side that hears nothing of that answer as yet
     */
    static boolean covers(SessionDescription answer, CallMedia media, MediaEnd other) {
        List<String> may = new ArrayList<>(formats(lastTold(media, other)));
        may.retainAll(formats(lastTold(media, other.other())));
        may.removeAll(Speech.translatedTo(other.other(), media));
        return formats(Optional.of(answer)).containsAll(may);
    }

    private static List<String> formats(Optional<SessionDescription> description) {
        return description.flatMap(SessionDescription::usableAudio).map(MediaDescription::formats).orElse(List.of());
    }

    /** Whether a side that says this says what the other side knows of it already: same media, same place. */
    static boolean isKnown(CallKeys keys, MediaEnd writer, SessionDescription said, CallMedia media) {
        boolean place = remote(keys.id(), writer, said(writer, said, media),
                CallKeys.answered(said, media.told(writer)))
                .equals(media.remote(writer).map(remote -> remote.translating(List.of())));
        Optional<SessionDescription> heard = lastTold(media, writer.other());
        Optional<RemoteMedia> now = RemoteMedia
                .of(heard.map(told -> TranslatedAnswer.of(told, said).answer()).orElse(said));
        Optional<RemoteMedia> told = heard.flatMap(RemoteMedia::of);
        return place && told.isPresent() && told.equals(now.map(described -> placed(described, told.get())));
    }

    private static RemoteMedia placed(RemoteMedia now, RemoteMedia there) {
        return new RemoteMedia(there.address(), there.rtpPort(), there.rtcpPort(), now.codecs(), direction(now),
                there.blackHole(), there.secured());
    }

    /**
     * What the side at that end was last told of the other, as another party in its place is offered it: a session of
     * its own, in which nobody is on hold unless the other side holds. Empty where nobody knows that.
     */
    static Optional<Shown> offerInPlace(CallEnvironment env, Reader reader, CallMedia media) {
        CallMedia unknown = media.telling(reader.end(), Told.NOTHING);
        return lastTold(media, reader.end()).filter(told -> told.usableAudio().isPresent())
                .map(told -> media.hold().by(reader.end().other()) ? told : told.directed(Direction.SENDRECV))
                .map(offer -> show(unknown, reader.end(), version -> Holding.offer(reader.side(),
                        RelayedSdp.offer(OfferedCodecs.of(offer, reader.codecs(), Optional.empty()),
                                offering(env.keys(), reader, unknown, version))
                                .orElseThrow())));
    }

    /**
     * The session once another party has taken the place at that end.
     *
     * @param answer to what it was offered
     */
    static CallMedia takenOver(CallKeys keys, MediaEnd end, SessionDescription answer, Told offered, CallMedia media) {
        CallMedia told = media.telling(end, offered).held(media.hold().by(end, false));
        return Speech.translated(end, List.of(), answered(keys, end, lastTold(told, end).orElse(answer), answer, told));
    }

    private static CallMedia offered(CallKeys keys, MediaEnd writer, SessionDescription offer, CallMedia media) {
        Optional<RemoteMedia> remote = RemoteMedia.of(offer);
        CallMedia known = media
                .with(writer, remote(keys.id(), writer, remote, keys.answering(offer, media.told(writer))))
                .held(media.hold().by(writer, remote.map(said -> !direction(said).receives()).orElse(false)));
        return known.codecs().isEmpty() && writer == MediaEnd.CALLEE
                ? known.withCodecs(remote.map(RemoteMedia::codecNames).orElse(List.of()))
                : known;
    }

    /** Who answers less than the sendrecv that it was offered holds; an answer to less says nothing of that. */
    private static CallMedia answered(CallKeys keys, MediaEnd writer, SessionDescription offer,
            SessionDescription answer,
            CallMedia media) {
        Optional<RemoteMedia> remote = said(writer, answer, media);
        boolean both = RemoteMedia.of(offer).map(said -> direction(said) == Direction.SENDRECV).orElse(false);
        CallMedia known = media
                .with(writer, remote(keys.id(), writer, remote, CallKeys.answered(answer, media.told(writer))))
                .withCodecs(remote.map(RemoteMedia::codecNames).orElse(List.of()));
        return both && remote.isPresent()
                ? known.held(media.hold().by(writer, !direction(remote.get()).receives()))
                : known;
    }

    /** RTCP comes on the port of RTP only where both sides have said so (RFC 5761 §5.1.1). */
    private static Optional<RemoteMedia> said(MediaEnd writer, SessionDescription answer, CallMedia media) {
        Optional<RemoteMedia> remote = RemoteMedia.of(answer);
        return answer.isRtcpMuxed() && !isToldRtcpMux(media, writer)
                ? remote.map(RemoteMedia::withoutRtcpMux)
                : remote;
    }

    /** What was agreed on stays in later offers of ours: without it a side would hear no RTCP any more (TRAP-58). */
    private static boolean isToldRtcpMux(CallMedia media, MediaEnd end) {
        return media.told(end).description().contains("\na=rtcp-mux");
    }

    /** {@code c=0.0.0.0} is the old way to say that nothing is to be sent (RFC 3264 §8.4). */
    private static Direction direction(RemoteMedia said) {
        return said.blackHole() ? said.direction().limitedTo(Direction.SENDONLY) : said.direction();
    }

    /** RFC 3264 §8: the version rises by one when, and only when, the description has changed (TRAP-17). */
    private static Shown show(CallMedia media, MediaEnd reader, IntFunction<SessionDescription> description) {
        Told told = media.told(reader);
        String same = Sdp.write(description.apply(told.version()));
        if (same.equals(told.description())) {
            return new Shown(media, same.getBytes(StandardCharsets.UTF_8));
        }
        int version = told.version() + 1;
        String newer = Sdp.write(description.apply(version));
        return new Shown(media.telling(reader, new Told(newer, version)), newer.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<DescribeRemote> remote(CallId id, MediaEnd end, Optional<RemoteMedia> remote,
            Optional<CallKeys.Agreed> keys) {
        return remote.map(media -> {
            DescribeRemote plain = new DescribeRemote(id.value(), end, media.address(), media.rtpPort(),
                    media.rtcpPort(), media.clockRateHz());
            return media.secured() ? plain.protectedBy(keys.flatMap(CallKeys.Agreed::protection)) : plain;
        });
    }

    /** What an offer to that reader says of us. */
    private static OwnMedia offering(CallKeys keys, Reader reader, CallMedia media, long version) {
        Optional<Crypto> crypto = reader.secured()
                ? Optional.of(keys.offered(reader.leg(), media.told(reader.end())))
                : Optional.empty();
        return own(keys.id(), reader.leg(), media.towards(reader.end()), version,
                reader.rtcpMux() || isToldRtcpMux(media, reader.end()), crypto);
    }

    private static OwnMedia own(CallId id, int leg, LocalMedia local, long version, boolean rtcpMux,
            Optional<Crypto> crypto) {
        return new OwnMedia(sessionId(id, leg), version, local.address(), local.rtpPort(), rtcpMux, crypto);
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
