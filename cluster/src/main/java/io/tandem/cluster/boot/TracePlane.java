package io.tandem.cluster.boot;

import io.tandem.call.CallListener;
import io.tandem.cluster.boot.config.TandemConfig;
import io.tandem.ops.metrics.TandemMetrics;
import io.tandem.ops.trace.PacketStore;
import io.tandem.ops.trace.Tracer;
import io.tandem.port.MessageTap;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/** Copies of messages, where the configuration asks for any. */
final class TracePlane {
    private static final long BYTES_PER_CALL = 256 << 10;

    private final Optional<Tracer> tracer;
    private final Optional<PacketStore> packets;

    private TracePlane(Optional<Tracer> tracer, Optional<PacketStore> packets) {
        this.tracer = tracer;
        this.packets = packets;
    }

    static TracePlane start(TandemConfig.Trace trace, TandemMetrics metrics) throws StartFailure {
        Optional<PacketStore> packets = trace.keepBytes() == 0
                ? Optional.empty()
                : Optional.of(new PacketStore(trace.keepBytes(), BYTES_PER_CALL));
        if (trace.hep().isEmpty() && packets.isEmpty()) {
            return new TracePlane(Optional.empty(), packets);
        }
        try {
            Tracer tracer = Tracer.start(trace.hep(), packets);
            metrics.counter("tandem_hep_sent", "HEP packets sent", Map.of(), tracer::hepSent);
            metrics.counter("tandem_hep_dropped", "HEP packets that could not be sent, or had to wait for too many",
                    Map.of(), tracer::hepDropped);
            metrics.counter("tandem_trace_dropped", "Messages that were not traced, or did not stay kept",
                    Map.of("reason", "queue"), tracer::missed);
            packets.ifPresent(store -> {
                metrics.counter("tandem_trace_dropped", "Messages that were not traced, or did not stay kept",
                        Map.of("reason", "kept"), store::dropped);
                metrics.gauge("tandem_trace_kept_bytes", "Memory of the messages that are kept", Map.of(),
                        store::bytes);
            });
            return new TracePlane(Optional.of(tracer), packets);
        } catch (UncheckedIOException unreachable) {
            throw new StartFailure("tandem.trace.hep: " + unreachable.getMessage(), unreachable);
        }
    }

    /** For the edge. */
    MessageTap tap() {
        return tracer.<MessageTap>map(running -> running).orElse(MessageTap.NONE);
    }

    /** That listener, and whoever of ours has to be told of calls too. */
    CallListener beside(CallListener listener) {
        return tracer.flatMap(Tracer::calls).<CallListener>map(ours -> new Listeners(listener, ours)).orElse(listener);
    }

    Optional<PacketStore> packets() {
        return packets;
    }

    void close() {
        tracer.ifPresent(Tracer::close);
    }
}
