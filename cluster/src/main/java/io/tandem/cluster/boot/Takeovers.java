package io.tandem.cluster.boot;

import io.tandem.ops.metrics.TandemMetrics;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What a node counts of service addresses that it takes up and gives up. Thread-safe. */
final class Takeovers {
    private final LongAdder taken = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder given = new LongAdder();
    private final LongAdder renewed = new LongAdder();
    private final LongAdder notRenewed = new LongAdder();
    private final LongAdder restored = new LongAdder();
    private final LongAdder late = new LongAdder();
    private volatile double lastSeconds = Double.NaN;

    void bindTo(TandemMetrics metrics) {
        String moves = "Service addresses that this node has taken up or given up";
        metrics.counter("tandem_service_address_moves", moves, Map.of("outcome", "taken"), taken::sum);
        metrics.counter("tandem_service_address_moves", moves, Map.of("outcome", "failed"), failed::sum);
        metrics.counter("tandem_service_address_moves", moves, Map.of("outcome", "given"), given::sum);
        String renewals = "Times that the system was told to keep a service address for some seconds more";
        metrics.counter("tandem_service_address_renewals", renewals, Map.of("outcome", "done"), renewed::sum);
        metrics.counter("tandem_service_address_renewals", renewals, Map.of("outcome", "failed"), notRenewed::sum);
        metrics.gauge("tandem_takeover_seconds",
                "How long the last taking up of a service address took, from the order to open listeners", Map.of(),
                () -> lastSeconds);
        String calls = "Answered calls of service addresses that were taken up";
        metrics.counter("tandem_takeover_calls", calls, Map.of("outcome", "restored"), restored::sum);
        metrics.counter("tandem_takeover_calls", calls, Map.of("outcome", "late"), late::sum);
    }

    void taken(Duration time, int back, int up) {
        taken.increment();
        restored.add(back);
        late.add(up - back);
        lastSeconds = time.toNanos() / 1e9;
    }

    void failed() {
        failed.increment();
    }

    void given() {
        given.increment();
    }

    void renewed() {
        renewed.increment();
    }

    void notRenewed() {
        notRenewed.increment();
    }
}
