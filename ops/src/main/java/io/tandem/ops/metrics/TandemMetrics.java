package io.tandem.ops.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tag;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tandem.call.CallListener;
import io.tandem.media.session.MediaSessions;
import io.tandem.port.EdgeListener;
import io.tandem.sip.transaction.TransactionListener;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.DoubleSupplier;

/**
 * All figures of one node. Hand the listeners to those who make the events; whoever has a figure of its own to show binds
 * it with {@link #gauge} or {@link #counter}. Thread-safe.
 */
public final class TandemMetrics {
    /** What {@link #scrape()} is, as HTTP says it. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    /** RTP and RTCP, towards either end. */
    private static final int PORTS_PER_SESSION = 4;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    /** The library holds what a bound counter reads only weakly. */
    private final Queue<DoubleSupplier> bound = new ConcurrentLinkedQueue<>();
    private final CallMetrics calls;
    private final TransactionMetrics transactions;
    private final EdgeMetrics edge;

    public TandemMetrics(MetricsSettings settings) {
        registry.config().commonTags(tags(settings.commonLabels()));
        calls = new CallMetrics(registry, settings);
        transactions = new TransactionMetrics(registry);
        edge = new EdgeMetrics(registry, settings.listeners());
        ProcessMetrics.bind(this);
    }

    /** To be told of calls. */
    public CallListener calls() {
        return calls;
    }

    /** To be told of transactions, by every edge of the node. */
    public TransactionListener transactions() {
        return transactions;
    }

    /** To be told of what the edge turns away. */
    public EdgeListener edge() {
        return edge;
    }

    /** Shows how full the media plane is (MET-18). @param portLimit how many UDP ports it may take */
    public void bindMedia(MediaSessions media, DoubleSupplier portLimit) {
        gauge("tandem_media_sessions_active", "Open media sessions", Map.of(), media::active);
        gauge("tandem_media_ports_used", "UDP ports held by media sessions", Map.of(),
                () -> (double) media.active() * PORTS_PER_SESSION);
        gauge("tandem_media_ports_limit", "UDP ports that media sessions may take", Map.of(), portLimit);
    }

    /**
     * Shows a figure that goes up and down, read when asked for.
     *
     * @param name the whole name, with {@code tandem_} and its unit
     */
    public void gauge(String name, String help, Map<String, String> labels, DoubleSupplier value) {
        Gauge.builder(name, value::getAsDouble).description(help).tags(tags(labels)).register(registry);
    }

    /** Shows a figure that only grows, read when asked for. @param name the whole name, without {@code _total} */
    public void counter(String name, String help, Map<String, String> labels, DoubleSupplier value) {
        bound.add(value);
        FunctionCounter.builder(name, value, DoubleSupplier::getAsDouble)
                .description(help)
                .tags(tags(labels))
                .register(
                        registry);
    }

    /** Everything, as {@link #CONTENT_TYPE}. */
    public String scrape() {
        return registry.scrape();
    }

    private static List<Tag> tags(Map<String, String> labels) {
        return labels.entrySet().stream().map(label -> Tag.of(label.getKey(), label.getValue())).toList();
    }
}
