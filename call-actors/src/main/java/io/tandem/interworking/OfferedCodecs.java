package io.tandem.interworking;

import io.tandem.media.sdp.Codec;
import io.tandem.media.sdp.MediaDescription;
import io.tandem.media.sdp.SessionDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which codecs of an offer a trunk is shown: less than Microsoft's dozen where a datagram has to hold it (TSP-129), and where none
 * of them is spoken there, those that we make of them (F-63).
 */
public final class OfferedCodecs {
    /** Whoever speaks has them beside any codec. */
    private static final Set<String> COMPANIONS = Set.of("TELEPHONE-EVENT", "CN");
    /** What we can make of another, the cheapest first. */
    private static final List<Codec> OURS = List.of(Codec.PCMA, Codec.PCMU, Codec.G722);
    /** What everybody speaks of whom nothing else is said. */
    private static final Set<String> COMMON = Set.of("PCMA", "PCMU");

    private OfferedCodecs() {}

    /** Whether everybody speaks it. */
    public static boolean isCommon(Codec codec) {
        return COMMON.contains(codec.encodingName().toUpperCase(Locale.ROOT));
    }

    /**
     * The offer as a trunk is shown it.
     *
     * @param codecs names in capitals of what its peers speak; empty for "nothing is known": all that is offered, and G.711
     * @param spoken what the reader speaks in this call already, where it is translated: it is offered that too
     */
    public static SessionDescription of(SessionDescription offer, Set<String> codecs, Optional<Codec> spoken) {
        List<MediaDescription> media = offer.media()
                .stream()
                .map(section -> section.isRtpAudio() && section.port() != 0
                        ? shown(section, codecs, spoken)
                        : section)
                .toList();
        return media.equals(offer.media())
                ? offer
                : new SessionDescription(offer.origin(), offer.lines(), media);
    }

    private static MediaDescription shown(MediaDescription section, Set<String> codecs, Optional<Codec> spoken) {
        Set<String> understood = codecs.isEmpty() ? COMMON : codecs;
        List<String> known = speech(section, understood);
        Set<String> missing = known.isEmpty() ? understood : Set.of();
        List<Codec> added = section.codecs().stream().anyMatch(codec -> codec.speech().isPresent())
                ? added(section, missing, spoken)
                : List.of();
        boolean limited = !codecs.isEmpty() && !(known.isEmpty() && added.isEmpty());
        List<String> formats = new ArrayList<>();
        for (String format : section.formats()) {
            if (!limited || known.contains(format) || isCompanion(section, format)) {
                formats.add(format);
            }
        }
        return formats.size() == section.formats().size() && added.isEmpty()
                ? section
                : section.offering(formats, added);
    }

    private static List<String> speech(MediaDescription section, Set<String> codecs) {
        return section.formats().stream().filter(format -> codecs.contains(name(section, format))).toList();
    }

    private static boolean isCompanion(MediaDescription section, String format) {
        return COMPANIONS.contains(name(section, format));
    }

    private static String name(MediaDescription section, String format) {
        return section.codec(format).map(Codec::encodingName).orElse("").toUpperCase(Locale.ROOT);
    }

    /** Never two of one encoding, and never a payload type that stands for something else there. */
    private static List<Codec> added(MediaDescription section, Set<String> names, Optional<Codec> spoken) {
        return Stream.concat(spoken.stream(), OURS.stream().filter(codec -> names.contains(codec.encodingName())))
                .filter(codec -> section.codecs().stream().noneMatch(codec::sameEncoding))
                .filter(codec -> !section.formats().contains(Integer.toString(codec.payloadType())))
                .distinct()
                .toList();
    }
}
