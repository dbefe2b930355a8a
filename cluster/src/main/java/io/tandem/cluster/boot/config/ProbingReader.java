package io.tandem.cluster.boot.config;

import io.tandem.port.TrunkProbing;
import io.tandem.port.TrunkProbing.UpOn;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Reads {@code probing} of a peer group: OPTIONS to its peers (TSP-40 to TSP-49). */
final class ProbingReader {
    private static final Map<String, UpOn> UP_ON = Map.of("200", UpOn.SUCCESS, "any", UpOn.ANY_SIGN_OF_LIFE);
    private static final String UP_ON_RIGHT = "200 or any";

    private ProbingReader() {}

    static TrunkProbing read(Section group) {
        TrunkProbing defaults = TrunkProbing.DEFAULT;
        Section probing = group.section("probing");
        Duration interval = probing.durationOrOff("options-interval", Duration.ofSeconds(1), Duration.ofHours(1))
                .orElse(defaults.interval());
        Duration timeout = probing.optionalDuration("options-timeout", Duration.ofMillis(100), Duration.ofSeconds(30))
                .orElse(defaults.timeout());
        int failures = probing.integer("failures-to-down", 1, 10, defaults.failuresToDown())
                .orElse(defaults.failuresToDown());
        UpOn upOn = probing.optionalItem("up-on", UP_ON_RIGHT)
                .flatMap(item -> probing.choose(item, UP_ON, UP_ON_RIGHT))
                .orElse(defaults.upOn());
        Optional<String> host = probing.optionalItem("host", HostNames.RIGHT)
                .flatMap(item -> host(item, probing.mistakes()));
        probing.done();
        return new TrunkProbing(interval, timeout, failures, upOn, host);
    }

    private static Optional<String> host(Item item, Mistakes mistakes) {
        Optional<String> name = HostNames.read(item, mistakes);
        if (name.isPresent() && (name.get().endsWith(".onmicrosoft.com") || name.get().equals("onmicrosoft.com"))) {
            mistakes.add(item, "a name of your own domain: Microsoft refuses names of onmicrosoft.com"); // TSP-10
        }
        name.flatMap(MicrosoftTrunk::tooLong).ifPresent(right -> mistakes.add(item, right)); // TSP-9
        return name;
    }
}
