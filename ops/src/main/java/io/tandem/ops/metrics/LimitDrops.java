package io.tandem.ops.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/** The one figure of everything that was turned away because a bound was met (MET-11, design §9). */
final class LimitDrops {
    private LimitDrops() {}

    /** @param where the part of the node, or the listener, whose bound it is */
    static Counter counter(MeterRegistry registry, Enum<?> limit, String where) {
        return Counter.builder("tandem_over_limit")
                .description(
                        "What was refused or dropped because a limit was met")
                .tags("limit",
                        limit.name().toLowerCase(Locale.ROOT), "where", where)
                .register(registry);
    }
}
