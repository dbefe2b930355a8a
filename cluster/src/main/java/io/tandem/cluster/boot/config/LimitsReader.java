package io.tandem.cluster.boot.config;

import io.tandem.cluster.boot.config.TandemConfig.Limits;
import io.tandem.cluster.boot.config.TandemConfig.Streams;
import io.tandem.port.TrunkRates;
import io.tandem.sip.admission.OverloadSettings;
import io.tandem.sip.admission.Rate;
import io.tandem.sip.message.ElementLimit;
import io.tandem.sip.message.ParseLimits;
import java.time.Duration;
import java.util.Optional;

/** Reads {@code tandem.sip.limits}, and what else bounds what peers may ask. */
final class LimitsReader {
    private static final int MANY = 10_000_000;

    private LimitsReader() {}

    static Limits read(Section limits) {
        ParseLimits messages = ParseLimits.of(
                limit -> limits.integer(limit.key(), limit.least(), limit.most()).orElse(limit.standard()));
        int transactions = limits.integer("transactions", 1, MANY).orElse(0);
        Streams streams = new Streams(limits.integer("connections", 1, MANY).orElse(0),
                limits.integer("connections-per-source", 1, MANY).orElse(0),
                duration(limits, "connect-timeout", Duration.ofMillis(100), Duration.ofMinutes(1)),
                duration(limits, "silent-timeout", Duration.ofMillis(100), Duration.ofMinutes(10)),
                duration(limits, "message-timeout", Duration.ofMillis(100), Duration.ofMinutes(10)),
                duration(limits, "idle-timeout", Duration.ofSeconds(1), Duration.ofHours(24)));
        int most = limits.integer("source-messages-per-second", 0, MANY).orElse(0);
        int burst = limits.integer("source-burst", 1, MANY).orElse(1);
        limits.done();
        return new Limits(messages, transactions, streams,
                most == 0 ? Optional.empty() : Optional.of(Rate.of(most, burst)));
    }

    /** Reads {@code tandem.sip.overload}. */
    static OverloadSettings overload(Section overload) {
        OverloadSettings settings = new OverloadSettings(
                overload.integer("initial-calls-per-second", 1, MANY).orElse(1),
                overload.integer("least-calls-per-second", 1, MANY).orElse(1),
                duration(overload, "target-delay", Duration.ofMillis(5), Duration.ofSeconds(10)),
                overload.integer("emergency-calls-per-second", 1, MANY).orElse(1),
                (int) duration(overload, "retry-after", Duration.ofSeconds(1), Duration.ofSeconds(120)).toSeconds());
        overload.done();
        return settings;
    }

    /** A trunk's {@code calls-per-second} and {@code burst}: neither, or the first at least. */
    static TrunkRates trunk(Section group) {
        Optional<Integer> calls = group.optionalInteger("calls-per-second", 1, MANY);
        Optional<Integer> burst = group.optionalInteger("burst", 1, MANY);
        if (calls.isEmpty() && burst.isPresent()) {
            group.missing("calls-per-second", "a whole number: burst says how many of these may come at once");
        }
        return calls.map(rate -> new TrunkRates(rate, burst.orElse(rate))).orElse(TrunkRates.DEFAULT);
    }

    private static Duration duration(Section section, String key, Duration least, Duration most) {
        return section.duration(key, least, most).orElse(Duration.ZERO);
    }
}
