package io.tandem.cluster.boot;

import io.tandem.call.CallListener;
import io.tandem.call.CallSettings;
import io.tandem.call.Router;
import io.tandem.call.actor.CallActor;
import io.tandem.call.actor.CallIds;
import io.tandem.call.actor.CallLoad;
import io.tandem.call.actor.CallPorts;
import io.tandem.call.actor.Calls;
import io.tandem.call.actor.LocalShards;
import io.tandem.cluster.boot.config.TandemConfig;
import io.tandem.cluster.edge.EdgeConfig;
import io.tandem.cluster.edge.EdgeLoops;
import io.tandem.cluster.edge.EdgeStart;
import io.tandem.cluster.edge.SipEdgeHost;
import io.tandem.cluster.edge.tls.MicrosoftRoots;
import io.tandem.cluster.trunk.Trunks;
import io.tandem.cluster.journal.EmbeddedStore;
import io.tandem.media.session.RelayEngine;
import io.tandem.media.session.RelaySettings;
import io.tandem.ops.metrics.TandemMetrics;
import io.tandem.ops.query.ActiveCalls;
import io.tandem.ops.query.CallFilter;
import io.tandem.port.CallId;
import io.tandem.port.CallSummary;
import io.tandem.port.MessageTap;
import io.tandem.port.SipEdge.Advertised;
import io.tandem.sip.transaction.TransactionSettings;
import io.tandem.tenant.actor.Tenants;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What carries calls: the edge, the relay and the calls between them. */
final class SipPlane {
    private static final Logger LOG = LoggerFactory.getLogger(SipPlane.class);
    private static final int RECEIVE_BUFFER_BYTES = 64 * 1024;
    private static final int DSCP_EXPEDITED_FORWARDING = 46; // TSP-168
    /** Timer C: longer than any ringing that {@code no-answer-timeout} allows (RFC 3261 §16.6). */
    private static final int PROCEEDING_MARGIN_MILLIS = 60_000;
    private static final int WOKEN_AT_ONCE = 200;
    private static final int SHARD_ATTEMPTS = 10; // each waits for seconds
    /** What a peer is told that asks while the node takes no new calls. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);
    private static final long GOODBYE_MILLIS = 500;

    private final TandemConfig.Dns dns;
    private final Trunks trunks;
    private final SipEdgeHost edge;
    private final RelayEngine relay;
    private final Calls calls;
    private final CallLoad load;

    private SipPlane(TandemConfig.Dns dns, SipEdgeHost edge, RelayEngine relay, Calls calls, CallLoad load,
            Trunks trunks) {
        this.dns = dns;
        this.trunks = trunks;
        this.edge = edge;
        this.relay = relay;
        this.calls = calls;
        this.load = load;
    }

    /** Starts everything but the listeners: those open last, by {@link #open}. */
    static SipPlane start(ActorSystem<?> system, TandemConfig config, EdgeLoops loops, Tenants tenants,
            TandemMetrics metrics, CallListener listener, MessageTap tap) {
        RelayEngine relay = RelayEngine.start(relay(config.media()), new RelayTroubles());
        metrics.bindMedia(relay, config.media().lastPort() - config.media().firstPort() + 1);
        SipEdgeHost edge = SipEdgeHost.create(edge(config), loops, metrics.edge(), metrics.transactions(),
                tap);
        metrics.gauge("tandem_overload_admission_rate", "New calls a second that the node lets in", Map.of(),
                edge::admissionRate);
        metrics.gauge("tandem_overload_loop_delay_seconds",
                "How long messages waited for their turn, at least, in the last tenth of a second with calls", Map.of(),
                edge::loopDelaySeconds);
        CallIds ids = new CallIds();
        CallSettings settings = new CallSettings(config.calls().noAnswerTimeout(), CallSettings.RELEASE_DEFAULT,
                config.calls().progressAfter(), config.calls().maxAttempts(), config.media().address(), product(config),
                config.emergency(), config.calls().logEach(), config.sip().timers().t1());
        CallLoad load = new CallLoad(config.calls().maxCalls());
        metrics.gauge("tandem_calls_limit", "Calls that this node takes at once", Map.of(),
                () -> config.calls().maxCalls());
        metrics.gauge("tandem_call_actors", "Calls in memory: those that are up and those that have just ended",
                Map.of(), load::actors);
        for (String certificate : edge.certificates()) {
            metrics.gauge("tandem_cert_expiry_seconds", "Seconds until a certificate of ours expires",
                    Map.of("cert", certificate), () -> edge.certificateSecondsLeft(certificate));
        }
        MicrosoftRoots.warnings(config.peerGroups(), config.tls()).forEach(LOG::warn);
        journal(EmbeddedStore.get(system), metrics);
        Trunks trunks = TrunkPlane.start(system, config, edge);
        trunks.bindTo(metrics);
        Calls calls = Calls.start(system,
                new CallPorts(edge, relay, tenants.directory(), tenants.customers(), trunks.targets(), listener,
                        settings,
                        new Router(config.peerGroups()),
                        advertised(config, edge), Clock.systemUTC(), load),
                ids);
        system.systemActorOf(LocalShards.watching(ids), "local-shards", Props.empty());
        return new SipPlane(config.dns(), edge, relay, calls, load, trunks);
    }

    private static void journal(EmbeddedStore store, TandemMetrics metrics) {
        metrics.gauge("tandem_journal_waiting_writes", "Writes that wait for their fsync", Map.of(),
                store::waitingWrites);
        metrics.counter("tandem_journal_refused_writes", "Writes refused because too many waited", Map.of(),
                store::refusedWrites);
    }

