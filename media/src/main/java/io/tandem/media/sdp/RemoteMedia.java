package io.tandem.media.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where and how the writer of a description wants its audio.
 *
 * @param address as the connection line has it: an IP address as a rule, a name at times
 * @param rtpPort 0 for a stream that was refused
 * @param rtcpPort rtpPort + 1 unless {@code a=rtcp} says otherwise (RFC 3605), rtpPort with {@code a=rtcp-mux} (RFC 5761); 0 with rtpPort 0
 * @param codecs most wanted first
 * @param direction as written, seen from the writer
 * @param secured whether its packets are protected; the keys are {@link SessionDescription#cryptos}
 * @param blackHole whether it says "send nothing" in the old way, by address (RFC 3264 §8.4)
 */
public record RemoteMedia(String address, int rtpPort, int rtcpPort, List<Codec> codecs, Direction direction,
        boolean blackHole, boolean secured) {

    /** RTP clock of telephone speech: what counts where nobody says otherwise. */
    private static final int DEFAULT_CLOCK_RATE_HZ = 8_000;

    public RemoteMedia {
        codecs = List.copyOf(codecs);
    }

    /** Of plain audio. */
    public RemoteMedia(String address, int rtpPort, int rtcpPort, List<Codec> codecs, Direction direction,
            boolean blackHole) {
        this(address, rtpPort, rtcpPort, codecs, direction, blackHole, false);
    }

    /** The audio that the writer receives; empty when the description has no RTP audio with an address. */
    public static Optional<RemoteMedia> of(SessionDescription description) {
        Optional<MediaDescription> refused = Optional.empty();
        for (MediaDescription section : description.media()) {
            if (section.isRtpAudio() && description.connectionOf(section).isPresent()) {
                if (section.port() != 0) {
                    return Optional.of(of(description, section));
                }
                refused = refused.isPresent() ? refused : Optional.of(section);
            }
        }
        return refused.map(section -> of(description, section));
    }

    private static RemoteMedia of(SessionDescription description, MediaDescription section) {
        Connection connection = description.connectionOf(section).orElseThrow();
        return new RemoteMedia(connection.address(), section.port(), rtcpPort(section), section.codecs(),
                description.directionOf(section), connection.isBlackHole(), section.isSecured());
    }

    private static int rtcpPort(MediaDescription section) {
        if (section.port() == 0) {
            return 0;
        }
        if (section.isRtcpMuxed()) {
            return section.port();
        }
        int next = next(section.port());
        Optional<Line> rtcp = section.attribute("rtcp");
        if (rtcp.isEmpty()) {
            return next;
        }
        List<String> words = Words.of(rtcp.get().attributeValue());
        int port = words.isEmpty() ? -1 : Words.number(words.getFirst(), 65_535);
        return port > 0 ? port : next;
    }

    private static int next(int port) {
        return Math.min(port + 1, 65_535);
    }

    /** As its writer means it who answers so to an offer without: then RTCP has a port of its own (RFC 5761 §5.1.1). */
    public RemoteMedia withoutRtcpMux() {
        return new RemoteMedia(address, rtpPort, next(rtpPort), codecs, direction, blackHole, secured);
    }

    /** RTP clock of the most wanted codec. */
    public int clockRateHz() {
        return codecs.isEmpty() ? DEFAULT_CLOCK_RATE_HZ : codecs.getFirst().clockRateHz();
    }

    public List<String> codecNames() {
        List<String> names = new ArrayList<>(codecs.size());
        for (Codec codec : codecs) {
            names.add(codec.encodingName());
        }
        return names;
    }
}
