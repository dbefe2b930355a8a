package io.tandem.media.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What one side wrote, as the other side shall read it when the media goes through us: payload types, parameters and
 * direction of the one audio stream stay; origin, name, addresses and ports are ours (TSP-153); of the attributes only
 * those of TSP-145 pass, so that nothing of the writer's network shows.
 */
public final class RelayedSdp {
    /** TSP-151: what the audio may take, as a limit that a reader can keep to; RTCP's own share is between us and each side. */
    private static final Set<String> BANDWIDTH = Set.of("AS", "TIAS");
    private static final int MOST_BANDWIDTH = 10_000_000;
    /** TSP-145 without ICE. The keys are ours, never the writer's, and so is rtcp-mux. */
    private static final Set<String> PASSED = Set.of("ptime", "maxptime", "label");
    private static final Set<String> PASSED_PER_FORMAT = Set.of("rtpmap", "fmtp");

    private RelayedSdp() {}

    /**
     * An offer for the other side. The first usable audio section gets our port, all others are offered refused in
     * their places, so that the answer fits the writer's offer (RFC 3264 §6, §8.2).
     *
     * @return empty when no section is RTP audio that we can relay: refuse the offer with 488
     */
    public static Optional<SessionDescription> offer(SessionDescription offer, OwnMedia own) {
        int audio = offer.usableAudioIndex();
        if (audio < 0) {
            return Optional.empty();
        }
        List<MediaDescription> media = new ArrayList<>(offer.media().size());
        for (int i = 0; i < offer.media().size(); i++) {
            MediaDescription section = offer.media().get(i);
            media.add(i == audio ? relayed(offer, section, own, own.rtcpMux()) : section.refused());
        }
        return Optional.of(session(own, media));
    }

    /**
     * An answer for the side that wrote the offer: exactly its sections in its order, whatever the answerer made of
     * them (RFC 3264 §6). The audio is refused where the answerer refused it.
     *
     * @param offer as the reader wrote it
     * @param answer as the answerer wrote it, to {@link #offer} of that offer
     */
    public static SessionDescription answer(SessionDescription offer, SessionDescription answer, OwnMedia own) {
        int audio = offer.usableAudioIndex();
        List<MediaDescription> media = new ArrayList<>(offer.media().size());
        for (int i = 0; i < offer.media().size(); i++) {
            boolean accepted = i == audio && i < answer.media().size() && usable(answer, answer.media().get(i));
            media.add(accepted
                    ? relayed(answer, answer.media().get(i), own, offer.media().get(i).isRtcpMuxed())
                    : offer.media().get(i).refused());
        }
        return session(own, media);
    }

    private static boolean usable(SessionDescription description, MediaDescription section) {
        return section.isRtpAudio() && section.port() != 0 && description.connectionOf(section).isPresent();
    }

    private static SessionDescription session(OwnMedia own, List<MediaDescription> media) {
        List<Line> lines = List.of(new Line('s', "-"), Connection.of(own.address()).line(), new Line('t', "0 0"));
        return new SessionDescription(Origin.of(own.sessionId(), own.sessionVersion(), own.address()), lines, media);
    }

    private static MediaDescription relayed(SessionDescription from, MediaDescription section, OwnMedia own,
            boolean rtcpMux) {
        List<Line> lines = new ArrayList<>(section.lines().size() + 1);
        for (Line line : section.lines()) {
            if (line.type() == 'b' && isLimit(line) && !isTwice(lines, line)) {
                lines.add(line);
            }
        }
        for (Line line : section.lines()) { // of two the first counts (RFC 8866 §6)
            if (line.isAttribute("rtcp") && !isTwice(lines, line)) {
                lines.add(Line.attribute("rtcp", Integer.toString(own.rtcpPort())));
            } else if (passes(line, section) && !isTwice(lines, line)) {
                lines.add(line);
            }
        }
        if (section.attribute("ptime").isEmpty()) {
            from.attribute("ptime").ifPresent(lines::add);
        }
        if (rtcpMux) {
            lines.add(Line.attribute("rtcp-mux"));
        }
        own.crypto().map(Crypto::line).ifPresent(lines::add);
        lines.add(Line.attribute(direction(from, section).attribute()));
        return new MediaDescription(section.kind(), own.rtpPort(), 1, own.protocol(), section.formats(), lines);
    }

    private static boolean isLimit(Line line) {
        String value = line.value();
        int colon = value.indexOf(':');
        return colon > 0 && BANDWIDTH.contains(value.substring(0, colon))
                && Words.number(value.substring(colon + 1), MOST_BANDWIDTH) > 0;
    }

    /** Whether such a line stands there already: of that attribute, of that format where it speaks of one. */
    private static boolean isTwice(List<Line> lines, Line line) {
        int end = subjectEnd(line);
        for (Line before : lines) {
            if (before.type() == line.type() && subjectEnd(before) == end
                    && before.value().regionMatches(0, line.value(), 0, end)) {
                return true;
            }
        }
        return false;
    }

    private static int subjectEnd(Line line) {
        String value = line.value();
        int end = value.indexOf(PASSED_PER_FORMAT.contains(line.attributeName()) ? ' ' : ':');
        return end < 0 ? value.length() : end;
    }

    private static boolean passes(Line line, MediaDescription section) {
        String name = line.attributeName();
        if (PASSED.contains(name)) {
            return true;
        }
        if (!PASSED_PER_FORMAT.contains(name)) {
            return false;
        }
        for (String format : section.formats()) {
            if (MediaDescription.appliesTo(line, format)) {
                return true;
            }
        }
        return false;
    }

    /** Hold by address becomes hold by direction: our address is a real one (RFC 3264 §8.4, TSP-150). */
    private static Direction direction(SessionDescription from, MediaDescription section) {
        Direction direction = from.directionOf(section);
        boolean blackHole = from.connectionOf(section).map(Connection::isBlackHole).orElse(false);
        return blackHole ? direction.limitedTo(Direction.SENDONLY) : direction;
    }
}
