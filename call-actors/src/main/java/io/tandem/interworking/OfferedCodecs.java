package io.tandem.interworking;

import io.tandem.media.sdp.Codec;
import io.tandem.media.sdp.MediaDescription;
import io.tandem.media.sdp.SessionDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which codecs of an offer a trunk is shown: less than Microsoft's dozen where a datagram has to hold it (TSP-129). */
public final class OfferedCodecs {
    /** Whoever speaks has them beside any codec. */
    private static final Set<String> COMPANIONS = Set.of("TELEPHONE-EVENT", "CN");

    private OfferedCodecs() {}

    /**
     * The offer without codecs of other names; untouched where none of those names is in it.
     *
     * @param codecs names in capitals; empty for all
     */
    public static SessionDescription of(SessionDescription offer, Set<String> codecs) {
        return codecs.isEmpty()
                ? offer
                : new SessionDescription(offer.origin(), offer.lines(),
                        offer.media().stream().map(section -> limited(section, codecs)).toList());
    }

    private static MediaDescription limited(MediaDescription section, Set<String> codecs) {
        if (!section.isRtpAudio() || section.port() == 0) {
            return section;
        }
        List<String> kept = new ArrayList<>(section.formats().size());
        boolean speech = false;
        for (String format : section.formats()) {
            String name = section.codec(format).map(Codec::encodingName).orElse("").toUpperCase(Locale.ROOT);
            if (codecs.contains(name) || COMPANIONS.contains(name)) {
                kept.add(format);
                speech |= codecs.contains(name);
            }
        }
        return !speech || kept.size() == section.formats().size()
                ? section
                : new MediaDescription(section.kind(), section.port(), section.portCount(), section.protocol(), kept,
                        section.lines());
    }
}
