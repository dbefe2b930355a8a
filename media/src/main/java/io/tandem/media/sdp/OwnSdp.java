package io.tandem.media.sdp;

import java.util.ArrayList;
import java.util.List;

/** Descriptions of our own making, where the side that should have written one has not. */
public final class OwnSdp {
    /** RFC 4733 §2.4.1: the sixteen events of DTMF. */
    private static final String DTMF = "0-15";

    private OwnSdp() {}

    /** An offer of one audio stream, both ways (TSP-140, TSP-144, TSP-145). */
    public static SessionDescription offer(List<Codec> codecs, OwnMedia own) {
        List<String> formats = new ArrayList<>(codecs.size());
        List<Line> lines = new ArrayList<>(codecs.size() + 3);
        for (Codec codec : codecs) {
            formats.add(Integer.toString(codec.payloadType()));
            lines.add(codec.rtpmap());
            if (codec.sameEncoding(Codec.TELEPHONE_EVENT)) {
                lines.add(Line.attribute("fmtp", codec.payloadType() + " " + DTMF));
            }
        }
        lines.add(Line.attribute("ptime", "20"));
        if (own.rtcpMux()) {
            lines.add(Line.attribute("rtcp-mux"));
        }
        own.crypto().map(Crypto::line).ifPresent(lines::add);
        lines.add(Line.attribute(Direction.SENDRECV.attribute()));
        MediaDescription audio = new MediaDescription("audio", own.rtpPort(), 1, own.protocol(), formats, lines);
        return new SessionDescription(Origin.of(own.sessionId(), own.sessionVersion(), own.address()),
                List.of(new Line('s', "-"), Connection.of(own.address()).line(), new Line('t', "0 0")),
                List.of(audio));
    }

    /** The same description with its audio going that way. */
    public static SessionDescription directed(SessionDescription description, Direction direction) {
        List<MediaDescription> media = description.media()
                .stream()
                .map(section -> section.port() == 0 ? section : directed(section, direction))
                .toList();
        return new SessionDescription(description.origin(), description.lines(), media);
    }

    private static MediaDescription directed(MediaDescription section, Direction direction) {
        List<Line> lines = new ArrayList<>(section.lines());
        lines.removeIf(line -> Direction.of(line).isPresent());
        lines.add(Line.attribute(direction.attribute()));
        return section.withLines(lines);
    }
}
