package io.tandem.cluster.boot.config;

import io.tandem.cluster.boot.config.TandemConfig.Limits;
import io.tandem.cluster.boot.config.TandemConfig.Streams;
import io.tandem.sip.message.ElementLimit;
import io.tandem.sip.message.ParseLimits;
import java.time.Duration;

/** Reads {@code tandem.sip.limits}. */
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
        limits.done();
        return new Limits(messages, transactions, streams);
    }

    private static Duration duration(Section section, String key, Duration least, Duration most) {
        return section.duration(key, least, most).orElse(Duration.ZERO);
    }
}
