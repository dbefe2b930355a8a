package io.tandem.media.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An answer as the one who made the offer shall read it, and what has to be translated so that it holds (F-63). Where the two share
 * speech nothing is; where they share none, whoever offered goes on in speech of its own, and the answerer in its.
 *
 * @param answer with nothing in it that was not offered
 * @param translations seen from the answerer; empty as a rule
 */
public record TranslatedAnswer(SessionDescription answer, List<Translation> translations) {

    /**
     * What an answer comes to.
     *
     * @param offer as the offerer wrote it
     * @param answer to more than that: to what {@link io.tandem.media.sdp.Codec#speech} lets us add to it
     */
    public static TranslatedAnswer of(SessionDescription offer, SessionDescription answer) {
        int index = offer.usableAudioIndex();
        if (index < 0 || index >= answer.media().size()) {
            return new TranslatedAnswer(answer, List.of());
        }
        MediaDescription asked = offer.media().get(index);
        MediaDescription said = answer.media().get(index);
        List<String> ours = said.formats().stream().filter(format -> isOurs(said.codec(format), asked)).toList();
        if (ours.isEmpty() || said.port() == 0) {
            return new TranslatedAnswer(answer, List.of());
        }
        List<String> shared = new ArrayList<>(said.formats());
        shared.removeAll(ours);
        if (shared.stream().anyMatch(format -> speaks(said.codec(format)))) {
            return new TranslatedAnswer(with(answer, index, formats(said, shared)), List.of());
        }
        Optional<Codec> there = asked.codecs().stream().filter(codec -> codec.speech().isPresent()).findFirst();
        return there.map(speech -> translated(answer, index, said, ours, shared, speech))
                .orElseGet(() -> new TranslatedAnswer(answer, List.of()));
    }

    private static TranslatedAnswer translated(SessionDescription answer, int index, MediaDescription said,
            List<String> ours, List<String> companions, Codec there) {
        List<Translation> translations = ours.stream()
                .limit(Translation.MOST) // what is named beyond that goes without
                .map(format -> new Translation(said.codec(format).orElseThrow(), there))
                .toList();
        List<String> formats = new ArrayList<>(companions.size() + 1);
        formats.add(Integer.toString(there.payloadType()));
        formats.addAll(companions);
        List<Line> lines = new ArrayList<>(said.lines());
        lines.removeIf(line -> MediaDescription.appliesTo(line, formats.getFirst()));
        lines.addFirst(there.rtpmap());
        return new TranslatedAnswer(with(answer, index, formats(said.withLines(lines), formats)), translations);
    }

    /** Whether it is speech that the offerer did not offer, so that it is there because we did. */
    private static boolean isOurs(Optional<Codec> answered, MediaDescription asked) {
        return answered.filter(codec -> codec.speech().isPresent())
                .filter(codec -> asked.codecs().stream().noneMatch(codec::sameEncoding))
                .isPresent();
    }

    /** A format of which nobody says what it is may be speech. */
    private static boolean speaks(Optional<Codec> codec) {
        return codec.isEmpty() || !codec.get().isAuxiliary();
    }

    private static MediaDescription formats(MediaDescription section, List<String> formats) {
        return new MediaDescription(section.kind(), section.port(), section.portCount(), section.protocol(), formats,
                section.lines());
    }

    private static SessionDescription with(SessionDescription description, int index, MediaDescription section) {
        List<MediaDescription> media = new ArrayList<>(description.media());
        media.set(index, section);
        return new SessionDescription(description.origin(), description.lines(), media);
    }
}
