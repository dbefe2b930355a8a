package io.tandem.cluster.boot.config;

import io.tandem.port.TrunkSetUp;
import io.tandem.port.TrunkSetUp.Forwarded;
import io.tandem.port.TrunkSetUp.Redirects;
import io.tandem.port.TrunkSetUp.ReliableProvisional;
import java.util.Map;

/**
 * Reads how calls of a peer group come about, and go on: {@code reliable-provisional}, {@code map-181-182},
 * {@code redirects}, {@code early-media}, {@code refer}.
 */
final class SetUpReader {
    private static final Map<String, ReliableProvisional> RELIABLE = Map.of("supported", ReliableProvisional.SUPPORTED,
            "required", ReliableProvisional.REQUIRED, "off", ReliableProvisional.OFF);
    private static final Map<String, Forwarded> FORWARDED = Map.of("off", Forwarded.RELAYED, "180", Forwarded.RINGING,
            "183", Forwarded.PROGRESS);
    private static final Map<String, Redirects> REDIRECTS = Map.of("pass", Redirects.PASSED, "follow",
            Redirects.FOLLOWED);
    private static final Map<String, Boolean> SWITCH = Map.of("on", true, "off", false);

    private SetUpReader() {}

    static TrunkSetUp read(Section group) {
        TrunkSetUp defaults = TrunkSetUp.DEFAULT;
        return new TrunkSetUp(
                choice(group, "reliable-provisional", RELIABLE, "supported, required or off", defaults.reliable()),
                choice(group, "map-181-182", FORWARDED, "off, 180 or 183", defaults.forwarded()),
                choice(group, "redirects", REDIRECTS, "pass or follow", defaults.redirects()),
                choice(group, "early-media", SWITCH, "on or off", defaults.earlyMedia()),
                choice(group, "refer", SWITCH, "on or off", defaults.transfers()));
    }

    private static <T> T choice(Section group, String key, Map<String, T> choices, String right, T otherwise) {
        return group.optionalItem(key, right).flatMap(item -> group.choose(item, choices, right)).orElse(otherwise);
    }
}
