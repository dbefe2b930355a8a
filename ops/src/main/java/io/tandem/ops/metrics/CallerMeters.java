package io.tandem.ops.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tandem.port.PeerGroup;
import io.tandem.port.TrunkNumbers.CallerPolicy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Callers that Microsoft was shown without a number of theirs, by the trunk that their call goes to (NUM-22). */
final class CallerMeters {
    private static final CallerPolicy[] DONE = CallerPolicy.values();

    private final Map<String, Counters> trunks = new HashMap<>();

    CallerMeters(MeterRegistry registry, List<PeerGroup> trunks) {
        for (PeerGroup trunk : trunks) {
            if (trunk.side() == PeerGroup.Side.MPS) {
                this.trunks.put(trunk.name(),
                        new Counters(DONE.length, slot -> counter(registry, trunk.name(), DONE[slot])));
            }
        }
    }

    void withoutNumber(String trunk, CallerPolicy done) {
        Counters counters = trunks.get(trunk);
        if (counters != null) {
            counters.count(done.ordinal());
        }
    }

    private static Counter counter(MeterRegistry registry, String trunk, CallerPolicy done) {
        return Counter.builder("tandem_callers_without_number")
                .description("Calls whose caller is no E.164 number, by what was done about it")
                .tags("trunk", trunk, "done", done.label())
                .register(registry);
    }
}