    /**
     * Brings back the calls that were up when the last process on this data directory died, before anything may take
     * their ports; a bounded number at a time. Then reaches every shard, so that the first calls need not wait for one.
     *
     * @return how many calls came back
     */
    int wake(ActorSystem<?> system) throws StartFailure {
        List<CallId> up = callsUp(system);
        int back = 0;
        for (int from = 0; from < up.size(); from += WOKEN_AT_ONCE) {
            List<CallId> some = up.subList(from, Math.min(from + WOKEN_AT_ONCE, up.size()));
            back += calls.wake(some).toCompletableFuture().join();
        }
        if (back < up.size()) {
            LOG.warn("{} of {} calls of the last process did not come back in time", up.size() - back, up.size());
        }
        reachShards();
        return back;
    }

    private void reachShards() throws StartFailure {
        for (int attempt = 0; attempt < SHARD_ATTEMPTS; attempt++) {
            if (calls.reachAllShards().toCompletableFuture().join() == CallIds.SHARDS) {
                return;
            }
        }
        throw new StartFailure("the shards of calls did not all find a home in time");
    }

    private static List<CallId> callsUp(ActorSystem<?> system) {
        String prefix = CallActor.TYPE + "|";
        return EmbeddedStore.get(system)
                .roster()
                .liveCalls()
                .stream()
                .filter(id -> id.startsWith(prefix))
                .map(
                        id -> CallId.parse(id.substring(prefix.length())))
                .flatMap(Optional::stream)
                .toList();
    }

    /** Ends what is not answered: each such call tells its peers and writes its record. Waits for them, not for long. */
    void endUnanswered(ActiveCalls active) {
        if (tellStopping(active) == 0) {
            return;
        }
        Executor later = CompletableFuture.delayedExecutor(GOODBYE_MILLIS, TimeUnit.MILLISECONDS);
        // Those whose other side has not confirmed by then end without it.
        CompletableFuture.supplyAsync(() -> tellStopping(active), later).thenAcceptAsync(_ -> {
        }, later).join();
    }

    private int tellStopping(ActiveCalls active) {
        List<CallSummary> unanswered = active.page(CallFilter.ALL, 0, active.size())
                .calls()
                .stream()
                .filter(
                        call -> !call.state().equals("Talking"))
                .toList();
        unanswered.forEach(call -> calls.stopping(call.id()));
        return unanswered.size();
    }

    /** Opens the listeners: from now on calls come in. */
    void open() throws StartFailure {
        TrunkPlane.awaitNames(trunks, dns);
        if (edge.start(calls) instanceof EdgeStart.BindFailed(List<EdgeStart.Unbound> unbound)) {
            throw new StartFailure(unbound.stream()
                    .map(failed -> "listener " + failed.listener() + " cannot bind "
                            + failed.address() + ": " + failed.reason())
                    .collect(Collectors.joining("; ")));
        }
        trunks.open();
    }

    Trunks trunks() {
        return trunks;
    }

    Calls calls() {
        return calls;
    }

    /** New calls get 503; those that are up, and what they still say, go on. */
    void refuseCalls() {
        edge.refuseOptions(RETRY_AFTER); // peers try others before us (TSP-45)
        load.close();
    }

    /** Nothing comes in or goes out any more; answered calls stay in the journal. */
    void close() {
        edge.stop();
        relay.close();
    }

    private static RelaySettings relay(TandemConfig.Media media) {
        return new RelaySettings(media.firstPort(), media.lastPort(), media.loops(), media.maxSessions(),
                RECEIVE_BUFFER_BYTES, DSCP_EXPEDITED_FORWARDING);
    }

    private static EdgeConfig edge(TandemConfig config) {
        TandemConfig.Sip sip = config.sip();
        List<EdgeConfig.Listener> listeners = sip.listeners()
                .stream()
                .map(
                        listener -> new EdgeConfig.Listener(listener.name(), listener.transport(),
                                listener.bind().getAddress().getHostAddress(), listener.bind().getPort(),
                                Optional.of(listener.advertisedAddress())))
                .toList();
        TransactionSettings timers = TransactionSettings.DEFAULT;
        TransactionSettings transactions = new TransactionSettings((int) sip.timers().t1().toMillis(),
                (int) sip.timers().t2().toMillis(), (int) sip.timers().t4().toMillis(), timers.tryingDelayMillis(),
                (int) config.calls().firstResponseTimeout().toMillis(),
                (int) config.calls().noAnswerTimeout().toMillis() + PROCEEDING_MARGIN_MILLIS,
                sip.limits().transactions(), sip.limits().transactions());
        return new EdgeConfig(System.currentTimeMillis() << 8, listeners, config.peerGroups(), transactions,
                sip.limits().messages(), streams(sip),
                new EdgeConfig.Protection(sip.overload(), sip.limits().sources(), config.emergency()::calls),
                config.tls(), Optional.of(sip.naming().sbc().orElse(Product.VENDOR + "/" + Product.NAME)));
    }

    /** As User-Agent and Server say it. */
    static String product(TandemConfig config) {
        return config.sip().naming().userAgent().orElse(Product.NAME);
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

    private static Map<String, Advertised> advertised(TandemConfig config, SipEdgeHost edge) {
        Map<String, Advertised> advertised = new LinkedHashMap<>();
        for (TandemConfig.Listener listener : config.sip().listeners()) {
            advertised.put(listener.name(), edge.advertised(listener.name()));
        }
        return Map.copyOf(advertised);
    }
}
