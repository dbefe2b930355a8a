package io.tandem.ops.lab;

import io.tandem.media.sdp.Codec;
import io.tandem.media.sdp.Crypto;
import io.tandem.media.sdp.Direction;
import io.tandem.media.sdp.EndPoint;
import io.tandem.media.sdp.Origin;
import io.tandem.media.sdp.RemoteMedia;
import io.tandem.media.sdp.SessionDescription;
import io.tandem.media.session.Protection;
import io.tandem.media.keys.MasterKey;
import io.tandem.media.keys.SrtpSuite;
import java.util.Base64;
import java.util.Optional;

/**
 * An agent's end of a media session.
 *
 * @param said our last description, whatever came of it
 * @param wanted which way we let media flow: not both ways while we hold
 * @param flow which way it flows, seen from us
 */
record UaSession(EndPoint media, SessionDescription said, Direction wanted, Direction flow) {

    /** The session as it is now agreed, and what that means for speaking. */
    record Agreed(UaSession session, UaOrder.Talk talk) {}

    /** Our first offer. */
    static UaSession offering(EndPoint media) {
        return new UaSession(media, media.offer(), Direction.SENDRECV, Direction.INACTIVE);
    }

    /** Our answer to the first offer; empty when there is nothing in common. */
    static Optional<Agreed> answering(EndPoint media, SessionDescription offer) {
        return switch (media.answer(offer)) {
            case EndPoint.Answer.Agreed(var answer, var codec) -> new UaSession(media, answer, Direction.SENDRECV,
                    Direction.INACTIVE).flowing(offer, codec);
            case EndPoint.Answer.NothingInCommon() -> Optional.empty();
        };
    }

    /** A further offer of ours is {@link #said()}; what was agreed stands until it is answered. */
    UaSession offer(Direction otherWanted) {
        return saying(endPoint(otherWanted).offer());
    }

    /** Our answer to a further offer; empty when there is nothing in common, and nothing has changed. */
    Optional<Agreed> answer(SessionDescription offer) {
        return switch (endPoint(wanted).answer(offer)) {
            case EndPoint.Answer.Agreed(var answer, var codec) -> saying(answer).flowing(offer, codec);
            case EndPoint.Answer.NothingInCommon() -> Optional.empty();
        };
    }

    /** The far end's answer to {@link #said()}; empty when it takes none of our codecs. */
    Optional<Agreed> agreed(SessionDescription answer, Direction nowWanted) {
        return UaMessages.speech(answer)
                .flatMap(codec -> new UaSession(media, said, nowWanted, flow).flowing(answer, codec));
    }

    boolean held() {
        return flow != Direction.SENDRECV;
    }

    private Optional<Agreed> flowing(SessionDescription theirs, Codec codec) {
        return RemoteMedia.of(theirs).map(remote -> {
            Direction now = direction(said).limitedTo(remote.direction().reversed());
            // Who holds has no music to offer, and who is sent to a black hole need not speak (RFC 3264 §8.4).
            boolean speaks = now.sends() && wanted == Direction.SENDRECV && !remote.blackHole();
            return new Agreed(new UaSession(media, said, wanted, now), new UaOrder.Talk(remote, codec, speaks,
                    protection(said, theirs)));
        });
    }

    /** Under one tag and of one suite; empty of a plain session. */
    private static Optional<Protection> protection(SessionDescription ours, SessionDescription theirs) {
        return ours.cryptos()
                .stream()
                .findFirst()
                .flatMap(own -> theirs.cryptos()
                        .stream()
                        .filter(other -> other.tag() == own.tag() && other.suite().equals(own.suite()))
                        .findFirst()
                        .map(other -> new Protection(key(own), key(other), other.mkiBytes(), 1)));
    }

    private static MasterKey key(Crypto crypto) {
        return MasterKey.of(SrtpSuite.named(crypto.suite()).orElseThrow(), Base64.getDecoder().decode(crypto.key()));
    }

    private static Direction direction(SessionDescription description) {
        return RemoteMedia.of(description).map(RemoteMedia::direction).orElse(Direction.INACTIVE);
    }

    private EndPoint endPoint(Direction otherWanted) {
        return new EndPoint(media.own(), media.codecs(), otherWanted, media.ptimeMillis());
    }

    /** RFC 3264 §8, TSP-153: the version rises by one with a change, and only with one. */
    private UaSession saying(SessionDescription next) {
        boolean same = next.lines().equals(said.lines()) && next.media().equals(said.media());
        if (same) {
            return this;
        }
        long version = Long.parseLong(said.origin().sessionVersion()) + 1;
        Origin origin = Origin.of(media.own().sessionId(), version, media.own().address());
        return new UaSession(media, new SessionDescription(origin, next.lines(), next.media()), wanted, flow);
    }
}
