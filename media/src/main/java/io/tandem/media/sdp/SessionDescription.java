package io.tandem.media.sdp;

import java.util.List;
import java.util.Optional;

/**
 * A session description (RFC 8866), with every line that it came with, in its order.
 *
 * @param origin who made it
 * @param lines what stands between {@code o=} and the first media section: {@code s=}, {@code c=}, {@code t=} …
 * @param media the media sections
 */
public record SessionDescription(Origin origin, List<Line> lines, List<MediaDescription> media) {

    public SessionDescription {
        lines = List.copyOf(lines);
        media = List.copyOf(media);
        for (Line line : lines) {
            if (line.type() == 'm') {
                throw new IllegalArgumentException("an m= line begins a media section");
            }
        }
    }

    /** The same as another version of its session (RFC 3264 §8). */
    public SessionDescription withVersion(long version) {
        return new SessionDescription(origin.withVersion(version), lines, media);
    }

    /** The session's name; "" when the writer left it out. */
    public String sessionName() {
        for (Line line : lines) {
            if (line.type() == 's') {
                return line.value();
            }
        }
        return "";
    }

    /** The first session-level line of that attribute. */
    public Optional<Line> attribute(String name) {
        return attribute(lines, name);
    }

    /** Where a section of this session is received: its own connection line, else the session's. */
    public Optional<Connection> connectionOf(MediaDescription section) {
        return section.connection().or(() -> connection(lines));
    }

    /**
     * Which way a section's media flows: the section's attribute, else the session's. None at all means sendrecv
     * (RFC 8866 §6.7, TRAP-15).
     */
    public Direction directionOf(MediaDescription section) {
        return direction(section.lines()).or(() -> direction(lines)).orElse(Direction.SENDRECV);
    }

    /** The first RTP audio section that is not refused: the one that we relay; empty when there is none. */
    public Optional<MediaDescription> usableAudio() {
        int index = usableAudioIndex();
        return index < 0 ? Optional.empty() : Optional.of(media.get(index));
    }

    /** The same with that direction in each section that is not refused. */
    public SessionDescription directed(Direction direction) {
        return new SessionDescription(origin, lines, media.stream()
                .map(section -> section.port() == 0 ? section : section.directed(direction))
                .toList());
    }

    /** The keys that the audio which we relay names, in its order; those that we cannot honour stay out (RFC 4568 §5.1.2). */
    public List<Crypto> cryptos() {
        return usableAudio().map(MediaDescription::cryptos).orElse(List.of());
    }

    /** Whether RTCP of its audio comes on the port of RTP. */
    public boolean isRtcpMuxed() {
        return usableAudio().map(MediaDescription::isRtcpMuxed).orElse(false);
    }

    int usableAudioIndex() {
        for (int i = 0; i < media.size(); i++) {
            MediaDescription section = media.get(i);
            if (section.isRtpAudio() && section.port() != 0 && connectionOf(section).isPresent()) {
                return i;
            }
        }
        return -1;
    }

    static Optional<Line> attribute(List<Line> lines, String name) {
        for (Line line : lines) {
            if (line.isAttribute(name)) {
                return Optional.of(line);
            }
        }
        return Optional.empty();
    }

    static Optional<Connection> connection(List<Line> lines) {
        for (Line line : lines) {
            if (line.type() == 'c') {
                return Connection.parse(line.value());
            }
        }
        return Optional.empty();
    }

    private static Optional<Direction> direction(List<Line> lines) {
        for (Line line : lines) {
            Optional<Direction> direction = Direction.of(line);
            if (direction.isPresent()) {
                return direction;
            }
        }
        return Optional.empty();
    }
}
