package io.tandem.ops.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tandem.port.EdgeListener;
import io.tandem.sip.message.ElementLimit;
import io.tandem.sip.message.Problem;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what the edge turns away or loses, by listener (MET-11, MET-17). */
final class EdgeMetrics implements EdgeListener {
    private final Map<String, PerListener> listeners = new HashMap<>();
    private final Map<String, Counter> rateLimited = new ConcurrentHashMap<>();
    private final MeterRegistry registry;
    private final PerListener otherListener;

    EdgeMetrics(MeterRegistry registry, List<String> names) {
        this.registry = registry;
        for (String name : names) {
            listeners.put(name, new PerListener(registry, name));
        }
        otherListener = new PerListener(registry, "other");
    }

    @Override
    public void sourceRefused(String listener) {
        on(listener).aclDrops.increment();
    }

    @Override
    public void sourceBlocked(String listener) {
        on(listener).blocks.increment();
    }

    @Override
    public void lapsed(String listener) {
        on(listener).lapsed.increment();
    }

    @Override
    public void rateLimited(String trunk) {
        rateLimited.computeIfAbsent(trunk, name -> Counter.builder("tandem_rate_limited")
                .description("Requests that got 503 because their trunk was over its rate")
                .tags("trunk", name)
                .register(registry)).increment();
    }

    @Override
    public void overloadRefused(String listener) {
        on(listener).overload.increment();
    }

    @Override
    public void malformed(String listener, Problem problem, boolean answered) {
        PerListener counted = on(listener);
        Optional<ElementLimit> limit = problem.limit();
        if (limit.isPresent()) {
            counted.elements.count(limit.get().ordinal());
        } else {
            counted.malformed.count(problem.ordinal() * 2 + (answered ? 1 : 0));
        }
    }

    @Override
    public void refused(String listener, Refusal refusal) {
        on(listener).refused.count(refusal.ordinal());
    }

    @Override
    public void optionsAnswered(String listener) {
        on(listener).optionsAnswered.increment();
    }

    @Override
    public void unmatched(String listener) {
        on(listener).unmatched.increment();
    }

    @Override
    public void keepAlive(String listener) {
        on(listener).keepAlives.increment();
    }

    @Override
    public void overLimit(String listener, Limit limit) {
        on(listener).limits.count(limit.ordinal());
    }

    @Override
    public void sendFailed(String listener) {
        on(listener).sendFailures.increment();
    }

    @Override
    public void movedToTcp(String listener) {
        on(listener).movedToTcp.increment();
    }

    @Override
    public void connectionOpened(String listener, boolean outbound) {
        PerListener counted = on(listener);
        counted.opened.count(outbound ? 1 : 0);
        counted.open.incrementAndGet();
    }

    @Override
    public void connectionClosed(String listener, Closing why) {
        PerListener counted = on(listener);
        counted.closed.count(why.ordinal());
        if (why != Closing.CONNECT) { // one that never opened does not close
            counted.open.decrementAndGet();
        }
    }

    @Override
    public void secured(String listener, boolean outbound, String version, String cipher) {
        PerListener counted = on(listener);
        counted.handshake(outbound, "ok");
        counted.counter("tandem_tls_sessions", "TLS sessions by version and cipher", "version", version, "cipher",
                cipher).increment();
    }

    @Override
    public void handshakeFailed(String listener, boolean outbound, TlsFailure why) {
        on(listener).handshake(outbound, PerListener.label(why));
    }

    @Override
    public void certificateReloaded(String certificate, boolean taken) {
        Counter.builder("tandem_tls_reloads")
                .description("Certificates read anew after their files had changed")
                .tags("cert", certificate, "result", taken ? "taken" : "refused")
                .register(registry)
                .increment();
    }

    private PerListener on(String listener) {
        return listeners.getOrDefault(listener, otherListener);
    }

    private static final class PerListener {
        private static final Problem[] PROBLEMS = Problem.values();
        private static final Refusal[] REFUSALS = Refusal.values();
        private static final Limit[] LIMITS = Limit.values();
        private static final ElementLimit[] ELEMENTS = ElementLimit.values();
        private static final Closing[] CLOSINGS = Closing.values();

        private final MeterRegistry registry;
        private final String listener;
        final Counter aclDrops;
        final Counter blocks;
        final Counter lapsed;
        final Counter overload;
        final Counter optionsAnswered;
        final Counter unmatched;
        final Counter keepAlives;
        final Counter sendFailures;
        final Counter movedToTcp;
        final Counters malformed;
        final Counters refused;
        final Counters limits;
        /** Messages with something in them that is too big (F-135). */
        final Counters elements;
        final Counters opened;
        final Counters closed;
        final AtomicInteger open = new AtomicInteger();

        PerListener(MeterRegistry registry, String listener) {
            this.registry = registry;
            this.listener = listener;
            aclDrops = counter("tandem_acl_drops", "Datagrams and connections from outside every allowed source");
            blocks = counter("tandem_dos_blocks",
                    "Datagrams dropped unread, and pauses of connections, of flooding sources");
            lapsed = counter("tandem_lapsed_messages",
                    "Messages dropped because the node had not been heard by the majority of its cluster");
            overload = counter("tandem_overload_refused", "New calls that got 503 because the node was overloaded");
            optionsAnswered = counter("tandem_sip_options_answered", "OPTIONS outside a dialog answered 200 here");
            unmatched = counter("tandem_sip_unmatched", "ACKs and late 2xx that belong to no call here");
            keepAlives = counter("tandem_sip_keepalives", "Keep-alives received");
            sendFailures = counter("tandem_sip_send_failures", "Messages that could not be handed to the network");
            movedToTcp = counter("tandem_sip_moved_to_tcp", "Requests over 1,300 bytes that left UDP for TCP");
            malformed = new Counters(PROBLEMS.length * 2, slot -> counter("tandem_sip_malformed",
                    "Bytes that are no message we handle", "problem", label(PROBLEMS[slot / 2]), "answered",
                    slot % 2 == 1 ? "yes" : "no"));
            refused = new Counters(REFUSALS.length,
                    slot -> counter("tandem_sip_refused", "Requests answered at the edge",
                            "reason", label(REFUSALS[slot]), "code", String.valueOf(REFUSALS[slot].status())));
            limits = new Counters(LIMITS.length, slot -> LimitDrops.counter(registry, LIMITS[slot], listener));
            elements = new Counters(ELEMENTS.length, slot -> LimitDrops.counter(registry, ELEMENTS[slot], listener));
            opened = new Counters(2,
                    slot -> counter("tandem_sip_connections_opened", "Stream connections opened", "dir",
                            slot == 1 ? "out" : "in"));
            closed = new Counters(CLOSINGS.length, slot -> counter("tandem_sip_connections_closed",
                    "Stream connections ended, and attempts that failed", "reason", label(CLOSINGS[slot])));
            Gauge.builder("tandem_sip_connections_open", open::get)
                    .description("Stream connections open now")
                    .tag(
                            "listener", listener)
                    .register(registry);
        }

        /** Registered when first met: few of the reasons ever are. */
        void handshake(boolean outbound, String result) {
            counter("tandem_tls_handshakes", "TLS handshakes by what came of them", "direction",
                    outbound ? "out" : "in", "result", result).increment();
        }

        Counter counter(String name, String help, String... labels) {
            return Counter.builder(name).description(help).tags(labels).tags("listener", listener).register(registry);
        }

        static String label(Enum<?> value) {
            return value.name().toLowerCase(Locale.ROOT);
        }
    }
}
