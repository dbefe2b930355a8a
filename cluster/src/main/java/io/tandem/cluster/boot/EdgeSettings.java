package io.tandem.cluster.boot;

import io.tandem.cluster.boot.config.ServiceAddress;
import io.tandem.cluster.boot.config.TandemConfig;
import io.tandem.cluster.edge.EdgeConfig;
import io.tandem.sip.transaction.TransactionSettings;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** What the configuration says to the edge of a service address. */
final class EdgeSettings {
    /** Timer C: longer than any ringing that {@code no-answer-timeout} allows (RFC 3261 §16.6). */
    private static final int PROCEEDING_MARGIN_MILLIS = 60_000;
    /** Numbers that an edge may use: one for each of its loops. */
    private static final int LOOPS_BITS = 8;
    private static final AtomicLong LAST = new AtomicLong();

    private EdgeSettings() {}

    /** For a new edge on that address: its number is one that no other edge of this process has or had. */
    static EdgeConfig of(TandemConfig config, ServiceAddress address) {
        TandemConfig.Sip sip = config.sip();
        List<EdgeConfig.Listener> listeners = address.listeners()
                .stream()
                .map(listener -> new EdgeConfig.Listener(listener.name(), listener.transport(),
                        listener.bind().getAddress().getHostAddress(), listener.bind().getPort(),
                        Optional.of(listener.advertisedAddress())))
                .toList();
        TransactionSettings timers = TransactionSettings.DEFAULT;
        TransactionSettings transactions = new TransactionSettings((int) sip.timers().t1().toMillis(),
                (int) sip.timers().t2().toMillis(), (int) sip.timers().t4().toMillis(), timers.tryingDelayMillis(),
                (int) config.calls().firstResponseTimeout().toMillis(),
                (int) config.calls().noAnswerTimeout().toMillis() + PROCEEDING_MARGIN_MILLIS,
                sip.limits().transactions(), sip.limits().transactions());
        return new EdgeConfig(number(), listeners, config.peerGroups(), transactions, sip.limits().messages(),
                streams(sip),
                new EdgeConfig.Protection(sip.overload(), sip.limits().sources(), config.emergency()::calls),
                config.tls(), Optional.of(sip.naming().sbc().orElse(Product.VENDOR + "/" + Product.NAME)));
    }

    private static long number() {
        return LAST.updateAndGet(last -> Math.max(last + 1, System.currentTimeMillis())) << LOOPS_BITS;
    }

    private static EdgeConfig.StreamLimits streams(TandemConfig.Sip sip) {
        TandemConfig.Streams streams = sip.limits().streams();
        EdgeConfig.StreamLimits defaults = EdgeConfig.StreamLimits.DEFAULT;
        return new EdgeConfig.StreamLimits(streams.connections(), streams.perSource(), defaults.queuedMessages(),
                defaults.unreadBytes(), streams.connectTimeout(), streams.idle(), streams.silent(),
                streams.unfinished())
                .keptAlive(sip.keepAlive(), defaults.pong())
                .handshaking(sip.tlsHandshakes(), defaults.handshake());
    }

    /** As User-Agent and Server say it. */
    static String product(TandemConfig config) {
        return config.sip().naming().userAgent().orElse(Product.NAME);
    }
}
