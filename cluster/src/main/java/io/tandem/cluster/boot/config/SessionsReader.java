package io.tandem.cluster.boot.config;

import io.tandem.media.sdp.Codec;
import io.tandem.port.TrunkSessions;
import io.tandem.port.TrunkSessions.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code session} of a peer group: session timers (TSP-115) and the codecs of an offer of ours (TSP-112). */
final class SessionsReader {
    private static final Map<String, Codec> CODECS = Map.of("PCMA", Codec.PCMA, "PCMU", Codec.PCMU, "G722", Codec.G722,
            "telephone-event", Codec.TELEPHONE_EVENT);
    private static final String CODECS_RIGHT = "a list of PCMA, PCMU, G722 and telephone-event";
    private static final Map<String, Timer> TIMERS = Map.of("offer", Timer.OFFER, "accept", Timer.ACCEPT, "off",
            Timer.OFF);
    private static final String TIMERS_RIGHT = "offer, accept or off";
    /** RFC 4028 §5: nobody may ask for less. */
    private static final Duration LEAST = Duration.ofSeconds(90);

    private SessionsReader() {}

    static TrunkSessions read(Section group) {
        TrunkSessions defaults = TrunkSessions.DEFAULT;
        Section session = group.section("session");
        List<Codec> offered = codecs(session, defaults.offered());
        Timer timer = session.optionalItem("timer", TIMERS_RIGHT)
                .flatMap(item -> session.choose(item, TIMERS, TIMERS_RIGHT))
                .orElse(defaults.timer());
        Duration expires = session.optionalDuration("expires", LEAST, Duration.ofDays(1)).orElse(defaults.expires());
        Duration least = session.optionalDuration("min-expires", LEAST, Duration.ofHours(1)).orElse(defaults.least());
        if (least.compareTo(expires) > 0) {
            session.wrong("min-expires", "a duration that is not above expires, " + expires.toSeconds() + " s");
        }
        session.done();
        return new TrunkSessions(offered, timer, expires, least);
    }

    private static List<Codec> codecs(Section session, List<Codec> otherwise) {
        List<Item> items = session.items("offered-codecs", CODECS_RIGHT);
        if (items.isEmpty()) {
            return otherwise;
        }
        List<Codec> codecs = new ArrayList<>();
        items.forEach(item -> session.choose(item, CODECS, CODECS_RIGHT).ifPresent(codecs::add));
        Set<Codec> different = Set.copyOf(codecs);
        if (different.size() < codecs.size()) {
            session.wrong("offered-codecs", "a list that names each once");
        } else if (codecs.size() == items.size() && different.stream().allMatch(Codec::isAuxiliary)) {
            session.wrong("offered-codecs", "a list with one of PCMA, PCMU and G722 in it");
        }
        return codecs;
    }
}
