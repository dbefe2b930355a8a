package io.tandem.cluster.boot;

import io.tandem.cluster.boot.config.TandemConfig;
import io.tandem.ops.metrics.TandemMetrics;
import io.tandem.ops.trace.Tracer;
import io.tandem.port.MessageTap;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/** Copies of messages, where the configuration asks for any. */
final class TracePlane {
    private final Optional<Tracer> tracer;

    private TracePlane(Optional<Tracer> tracer) {
        this.tracer = tracer;
    }

    static TracePlane start(TandemConfig.Trace trace, TandemMetrics metrics) throws StartFailure {
        if (trace.hep().isEmpty()) {
            return new TracePlane(Optional.empty());
        }
        try {
            Tracer tracer = Tracer.start(trace.hep());
            metrics.counter("tandem_hep_sent", "HEP packets sent", Map.of(), tracer::hepSent);
            metrics.counter("tandem_hep_dropped", "HEP packets that could not be sent, or had to wait for too many",
                    Map.of(), tracer::hepDropped);
            return new TracePlane(Optional.of(tracer));
        } catch (UncheckedIOException unreachable) {
            throw new StartFailure("tandem.trace.hep: " + unreachable.getMessage(), unreachable);
        }
    }

    /** For the edge. */
    MessageTap tap() {
        return tracer.<MessageTap>map(running -> running).orElse(MessageTap.NONE);
    }

    void close() {
        tracer.ifPresent(Tracer::close);
    }
}
