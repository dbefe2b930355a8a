package io.tandem.media.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One media section: its {@code m=} line and the lines under it (RFC 8866 §5.14).
 *
 * @param kind audio, video, image …
 * @param port where it is received; 0 refuses the stream (RFC 3264 §6)
 * @param portCount how many ports in a row, 1 as a rule
 * @param protocol {@code RTP/AVP} …
 * @param formats payload types as they stand, most wanted first
 * @param lines all lines below the {@code m=} line, in order
 */
public record MediaDescription(String kind, int port, int portCount, String protocol, List<String> formats,
        List<Line> lines) {

    public MediaDescription {
        Words.requireWord(kind);
        Words.requireWord(protocol);
        formats = List.copyOf(formats);
        formats.forEach(Words::requireWord);
        lines = List.copyOf(lines);
        if (port < 0 || port > 65_535 || portCount < 1 || portCount > 65_535 || formats.isEmpty()) {
            throw new IllegalArgumentException("no such media section: port " + port + ", count " + portCount);
        }
        for (Line line : lines) {
            if (line.type() == 'm') {
                throw new IllegalArgumentException("an m= line begins the next section");
            }
        }
    }

    /** The first line of that attribute. */
    public Optional<Line> attribute(String name) {
        return SessionDescription.attribute(lines, name);
    }

    /** The section's own connection line; without one the session's counts. */
    public Optional<Connection> connection() {
        return SessionDescription.connection(lines);
    }

    static final String PLAIN = "RTP/AVP";
    static final String SECURED = "RTP/SAVP";

    /** Whether it is speech that we can relay: RTP audio (RFC 3551), plain or protected (RFC 3711). */
    public boolean isRtpAudio() {
        return kind.equals("audio") && (protocol.equals(PLAIN) || protocol.equals(SECURED));
    }

    /** Whether its packets are protected by the keys that it names (RFC 4568). */
    public boolean isSecured() {
        return protocol.equals(SECURED);
    }

    /** The keys of protected audio, in its order; those that we cannot honour stay out (RFC 4568 §5.1.2). */
    public List<Crypto> cryptos() {
        return isSecured() ? lines.stream().flatMap(line -> Crypto.of(line).stream()).toList() : List.of();
    }

    /** The codecs, most wanted first; a payload type of which nobody says what it is stays out. */
    public List<Codec> codecs() {
        List<Codec> codecs = new ArrayList<>(formats.size());
        for (String format : formats) {
            codec(format).ifPresent(codecs::add);
        }
        return codecs;
    }

    /** What a format stands for: by its rtpmap, else by its number. */
    public Optional<Codec> codec(String format) {
        return rtpmap(format).or(() -> Codec.ofStatic(Words.number(format, 127)));
    }

    private Optional<Codec> rtpmap(String format) {
        for (Line line : lines) {
            if (line.isAttribute("rtpmap") && appliesTo(line, format)) {
                return Codec.ofRtpmap(line.attributeValue());
            }
        }
        return Optional.empty();
    }

    /** Whether an rtpmap or fmtp line speaks of that format. */
    static boolean appliesTo(Line line, String format) {
        String value = line.attributeValue();
        return value.startsWith(format) && value.length() > format.length() && value.charAt(format.length()) == ' ';
    }

    /** Whether its writer takes, or offers to take, RTCP on the port of RTP (RFC 5761 §5.1.1). */
    public boolean isRtcpMuxed() {
        return attribute("rtcp-mux").isPresent();
    }

    /** The same section, refused: its kind and formats must stand in the answer all the same (RFC 3264 §6). */
    public MediaDescription refused() {
        return new MediaDescription(kind, 0, 1, protocol, formats, List.of());
    }

    /** The same section with those of its formats, and codecs of ours behind its speech. */
    public MediaDescription offering(List<String> kept, List<Codec> added) {
        List<String> all = new ArrayList<>(kept);
        List<Line> more = new ArrayList<>(lines);
        int at = 0;
        while (at < all.size() && codec(all.get(at)).map(codec -> !codec.isAuxiliary()).orElse(true)) {
            at++;
        }
        for (Codec codec : added) {
            all.add(at++, Integer.toString(codec.payloadType()));
            more.add(codec.rtpmap());
        }
        return new MediaDescription(kind, port, portCount, protocol, all, more);
    }

    static Optional<MediaDescription> parse(String value) {
        List<String> words = Words.of(value);
        if (words.size() < 4) {
            return Optional.empty();
        }
        String ports = words.get(1);
        int slash = ports.indexOf('/');
        int port = Words.number(slash < 0 ? ports : ports.substring(0, slash), 65_535);
        int count = slash < 0 ? 1 : Words.number(ports.substring(slash + 1), 65_535);
        if (port < 0 || count < 1) {
            return Optional.empty();
        }
        return Optional.of(new MediaDescription(words.get(0), port, count, words.get(2),
                words.subList(3, words.size()), List.of()));
    }

    MediaDescription directed(Direction direction) {
        List<Line> directed = new ArrayList<>(lines.size() + 1);
        lines.stream().filter(line -> Direction.of(line).isEmpty()).forEach(directed::add);
        directed.add(Line.attribute(direction.attribute()));
        return withLines(directed);
    }

    MediaDescription withLines(List<Line> lines) {
        return new MediaDescription(kind, port, portCount, protocol, formats, lines);
    }
}
