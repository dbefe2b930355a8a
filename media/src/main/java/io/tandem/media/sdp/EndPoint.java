package io.tandem.media.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Offer and answer of an end point, which sends and hears speech itself (RFC 3264 §5, §6).
 *
 * @param own where it receives
 * @param codecs what it can do, most wanted first; payload types as it would offer them
 * @param wanted which way it lets media flow
 * @param ptimeMillis packet time that it asks for
 */
public record EndPoint(OwnMedia own, List<Codec> codecs, Direction wanted, int ptimeMillis) {

    public EndPoint {
        codecs = List.copyOf(codecs);
        if (codecs.isEmpty() || ptimeMillis < 1) {
            throw new IllegalArgumentException("an end point needs a codec and a packet time");
        }
    }

    /** What came of an offer. */
    public sealed interface Answer {

        /** @param codec what both speak, with the offer's payload type (RFC 3264 §6.1) */
        record Agreed(SessionDescription answer, Codec codec) implements Answer {}

        /** Nothing in common: refuse the offer with 488. */
        record NothingInCommon() implements Answer {}
    }

    public SessionDescription offer() {
        return session(List.of(section(codecs, wanted, "audio", List.of(), own.crypto())));
    }

    /**
     * Answers the first RTP audio section that shares a speech codec, refuses all others in their places (RFC 3264 §6).
     * The offerer's order of codecs counts.
     */
    public Answer answer(SessionDescription offer) {
        List<MediaDescription> media = new ArrayList<>(offer.media().size());
        Optional<Codec> agreed = Optional.empty();
        for (MediaDescription section : offer.media()) {
            List<Codec> common = agreed.isPresent() ? List.of() : common(offer, section);
            Optional<Codec> speech = firstSpeech(common);
            if (speech.isPresent()) {
                agreed = speech;
                media.add(accepted(offer, section, common));
            } else {
                media.add(section.refused());
            }
        }
        return agreed.<Answer>map(codec -> new Answer.Agreed(session(media), codec))
                .orElseGet(
                        Answer.NothingInCommon::new);
    }

    private MediaDescription accepted(SessionDescription offer, MediaDescription section, List<Codec> common) {
        List<Line> fmtp = new ArrayList<>();
        for (Line line : section.lines()) {
            if (line.isAttribute("fmtp") && common.stream()
                    .anyMatch(
                            c -> MediaDescription.appliesTo(line, Integer.toString(c.payloadType())))) {
                fmtp.add(line);
            }
        }
        // RFC 3264 §6.1: what the offerer only sends we only receive, and so on; none said is sendrecv (TRAP-15).
        Direction direction = offer.directionOf(section).reversed().limitedTo(wanted);
        return section(common, direction, section.kind(), fmtp, crypto(section));
    }

    private List<Codec> common(SessionDescription offer, MediaDescription section) {
        List<Codec> common = new ArrayList<>();
        boolean fits = section.isRtpAudio() && section.isSecured() == own.crypto().isPresent()
                && crypto(section).isPresent() == own.crypto().isPresent();
        if (fits && section.port() != 0 && offer.connectionOf(section).isPresent()) {
            for (Codec offered : section.codecs()) {
                if (codecs.stream().anyMatch(offered::sameEncoding)) {
                    common.add(offered);
                }
            }
        }
        return common;
    }

    /** Our key in an answer to that section: under the tag that it has our suite by (RFC 4568 §5.1.2). */
    private Optional<Crypto> crypto(MediaDescription section) {
        return own.crypto()
                .flatMap(ours -> section.cryptos()
                        .stream()
                        .filter(offered -> offered.suite().equals(ours.suite()))
                        .findFirst()
                        .map(offered -> new Crypto(offered.tag(), ours.suite(), ours.key(), 0)));
    }

    private static Optional<Codec> firstSpeech(List<Codec> codecs) {
        return codecs.stream().filter(codec -> !codec.isAuxiliary()).findFirst();
    }

    private MediaDescription section(List<Codec> listed, Direction direction, String kind, List<Line> fmtp,
            Optional<Crypto> crypto) {
        List<String> formats = new ArrayList<>(listed.size());
        List<Line> lines = new ArrayList<>(listed.size() + 4);
        for (Codec codec : listed) {
            formats.add(Integer.toString(codec.payloadType()));
            lines.add(codec.rtpmap());
        }
        lines.addAll(fmtp);
        if (fmtp.isEmpty()) {
            listed.stream()
                    .filter(codec -> codec.sameEncoding(Codec.TELEPHONE_EVENT))
                    .findFirst()
                    .ifPresent(
                            codec -> lines.add(Line.attribute("fmtp", codec.payloadType() + " 0-16")));
        }
        lines.add(Line.attribute("ptime", Integer.toString(ptimeMillis)));
        crypto.map(Crypto::line).ifPresent(lines::add);
        lines.add(Line.attribute(direction.attribute()));
        return new MediaDescription(kind, own.rtpPort(), 1, own.protocol(), formats, lines);
    }

    private SessionDescription session(List<MediaDescription> media) {
        List<Line> lines = List.of(new Line('s', "-"), Connection.of(own.address()).line(), new Line('t', "0 0"));
        return new SessionDescription(Origin.of(own.sessionId(), own.sessionVersion(), own.address()), lines, media);
    }
}
