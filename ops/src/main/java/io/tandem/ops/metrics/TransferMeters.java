package io.tandem.ops.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tandem.call.Transferral.Kind;
import io.tandem.call.Transferral.Outcome;

/** What became of the transfers that were accepted, by how they were asked for. */
final class TransferMeters {
    private static final Kind[] KINDS = Kind.values();
    private static final Outcome[] OUTCOMES = Outcome.values();

    private final Counters counters;

    TransferMeters(MeterRegistry registry) {
        counters = new Counters(KINDS.length * OUTCOMES.length,
                slot -> counter(registry, KINDS[slot / OUTCOMES.length], OUTCOMES[slot % OUTCOMES.length]));
    }

    void transferred(Kind kind, Outcome outcome) {
        counters.count(kind.ordinal() * OUTCOMES.length + outcome.ordinal());
    }

    private static Counter counter(MeterRegistry registry, Kind kind, Outcome outcome) {
        return Counter.builder("tandem_transfers")
                .description("Transfers that were accepted, by what became of them")
                .tags("kind", kind.label(), "outcome", outcome.label())
                .register(registry);
    }
}
